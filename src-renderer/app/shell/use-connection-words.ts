import { useQuery } from '@tanstack/react-query'
import { wholeNumber } from '../../format/number.ts'
import { clockTime } from '../../format/time.ts'
import { api } from '../../hub/client.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useHubStatus } from '../../stores/connection.ts'
import { useCounters } from '../../stores/live/use-counters.ts'

export type Tone = 'live' | 'warn' | 'idle'

/** In one glance: is everything connected, is anything piling up. The panel's own link comes first. */
export function useConnectionWords(): { text: string; tone: Tone } {
  const { t } = useTranslation('shell')
  const locale = useLocale()
  const { phase, since } = useHubStatus()
  const counters = useCounters()
  const { data: list } = useQuery(api.instances.list.queryOptions())
  // What was counted before the link broke is not what is.
  if (phase === 'reconnecting') {
    const time = clockTime(new Date(since).toISOString(), locale)
    return { text: `${t('reconnecting')} · ${t('staleSince', { time })}`, tone: 'warn' }
  }
  if (phase !== 'open' || !counters || !list) return { text: t('connecting'), tone: 'idle' }
  // Counted here, because the list changes with every event and the counters every few seconds.
  const active = list.filter((instance) => instance.isActive)
  const instances = active.length
  const connected = active.filter((instance) => instance.connection.state === 'connected').length
  const { queueDepth } = counters
  const accounts =
    instances === 0
      ? t('nothingConnected')
      : t('connectedOf', { connected: wholeNumber(connected, locale), instances: wholeNumber(instances, locale) })
  const tone = instances === 0 ? 'idle' : connected === instances ? 'live' : 'warn'
  const waiting = queueDepth === 0 ? '' : ` · ${t('queue', { count: queueDepth })}`
  return { text: `${accounts}${waiting}`, tone }
}
