import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AgentKind } from '../../../src-shared/contract/instances.ts'
import { AutomagikFields } from './AutomagikFields.tsx'
import classes from './agent.module.css'
import type { AgentDraft } from './draft.ts'
import { HouseTextsForm } from './HouseTextsForm.tsx'
import { TestAgent } from './TestAgent.tsx'

const KINDS: AgentKind[] = ['house', 'automagik']

interface AgentFormProps {
  draft: AgentDraft
  hasApiKey: boolean
  /** Known once the instance exists: its saved key is then used for the test. */
  instanceName: string | null
  isUrlWrong: boolean
  onChange: (draft: AgentDraft) => void
}

/** Who answers, and what it needs to. */
export function AgentForm({ draft, hasApiKey, instanceName, isUrlWrong, onChange }: AgentFormProps) {
  const { t } = useTranslation(['instances', 'house'])
  const { agent, house } = draft
  return (
    <div className={classes.fields}>
      <Radio.Group
        aria-label={t('instances:agentTitle')}
        value={agent.kind}
        onChange={(kind) => onChange({ ...draft, agent: { ...agent, kind: kind === 'automagik' ? 'automagik' : 'house' } })}
      >
        <div className={classes.kinds}>
          {KINDS.map((kind) => (
            <Radio.Card
              key={kind}
              value={kind}
              className={classes.kind}
              aria-label={t(`instances:agent_${kind}`)}
              data-checked={agent.kind === kind || undefined}
            >
              <Radio.Indicator mt={2} />
              <span>
                <span className={classes.kindTitle}>{t(`instances:agent_${kind}`)}</span>
                <span className={classes.kindText}>{t(`instances:agentText_${kind}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {agent.kind === 'automagik' && <AutomagikFields draft={draft} hasApiKey={hasApiKey} isUrlWrong={isUrlWrong} onChange={onChange} />}
      <TestAgent draft={draft} instanceName={instanceName} />
      {agent.kind === 'house' && (
        <>
          <p className={classes.help}>{t('house:intro')}</p>
          <HouseTextsForm value={house} onChange={(next) => onChange({ ...draft, house: next })} />
        </>
      )}
    </div>
  )
}
