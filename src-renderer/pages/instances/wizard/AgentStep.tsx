import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AgentForm } from '../../../components/agent/AgentForm.tsx'
import { agentProblem, agentUpdate } from '../../../components/agent/draft.ts'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { api } from '../../../hub/client.ts'
import { recordInstance } from '../queries.ts'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { useCreate } from './use-create.ts'
import classes from './wizard.module.css'

/** Who answers. An account that was asked nothing before comes to be here. */
export function AgentStep({ draft, onChange, onNext }: ScreenProps) {
  const { t } = useTranslation(['wizard', 'common'])
  const [apiKey, setApiKey] = useState('')
  const [isChecked, setChecked] = useState(false)
  const instances = useQuery(api.instances.list.queryOptions())
  const created = instances.data?.find((instance) => instance.name === draft.createdName)
  const agentDraft = { agent: draft.agent, house: draft.house, apiKey }
  const wrong = agentProblem(agentDraft)
  const create = useCreate(draft, onNext)
  const save = useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (instance) => {
        recordInstance(instance)
        onNext(draft)
      },
    }),
  )

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (wrong !== null) return
    if (draft.createdName === null) create.mutate({ agentApiKey: apiKey })
    else save.mutate({ name: draft.createdName, ...agentUpdate(agentDraft) })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Question title={t('wizard:agentTitle')} text={t('wizard:agentText')} />
      <AgentForm
        draft={agentDraft}
        hasApiKey={created?.hasAgentApiKey ?? false}
        instanceName={draft.createdName}
        isUrlWrong={isChecked && wrong === 'fieldUrl'}
        onChange={(next) => {
          setApiKey(next.apiKey)
          onChange({ ...draft, agent: next.agent, house: next.house })
        }}
      />
      <ProblemAlert error={create.error ?? save.error} />
      <div className={classes.actions} data-sticky>
        <Button type="submit" size="md" loading={create.isPending || save.isPending}>
          {t('common:continue')}
        </Button>
      </div>
    </form>
  )
}
