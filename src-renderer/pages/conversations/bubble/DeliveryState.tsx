import { IconAlertTriangle, IconBan, IconCheck, IconChecks, IconCircleX, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeliveryState as State } from '../../../../src-shared/contract/conversations.ts'
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

/** In words and as a sign: neither colour nor ticks are left to be guessed. */
export function DeliveryState({ state }: { state: State }) {
  const { t } = useTranslation('conversations')
  const StateIcon = ICONS[state]
  return (
    <span className={classes.delivery} data-state={state}>
      {t(`delivery_${state}`)}
      <StateIcon size={14} stroke={2} aria-hidden />
    </span>
  )
}
