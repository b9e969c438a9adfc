import i18next from 'i18next'
import type { FallbackTexts } from '../../../src-shared/contract/instances.ts'

/** What customers read when no answer comes, in the language of the panel. */
export function fallbackTexts(): FallbackTexts {
  const { t } = i18next
  return {
    timeout: t('agents:house.fallbackTimeout'),
    unreachable: t('agents:house.fallbackUnreachable'),
    error: t('agents:house.fallbackError'),
    empty: t('agents:house.fallbackEmpty'),
    invalid: t('agents:answering.fallbackInvalid'),
    rateLimited: t('agents:answering.fallbackRateLimited'),
    budget: t('agents:answering.fallbackBudget'),
  }
}
