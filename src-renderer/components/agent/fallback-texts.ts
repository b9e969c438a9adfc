import i18next from 'i18next'
import type { FallbackTexts } from '../../../src-shared/contract/instances.ts'

/** What customers read when no answer comes, in the language of the panel. */
export function fallbackTexts(): FallbackTexts {
  const { t } = i18next
  return {
    timeout: t('house:fallbackTimeout'),
    unreachable: t('house:fallbackUnreachable'),
    error: t('house:fallbackError'),
    empty: t('house:fallbackEmpty'),
    invalid: t('answering:fallbackInvalid'),
    rateLimited: t('answering:fallbackRateLimited'),
    budget: t('answering:fallbackBudget'),
  }
}
