import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { AgentForm } from '../../../components/agent/AgentForm.tsx'
import { agentDraftOf, agentProblem, agentUpdate } from '../../../components/agent/draft.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { useUpdateInstance } from '../queries.ts'

export function AgentSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['instances', 'common'])
  const draft = useDraft(agentDraftOf(instance))
  const update = useUpdateInstance(t('common:saved'))
  const [isChecked, setChecked] = useState(false)
  const problem = agentProblem(draft.value)

  function save(): void {
    setChecked(true)
    if (problem === null) update.mutate({ name: instance.name, ...agentUpdate(draft.value) }, { onSuccess: draft.discard })
  }

  return (
    <>
      <Panel title={t('instances:agentTitle')} text={t('instances:agentText')}>
        <AgentForm
          draft={draft.value}
          hasApiKey={instance.hasAgentApiKey}
          instanceName={instance.name}
          isUrlWrong={isChecked && problem === 'fieldUrl'}
          onChange={draft.change}
        />
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
