import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AgentForm } from '../../../components/agent/AgentForm.tsx'
import { agentProblem, agentUpdate } from '../../../components/agent/draft.ts'
import { api } from '../../../hub/client.ts'
import { problemOf } from '../../../hub/problem.ts'
import { recordInstance } from '../queries.ts'
import type { WizardDraft } from './draft.ts'
import { Question } from './Question.tsx'
import classes from './wizard.module.css'

interface AgentStepProps {
  draft: WizardDraft
  onChange: (draft: WizardDraft) => void
  onNext: () => void
}

export function AgentStep({ draft, onChange, onNext }: AgentStepProps) {
  const { t } = useTranslation(['wizard', 'errors', 'common'])
  const [apiKey, setApiKey] = useState('')
  const [isChecked, setChecked] = useState(false)
  const name = draft.createdName ?? draft.name
  const agentDraft = { agent: draft.agent, house: draft.house, apiKey }
  const wrong = agentProblem(agentDraft)
  const save = useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (instance) => {
        recordInstance(instance)
        onNext()
      },
    }),
  )
  const problem = save.error ? problemOf(save.error) : null

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (wrong === null) save.mutate({ name, ...agentUpdate(agentDraft) })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Question title={t('wizard:agentTitle')} text={t('wizard:agentText')} />
      <AgentForm
        draft={agentDraft}
        hasApiKey={save.data?.hasAgentApiKey ?? false}
        instanceName={name}
        isUrlWrong={isChecked && wrong === 'fieldUrl'}
        onChange={(next) => {
          setApiKey(next.apiKey)
          onChange({ ...draft, agent: next.agent, house: next.house })
        }}
      />
      {problem && (
        <Alert mt="md" color="red" role="alert">
          {problem.message ?? t(`errors:${problem.code}`)}
        </Alert>
      )}
      <div className={classes.actions} data-sticky>
        <Button type="submit" size="md" loading={save.isPending}>
          {t('common:continue')}
        </Button>
      </div>
    </form>
  )
}
