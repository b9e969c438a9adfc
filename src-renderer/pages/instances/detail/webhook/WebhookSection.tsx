import { Alert, Switch } from '@mantine/core'
import { IconShieldOff } from '@tabler/icons-react'
import type { Instance } from '../../../../../src-shared/contract/instances.ts'
import { CopyField } from '../../../../components/CopyField.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../../queries.ts'
import classes from '../detail.module.css'
import { LastCalls } from './LastCalls.tsx'
import { Secret } from './Secret.tsx'
import { TestCall } from './TestCall.tsx'

/** How the platform reaches this instance, and whether it does. */
export function WebhookSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'common'])
  const update = useUpdateInstance(t('common:saved'))
  return (
    <>
      <Panel title={t('webhookTitle')} text={t('webhookText')}>
        <div className={classes.form}>
          <CopyField label={t('webhookUrl')} value={instance.webhookUrl ?? ''} isLabelHidden />
          <TestCall instanceName={instance.name} />
        </div>
      </Panel>
      {instance.webhookSecretHeader !== null && (
        <Secret instance={instance} header={instance.webhookSecretHeader}>
          <Switch
            label={t('unsigned')}
            description={t('unsignedHelp')}
            checked={instance.acceptsUnsignedWebhooks}
            disabled={update.isPending}
            onChange={(event) => update.mutate({ name: instance.name, acceptsUnsignedWebhooks: event.currentTarget.checked })}
          />
          {instance.acceptsUnsignedWebhooks && (
            <Alert color="yellow" icon={<IconShieldOff size={18} />}>
              {t('unsignedWarning')}
            </Alert>
          )}
        </Secret>
      )}
      <LastCalls instanceName={instance.name} />
    </>
  )
}
