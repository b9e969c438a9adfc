import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelField, Instance } from '../../../../src-shared/contract/instances.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { ChannelFields } from '../fields/ChannelFields.tsx'
import { type FieldValues, fieldErrors } from '../fields/field-errors.ts'
import { useUpdateInstance } from '../queries.ts'

export function AccountSettings({ instance, fields }: { instance: Instance; fields: ChannelField[] }) {
  const { t } = useTranslation(['instances', 'common'])
  const draft = useDraft<FieldValues>({ settings: instance.settings, secrets: {} })
  const update = useUpdateInstance(t('common:saved'))
  const [isChecked, setChecked] = useState(false)
  const errors = fieldErrors(fields, draft.value, instance.hasSecrets)

  function save(): void {
    setChecked(true)
    if (Object.keys(errors).length > 0) return
    const secrets = Object.fromEntries(Object.entries(draft.value.secrets).filter(([, secret]) => secret.trim() !== ''))
    update.mutate({ name: instance.name, settings: draft.value.settings, secrets }, { onSuccess: draft.discard })
  }

  return (
    <>
      <Panel title={t('instances:settingsTitle')}>
        <ChannelFields
          fields={fields}
          values={draft.value}
          hasSecrets={instance.hasSecrets}
          errors={isChecked ? errors : {}}
          onChange={draft.change}
        />
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
