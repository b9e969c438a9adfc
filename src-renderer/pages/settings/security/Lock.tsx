import { Alert, Button, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api, hub } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { phraseChanged } from './keep-phrase-state.ts'

/** How the hub's boxes are named, and what people are told of each. */
const KINDS: Record<string, 'lock_store' | 'lock_file'> = { 'key-store': 'lock_store', 'key-file': 'lock_file' }

interface LockProps {
  lockedWith: string
  boxAtHand: string
}

/** What locks the saved keys and tokens between two starts, and what can be done where that is only a file. */
export function Lock({ lockedWith, boxAtHand }: LockProps) {
  const { t } = useTranslation('security')
  const { data: desktop } = useQuery(api.desktop.get.queryOptions())
  const move = useMutation({
    mutationFn: () => hub.recoveryPhrase.moveIntoBox(),
    onSuccess() {
      notifyDone(t('moved'))
      phraseChanged()
    },
    onError: notifyProblem,
  })
  const missing = desktop?.missingKeyStore ?? null
  const canMove = lockedWith === 'key-file' && boxAtHand === 'key-store'
  return (
    <Panel title={t('lock')} text={t('lockText')}>
      <Text size="sm">{t(KINDS[lockedWith] ?? 'lock_key')}</Text>
      {missing !== null && (
        <Alert
          mt="md"
          color="yellow"
          icon={<IconInfoCircle size={18} />}
          title={t(missing === 'keyring' ? 'keyringTitle' : 'keyStoreTitle')}
        >
          {t(missing === 'keyring' ? 'keyringText' : 'keyStoreText')}
        </Alert>
      )}
      {canMove && (
        <>
          <Text size="sm" mt="md" mb="xs">
            {t('canMove')}
          </Text>
          <Button loading={move.isPending} onClick={() => move.mutate()}>
            {t('move')}
          </Button>
        </>
      )}
    </Panel>
  )
}
