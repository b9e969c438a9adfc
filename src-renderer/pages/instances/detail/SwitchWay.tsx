import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ChannelType, Instance } from '../../../../src-shared/contract/instances.ts'
import { Form } from '../../../components/Form.tsx'
import { DeclaredFields } from '../../../components/fields/DeclaredFields.tsx'
import { fieldErrors } from '../../../components/fields/field-errors.ts'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { changedSecrets, movedSecrets } from '../../../components/fields/secrets.ts'
import { Panel } from '../../../components/Panel.tsx'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../queries.ts'
import classes from './detail.module.css'

interface SwitchWayProps {
  instance: Instance
  type: ChannelType
  /** The other ways to the same kind of channel. */
  others: ChannelType[]
}

/** The same account by another way: what was said and who may write stays, the link is made again. */
export function SwitchWay({ instance, type, others }: SwitchWayProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const [chosen, setChosen] = useState<ChannelType | null>(null)
  return (
    <Panel title={t('wayTitle')} text={t('wayText', { way: hubText(type.label) })}>
      {chosen === null ? (
        <div className={classes.actions}>
          {others.map((other) => (
            <Button key={other.provider} variant="default" onClick={() => setChosen(other)}>
              {t('switchTo', { way: hubText(other.label) })}
            </Button>
          ))}
        </div>
      ) : (
        <SwitchForm instance={instance} to={chosen} onClose={() => setChosen(null)} />
      )}
    </Panel>
  )
}

function SwitchForm({ instance, to, onClose }: { instance: Instance; to: ChannelType; onClose: () => void }) {
  const { t } = useTranslation(['accounts', 'common'])
  const way = hubText(to.label)
  const [values, setValues] = useState<FieldValues>({ settings: {}, secrets: {} })
  const [isChecked, setChecked] = useState(false)
  const update = useUpdateInstance(t('switched', { way }))
  const moved = movedSecrets(to.fields, instance.settings, values.settings, instance.hasSecrets)
  const errors = fieldErrors(to.fields, values, instance.hasSecrets, moved)

  function save(): void {
    setChecked(true)
    if (Object.keys(errors).length > 0) return
    const secrets = changedSecrets(values.secrets, moved)
    update.mutate({ name: instance.name, provider: to.provider, settings: values.settings, secrets }, { onSuccess: onClose })
  }

  return (
    <Form
      noValidate
      onSubmit={() => {
        save()
      }}
    >
      <p className={classes.switchHint}>{t('switchHint')}</p>
      {to.fields.length > 0 && (
        <DeclaredFields
          fields={to.fields}
          values={values}
          hasSecrets={instance.hasSecrets}
          moved={moved}
          errors={isChecked ? errors : {}}
          onChange={setValues}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={update.isPending}>
          {t('switchTo', { way })}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </Form>
  )
}
