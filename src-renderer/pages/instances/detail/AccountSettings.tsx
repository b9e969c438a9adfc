import { useState } from 'react'
import type { Field } from '../../../../src-shared/contract/fields.ts'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { DeclaredFields } from '../../../components/fields/DeclaredFields.tsx'
import { fieldErrors } from '../../../components/fields/field-errors.ts'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { changedSecrets, movedSecrets } from '../../../components/fields/secrets.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../queries.ts'

export function AccountSettings({ instance, fields }: { instance: Instance; fields: Field[] }) {
  const { t } = useTranslation(['accounts', 'common'])
  const draft = useDraft<FieldValues>({ settings: instance.settings, secrets: {} })
  const update = useUpdateInstance(t('common:saved'))
  const [isChecked, setChecked] = useState(false)
  const moved = movedSecrets(fields, instance.settings, draft.value.settings, instance.hasSecrets)
  const errors = fieldErrors(fields, draft.value, instance.hasSecrets, moved)

  function save(): void {
    setChecked(true)
    if (Object.keys(errors).length > 0) return
    const secrets = changedSecrets(draft.value.secrets, moved)
    update.mutate({ name: instance.name, settings: draft.value.settings, secrets }, { onSuccess: draft.discard })
  }

  return (
    <>
      <Panel title={t('settingsTitle')}>
        <DeclaredFields
          fields={fields}
          values={draft.value}
          hasSecrets={instance.hasSecrets}
          moved={moved}
          errors={isChecked ? errors : {}}
          onChange={draft.change}
        />
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
