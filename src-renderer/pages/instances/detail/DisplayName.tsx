import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { Form } from '../../../components/Form.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../queries.ts'
import { displayNameProblem } from '../wizard/draft.ts'
import classes from './detail.module.css'

/** What people call the account; its name in addresses stays. */
export function DisplayName({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'common'])
  const update = useUpdateInstance(t('common:saved'))
  const [typed, setTyped] = useState<string | null>(null)
  const value = typed ?? instance.displayName
  const problem = displayNameProblem(value)

  function submit(): void {
    if (problem === null) update.mutate({ name: instance.name, displayName: value.trim() }, { onSuccess: () => setTyped(null) })
  }

  return (
    <Panel title={t('nameTitle')}>
      <Form onSubmit={submit} noValidate>
        <TextInput
          label={t('displayName')}
          description={t('displayNameText', { name: instance.name })}
          maxLength={600}
          autoComplete="off"
          value={value}
          error={problem !== null && t(`wizard.${problem}`)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {value.trim() !== instance.displayName && (
          <div className={classes.actions}>
            <Button type="submit" loading={update.isPending} disabled={problem !== null}>
              {t('common:save')}
            </Button>
          </div>
        )}
      </Form>
    </Panel>
  )
}
