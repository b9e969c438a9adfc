import { IconAlertTriangle } from '@tabler/icons-react'
import type { AgentHealth as Health } from '../../../src-shared/contract/agents.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agent.module.css'

/** How an agent is doing, in words; with the reason where it fails. */
export function AgentHealth({ health, withReason = false }: { health: Health; withReason?: boolean }) {
  const { t } = useTranslation('agents')
  return (
    <span className={classes.health} data-state={health.state}>
      {health.state === 'failing' ? <IconAlertTriangle size={14} stroke={2} aria-hidden /> : <span className={classes.dot} aria-hidden />}
      <span>
        {t(`health_${health.state}`)}
        {withReason && health.state === 'failing' && health.lastError && `: ${hubText(health.lastError.message)}`}
      </span>
    </span>
  )
}
