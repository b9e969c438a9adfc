import type { StatsRange } from '../../../../src-shared/contract/home.ts'
import { dateFormat } from '../../../format/intl.ts'

/** The short name of an hour or a day on the axis of a chart: "14:00", "Tue 3", "3 Jan". */
export function stretchLabel(fromIso: string, range: StatsRange, locale: string): string {
  const options: Record<StatsRange, Intl.DateTimeFormatOptions> = {
    '24h': { hour: 'numeric', minute: '2-digit' },
    '7d': { weekday: 'short', day: 'numeric' },
    '30d': { day: 'numeric', month: 'short' },
  }
  return dateFormat(locale, options[range]).format(new Date(fromIso))
}
