import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useHubStatus } from '../../stores/connection.ts'
import { useCounters } from '../../stores/live/store.ts'
import classes from './rail.module.css'

type Tone = 'live' | 'warn' | 'idle'

/** In one glance: is everything connected, is anything piling up. The panel's own link comes first. */
export function ConnectionPill({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation('shell')
  const phase = useHubStatus((status) => status.phase)
  const counters = useCounters()

  let text = t('connecting')
  let tone: Tone = 'idle'
  if (phase === 'reconnecting') {
    text = t('reconnecting')
    tone = 'warn'
  } else if (phase === 'open' && counters) {
    const { connected, instances, queueDepth } = counters
    const accounts = instances === 0 ? t('nothingConnected') : t('connectedOf', { connected, instances })
    text = `${accounts} · ${t('queue', { count: queueDepth })}`
    if (instances > 0) tone = connected === instances ? 'live' : 'warn'
  }
  return (
    <Tooltip label={text} position="right" disabled={!isCollapsed}>
      <output className={classes.pill} aria-label={t('connectionStatus')}>
        <span className={classes.dot} data-tone={tone} aria-hidden />
        <span className={isCollapsed ? 'visually-hidden' : 'num'}>{text}</span>
      </output>
    </Tooltip>
  )
}
