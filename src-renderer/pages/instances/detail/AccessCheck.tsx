import { Button, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api } from '../../../hub/client.ts'
import classes from './detail.module.css'

export function AccessCheck({ instanceName }: { instanceName: string }) {
  const { t } = useTranslation('instances')
  const [identity, setIdentity] = useState('')
  const check = useMutation(api.access.check.mutationOptions({ onError: notifyProblem }))
  const decision = check.data
  const VerdictIcon = decision?.allowed ? IconCircleCheck : IconCircleX
  return (
    <Panel title={t('checkTitle')} text={t('checkText')}>
      <form
        className={classes.check}
        onSubmit={(event) => {
          event.preventDefault()
          if (identity.trim() !== '') check.mutate({ instanceName, identity: identity.trim() })
        }}
      >
        <TextInput
          label={t('checkIdentity')}
          maxLength={100}
          value={identity}
          onChange={(event) => {
            setIdentity(event.currentTarget.value)
            check.reset()
          }}
        />
        <Button type="submit" variant="default" loading={check.isPending} disabled={identity.trim() === ''}>
          {t('checkAction')}
        </Button>
      </form>
      <output aria-live="polite">
        {decision && (
          <span className={classes.verdict} data-allowed={decision.allowed}>
            <VerdictIcon size={18} aria-hidden />
            <span>
              {t(decision.allowed ? 'checkAllowed' : 'checkDenied')} <span className={classes.reason}>{decision.reason}</span>
            </span>
          </span>
        )}
      </output>
    </Panel>
  )
}
