import { Button, Select, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../hub/client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Form } from '../Form.tsx'
import { notifyProblem } from '../notify.ts'
import { Panel } from '../Panel.tsx'
import { useAccountName } from '../use-account-name.ts'
import classes from './access.module.css'

/** What would happen if this person wrote now? With more than one instance it can be asked of each. */
export function AccessCheck({ instanceNames }: { instanceNames: string[] }) {
  const { t } = useTranslation('access')
  const accountName = useAccountName()
  const [identity, setIdentity] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const check = useMutation(api.access.check.mutationOptions({ onError: notifyProblem }))
  const instanceName = chosen !== null && instanceNames.includes(chosen) ? chosen : instanceNames[0]
  const decision = check.data
  const VerdictIcon = decision?.allowed ? IconCircleCheck : IconCircleX
  return (
    <Panel title={t('checkTitle')} text={t('checkText')}>
      <Form
        className={classes.check}
        onSubmit={() => {
          if (identity.trim() !== '' && instanceName) check.mutate({ instanceName, identity: identity.trim() })
        }}
      >
        <TextInput
          label={t('checkIdentity')}
          placeholder={t('checkPlaceholder')}
          maxLength={100}
          value={identity}
          onChange={(event) => {
            setIdentity(event.currentTarget.value)
            check.reset()
          }}
        />
        {instanceNames.length > 1 && (
          <Select
            label={t('checkInstance')}
            allowDeselect={false}
            value={instanceName ?? null}
            data={instanceNames.map((name) => ({ value: name, label: accountName(name) }))}
            onChange={(value) => {
              setChosen(value)
              check.reset()
            }}
          />
        )}
        <Button type="submit" variant="default" loading={check.isPending} disabled={identity.trim() === '' || !instanceName}>
          {t('checkAction')}
        </Button>
      </Form>
      <output aria-live="polite">
        {decision && (
          <span className={classes.verdict} data-allowed={decision.allowed}>
            <VerdictIcon size={18} aria-hidden />
            <span>
              {t(decision.allowed ? 'checkAllowed' : 'checkDenied')} <span className={classes.reason}>{hubText(decision.reason)}</span>
            </span>
          </span>
        )}
      </output>
    </Panel>
  )
}
