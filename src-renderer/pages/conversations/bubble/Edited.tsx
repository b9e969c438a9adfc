import { useTranslation } from 'react-i18next'
import { exactTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'

/** Says that a message was changed, and when. */
export function Edited({ at }: { at: string }) {
  const { t } = useTranslation(['conversations', 'thread'])
  const locale = useLocale()
  return <span title={t('thread:editedAt', { when: exactTime(at, locale) })}>{t('edited')}</span>
}
