import { Alert, Button, PasswordInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Instance } from '../../../../../src-shared/contract/instances.ts'
import { CopyField } from '../../../../components/CopyField.tsx'
import { notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { TypedConfirm } from '../../../../components/TypedConfirm.tsx'
import { api } from '../../../../hub/client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'

const HIDDEN = '••••••••••••••••••••••••••••••••'

interface SecretProps {
  instance: Pick<Instance, 'name' | 'displayName'>
  /** That carries it. */
  header: string
  children: ReactNode
}

/** The secret of the webhook address: hidden for good, and shown once when it is renewed. */
export function Secret({ instance: { name, displayName }, header, children }: SecretProps) {
  const { t } = useTranslation('accounts')
  const [isAsking, setAsking] = useState(false)
  const renew = useMutation(api.webhooks.renewSecret.mutationOptions({ onSuccess: () => setAsking(false), onError: notifyProblem }))
  return (
    <Panel title={t('webhooks.secretTitle')} text={t('webhooks.secretText', { header })}>
      <div className={classes.form}>
        {renew.data ? (
          <>
            <CopyField label={t('webhooks.secretNew')} value={renew.data.secret} />
            <Alert color="yellow" icon={<IconKey size={18} />}>
              {t('webhooks.secretShownOnce')}
            </Alert>
          </>
        ) : (
          <PasswordInput
            aria-label={t('webhooks.secretTitle')}
            readOnly
            value={HIDDEN}
            description={t('webhooks.secretHidden')}
            visible={false}
            rightSection={<span />}
          />
        )}
        <div className={classes.inline}>
          {renew.data && (
            <Button variant="default" onClick={() => renew.reset()}>
              {t('webhooks.hide')}
            </Button>
          )}
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('webhooks.renew')}
          </Button>
        </div>
        {children}
      </div>
      <TypedConfirm
        isOpen={isAsking}
        title={t('webhooks.renewTitle', { name: displayName })}
        text={t('webhooks.renewText')}
        word={displayName}
        other={name}
        action={t('webhooks.renew')}
        isPending={renew.isPending}
        onConfirm={() => renew.mutate({ instanceName: name })}
        onClose={() => setAsking(false)}
      />
    </Panel>
  )
}
