import { IconCircleCheck, IconCircleX, IconGitMerge, IconLoader2, IconPlayerPause, IconUserQuestion } from '@tabler/icons-react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { type TraceOutcome, traceOutcome } from './outcome.ts'
import classes from './trace-state.module.css'

const ICONS = {
  received: IconLoader2,
  thinking: IconLoader2,
  delivering: IconLoader2,
  completed: IconCircleCheck,
  stopped: IconPlayerPause,
  merged: IconGitMerge,
  failed: IconCircleX,
  handedOver: IconUserQuestion,
} satisfies Record<TraceOutcome, unknown>

export function TraceState({ of }: { of: Parameters<typeof traceOutcome>[0] }) {
  const { t } = useTranslation('traces')
  const outcome: TraceOutcome = traceOutcome(of)
  const StateIcon = ICONS[outcome]
  return (
    <span className={classes.state} data-state={outcome}>
      <StateIcon size={16} stroke={1.75} aria-hidden />
      {t(`state_${outcome}`)}
    </span>
  )
}
