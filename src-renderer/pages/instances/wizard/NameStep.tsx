import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { Form } from '../../../components/Form.tsx'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { displayNameProblem, nameProblem, renamed } from './draft.ts'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { useCreate } from './use-create.ts'
import { WizardActions } from './WizardActions.tsx'
import classes from './wizard.module.css'

interface NameStepProps extends ScreenProps {
  takenNames: string[]
  /** Nothing more is asked before the instance has to exist. */
  isCreating: boolean
}

export function NameStep({ draft, takenNames, isCreating, onChange, onNext }: NameStepProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const id = useId()
  const [isChecked, setChecked] = useState(false)
  const isCreated = draft.createdName !== null
  const problem = nameProblem(draft, takenNames)
  const displayProblem = displayNameProblem(draft.displayName)
  const create = useCreate(draft, onNext)

  function submit(): void {
    setChecked(true)
    if (problem !== null || displayProblem !== null) return
    if (isCreating) create.mutate({})
    else onNext(draft)
  }

  return (
    <Form id={id} onSubmit={submit} noValidate>
      <Question title={t('wizard.nameTitle')} text={t('wizard.nameText')} />
      <TextInput
        size="md"
        label={t('wizard.nameLabel')}
        placeholder={t('wizard.namePlaceholder')}
        maxLength={600}
        autoComplete="off"
        value={draft.displayName}
        error={displayProblem !== null && isChecked && t(`wizard.${displayProblem}`)}
        onChange={(event) => onChange(renamed(draft, event.currentTarget.value, takenNames))}
      />
      <details className={classes.more} open={(problem !== null && isChecked) || problem === 'nameTaken' || undefined}>
        <summary>{t('wizard.nameMore')}</summary>
        <TextInput
          label={t('wizard.slugLabel')}
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          value={draft.name}
          disabled={isCreated}
          description={isCreated ? t('wizard.nameLocked', { name: draft.createdName }) : t('wizard.slugText')}
          // A name that is taken is reported at once; one that is half typed is not called wrong.
          error={problem !== null && (isChecked || problem === 'nameTaken') && t(`wizard.${problem}`)}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
      </details>
      <WizardActions notice={<ProblemAlert error={create.error} />}>
        <Button type="submit" form={id} size="md" loading={create.isPending}>
          {t('common:continue')}
        </Button>
      </WizardActions>
    </Form>
  )
}
