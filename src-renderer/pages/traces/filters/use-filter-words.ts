import { useChannelName } from '../../../components/use-channel-types.ts'
import { dateFormat } from '../../../format/intl.ts'
import { phoneText } from '../../../format/phone.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import type { FURTHER } from './address.ts'

export type FurtherFilter = (typeof FURTHER)[number]

/** What the filters and their values are called. */
export function useFilterWords() {
  const { t } = useTranslation(['traces', 'accounts'])
  const channelName = useChannelName()
  const locale = useLocale()
  const moment = (iso: string) => dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))

  function wordOf(key: FurtherFilter, value: string): string {
    switch (key) {
      case 'channel':
        return channelName(value)
      case 'kind':
        return t(`filters.kind_${value as 'text'}`)
      case 'reason':
        return t(`filters.reason_${value as 'paused'}`)
      case 'error':
      case 'media':
        return t(`filters.${value as 'yes' | 'no'}`)
      case 'from':
      case 'to':
        return moment(value)
      case 'phone':
        return /^\d{6,}$/.test(value) ? phoneText(value) : value
      default:
        return value
    }
  }
  return { nameOf: (key: FurtherFilter) => t(`filters.name_${key}`), valueOf: wordOf }
}
