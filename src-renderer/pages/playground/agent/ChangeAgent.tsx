import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { AgentForm } from '../../../components/agent/AgentForm.tsx'
import { type AgentDraft, agentDraftOf, agentProblem, agentUpdate } from '../../../components/agent/draft.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { recordInstance } from '../../instances/queries.ts'
import classes from './agent.module.css'

interface ChangeAgentProps {
  isOpen: boolean
  instance: Instance
  draft: AgentDraft | null
  /** Null: as it is saved. */
  onUse: (draft: AgentDraft | null) => void
  onClose: () => void
}

/** The agent's own form: what is changed here holds for tries alone, until somebody saves it for real. */
export function ChangeAgent({ isOpen, instance, draft, onUse, onClose }: ChangeAgentProps) {
  const { t } = useTranslation(['playground', 'common'])
  const saved = agentDraftOf(instance)
  const [value, setValue] = useState(draft ?? saved)
  const [isChecked, setChecked] = useState(false)
  const problem = agentProblem(value)
  const isChanged = JSON.stringify(value) !== JSON.stringify(saved)
  const save = useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (updated) => {
        recordInstance(updated)
        notifyDone(t('playground:savedFor', { name: instance.name }))
        onUse(null)
      },
      onError: notifyProblem,
    }),
  )
  const checked = (run: () => void) => () => {
    setChecked(true)
    if (problem === null) run()
  }

  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={720}
      title={t('playground:changeTitle', { name: instance.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <p className={classes.hint}>{t('playground:changeText')}</p>
      <AgentForm
        draft={value}
        hasApiKey={instance.hasAgentApiKey}
        instanceName={instance.name}
        isUrlWrong={isChecked && problem === 'fieldUrl'}
        onChange={setValue}
      />
      <div className={classes.actions}>
        <Button
          variant="subtle"
          color="gray"
          disabled={!isChanged}
          loading={save.isPending}
          onClick={checked(() => save.mutate({ name: instance.name, ...agentUpdate(value) }))}
        >
          {t('playground:saveForReal', { name: instance.name })}
        </Button>
        <span className={classes.space} />
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button onClick={checked(() => onUse(isChanged ? value : null))}>{t('playground:useForTry')}</Button>
      </div>
    </Modal>
  )
}
