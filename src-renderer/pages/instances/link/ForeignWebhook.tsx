import { Alert, Button } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

interface ForeignWebhookProps {
  connection: Connection
  isPending: boolean
  onReplace: () => void
}

/** Another program gets the messages of this account: nothing is taken from it without a yes. */
export function ForeignWebhook({ connection, isPending, onReplace }: ForeignWebhookProps) {
  const { t } = useTranslation('accounts')
  return (
    <Alert mt="md" color="yellow" icon={<IconArrowsExchange />} title={t('foreignTitle')} role="alert">
      <p style={{ margin: '0 0 10px', overflowWrap: 'anywhere' }}>{connection.message && hubText(connection.message)}</p>
      <p style={{ margin: '0 0 10px' }}>{t('foreignText')}</p>
      <Button variant="default" loading={isPending} onClick={onReplace}>
        {t('foreignReplace')}
      </Button>
    </Alert>
  )
}
