import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { createInstance } from './create.ts'
import { nameProblem, nextStep, stepsOf, type WizardDraft } from './draft.ts'
import { Question } from './Question.tsx'
import classes from './wizard.module.css'

interface NameStepProps {
  draft: WizardDraft
  type: ChannelType | undefined
  takenNames: string[]
  onChange: (draft: WizardDraft) => void
  onNext: () => void
}

export function NameStep({ draft, type, takenNames, onChange, onNext }: NameStepProps) {
  const { t } = useTranslation(['wizard', 'common'])
  const [isChecked, setChecked] = useState(false)
  const isCreated = draft.createdName !== null
  const problem = nameProblem(draft, takenNames)
  // Without a connect step there is nothing more to ask before the instance can exist.
  const createsHere = !isCreated && !stepsOf(type).includes('connect')
  const create = useMutation({
    mutationFn: () => createInstance(draft, {}),
    onSuccess: () => onChange(nextStep({ ...draft, createdName: draft.name }, type)),
    onError: notifyProblem,
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (problem !== null) return
    if (createsHere) create.mutate()
    else onNext()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Question title={t('wizard:nameTitle')} text={t('wizard:nameText')} />
      <TextInput
        size="md"
        label={t('wizard:nameLabel')}
        placeholder={t('wizard:namePlaceholder')}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        value={draft.name}
        disabled={isCreated}
        description={isCreated ? t('wizard:nameLocked', { name: draft.createdName }) : undefined}
        // A name that is taken is said at once; one that is half typed is not called wrong.
        error={problem !== null && (isChecked || problem === 'nameTaken') && t(`wizard:${problem}`)}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <div className={classes.actions}>
        <Button type="submit" size="md" loading={create.isPending}>
          {t('common:continue')}
        </Button>
      </div>
    </form>
  )
}
