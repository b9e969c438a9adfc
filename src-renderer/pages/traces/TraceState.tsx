import { IconCircleCheck, IconCircleX, IconGitMerge, IconLoader2, IconPlayerPause } from '@tabler/icons-react'
import type { TurnState } from '../../../src-shared/contract/traces.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './trace-state.module.css'

const ICONS = {
  received: IconLoader2,
  thinking: IconLoader2,
  delivering: IconLoader2,
  completed: IconCircleCheck,
  stopped: IconPlayerPause,
  merged: IconGitMerge,
  failed: IconCircleX,
} satisfies Record<TurnState, unknown>

export function TraceState({ state }: { state: TurnState }) {
  const { t } = useTranslation('traces')
  const StateIcon = ICONS[state]
  return (
    <span className={classes.state} data-state={state}>
      <StateIcon size={16} stroke={1.75} aria-hidden />
      {t(`state_${state}`)}
    </span>
  )
}
