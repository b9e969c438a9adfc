import { IconAlertTriangle, IconBan, IconCheck, IconChecks, IconCircleX, IconClock } from '@tabler/icons-react'
import type { DeliveryState as State } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './bubble.module.css'

const ICONS = {
  pending: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  played: IconChecks,
  failed: IconCircleX,
  unknown: IconAlertTriangle,
  cancelled: IconBan,
} satisfies Record<State, unknown>

/** What everybody knows from the phone needs no words on the screen. */
const IS_PLAIN: ReadonlySet<State> = new Set(['pending', 'sending', 'sent', 'delivered', 'read', 'played'])

/** As a sign, and in words: for those who hear the screen always, for all where something went wrong. */
export function DeliveryState({ state }: { state: State }) {
  const { t } = useTranslation('conversations')
  const StateIcon = ICONS[state]
  return (
    <span className={classes.delivery} data-state={state} title={t(`delivery_${state}`)}>
      <span className={IS_PLAIN.has(state) ? 'visually-hidden' : undefined}>{t(`delivery_${state}`)}</span>
      <StateIcon size={15} stroke={2} aria-hidden />
    </span>
  )
}
