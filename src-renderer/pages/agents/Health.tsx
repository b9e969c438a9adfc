import type { AgentHealth as HealthFacts } from '../../../src-shared/contract/agents.ts'
import { AgentHealth } from '../../components/agent/AgentHealth.tsx'
import { Panel } from '../../components/Panel.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agents.module.css'

export function Health({ health }: { health: HealthFacts }) {
  const { t } = useTranslation('agents')
  return (
    <Panel title={t('healthTitle')} action={<AgentHealth health={health} />}>
      <dl className={classes.health}>
        <dt>{t('lastAnswer')}</dt>
        <dd>{health.lastOkAt ? <TimeText iso={health.lastOkAt} /> : '–'}</dd>
        <dt>{t('lastError')}</dt>
        <dd>
          {health.lastError ? (
            <>
              {hubText(health.lastError.message)} <TimeText iso={health.lastError.at} className={classes.quiet} />
            </>
          ) : (
            t('noError')
          )}
        </dd>
      </dl>
    </Panel>
  )
}
