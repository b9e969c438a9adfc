import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { Form } from '../../../components/Form.tsx'
import { DeclaredFields } from '../../../components/fields/DeclaredFields.tsx'
import { fieldErrors } from '../../../components/fields/field-errors.ts'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { changedSecrets, movedSecrets } from '../../../components/fields/secrets.ts'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Preparation } from './Preparation.tsx'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { useCreate } from './use-create.ts'
import { WizardActions } from './WizardActions.tsx'

interface AccountStepProps extends ScreenProps {
  type: ChannelType | undefined
  secrets: FieldValues['secrets']
  onSecrets: (secrets: FieldValues['secrets']) => void
}

/** Where the account is: the form that the channel declares. */
export function AccountStep({ draft, type, secrets, onSecrets, onChange, onNext }: AccountStepProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const id = useId()
  const [isChecked, setChecked] = useState(false)
  const instances = useQuery(api.instances.list.queryOptions())
  const created = instances.data?.find((instance) => instance.name === draft.createdName)
  const hasSecrets = created?.hasSecrets ?? {}
  const fields = type?.fields ?? []
  const values = { settings: draft.settings, secrets }
  const moved = movedSecrets(fields, created?.settings ?? {}, draft.settings, hasSecrets)
  const errors = fieldErrors(fields, values, hasSecrets, moved)
  const save = useCreate(draft, onNext)

  function submit(): void {
    setChecked(true)
    if (Object.keys(errors).length === 0) save.mutate({ secrets: changedSecrets(secrets, moved) })
  }

  return (
    <Form id={id} onSubmit={submit} noValidate>
      <Question title={t('wizard.connectTitle')} text={t('wizard.connectText')} />
      {type?.preparation && <Preparation preparation={type.preparation} />}
      <DeclaredFields
        fields={fields}
        values={values}
        hasSecrets={hasSecrets}
        moved={moved}
        errors={isChecked ? errors : {}}
        onChange={(next) => {
          onSecrets(next.secrets)
          onChange({ ...draft, settings: next.settings })
        }}
      />
      <WizardActions notice={<ProblemAlert error={save.error} />}>
        <Button type="submit" form={id} size="md" loading={save.isPending}>
          {t('common:continue')}
        </Button>
      </WizardActions>
    </Form>
  )
}
