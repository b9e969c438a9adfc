import { Alert, Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { api } from '../../../hub/client.ts'
import { problemOf } from '../../../hub/problem.ts'
import { ChannelFields } from '../fields/ChannelFields.tsx'
import { fieldErrors } from '../fields/field-errors.ts'
import { createInstance } from './create.ts'
import { nextStep, type WizardDraft } from './draft.ts'
import { Question } from './Question.tsx'
import classes from './wizard.module.css'

interface ConnectStepProps {
  draft: WizardDraft
  type: ChannelType | undefined
  secrets: Record<string, string>
  onSecrets: (secrets: Record<string, string>) => void
  onChange: (draft: WizardDraft) => void
}

/** Where the account is: the form that the channel declares. */
export function ConnectStep({ draft, type, secrets, onSecrets, onChange }: ConnectStepProps) {
  const { t } = useTranslation(['wizard', 'errors', 'common'])
  const [isChecked, setChecked] = useState(false)
  const instances = useQuery(api.instances.list.queryOptions())
  const hasSecrets = instances.data?.find((instance) => instance.name === draft.createdName)?.hasSecrets ?? {}
  const fields = type?.fields ?? []
  const values = { settings: draft.settings, secrets }
  const errors = fieldErrors(fields, values, hasSecrets)
  const save = useMutation({
    mutationFn: () => createInstance(draft, secrets),
    onSuccess: (instance) => onChange(nextStep({ ...draft, createdName: instance.name, settings: instance.settings }, type)),
  })
  const problem = save.error ? problemOf(save.error) : null

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(errors).length === 0) save.mutate()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Question title={t('wizard:connectTitle')} text={t('wizard:connectText')} />
      <ChannelFields
        fields={fields}
        values={values}
        hasSecrets={hasSecrets}
        errors={isChecked ? errors : {}}
        onChange={(next) => {
          onSecrets(next.secrets)
          onChange({ ...draft, settings: next.settings })
        }}
      />
      {problem && (
        <Alert mt="md" color="red" icon={<IconAlertCircle />} role="alert">
          {problem.message ?? t(`errors:${problem.code}`)}
        </Alert>
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" loading={save.isPending}>
          {t('common:continue')}
        </Button>
      </div>
    </form>
  )
}
