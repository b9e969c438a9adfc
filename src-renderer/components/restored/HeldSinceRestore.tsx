import { Alert, Button } from '@mantine/core'
import { IconDevicesPause } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { notifyProblem } from '../notify.ts'
import { TimeText } from '../TimeText.tsx'
import { TypedConfirm } from '../TypedConfirm.tsx'
import classes from './held.module.css'
import { useHeld } from './use-held.ts'

/** After a restore: why no account connects, and the way on. */
export function HeldSinceRestore({ instanceName }: { instanceName?: string }) {
  const { t } = useTranslation('accounts')
  const held = useHeld(instanceName)
  const [isConfirming, setConfirming] = useState(false)
  const confirm = useMutation(
    api.backups.confirmOldIsOff.mutationOptions({
      onSuccess: async () => {
        setConfirming(false)
        await queryClient.invalidateQueries({ queryKey: api.backups.held.key() })
      },
      onError: notifyProblem,
    }),
  )
  if (held === null) return null
  return (
    <Alert color="yellow" icon={<IconDevicesPause size={18} />} title={t('heldTitle')} mb="md">
      <p className={classes.text}>{t('heldText')}</p>
      <p className={classes.made}>
        {t('heldMade')} <TimeText iso={held.madeAt} />
      </p>
      <Button mt="sm" size="compact-md" variant="default" onClick={() => setConfirming(true)}>
        {t('heldAction')}
      </Button>
      <TypedConfirm
        isOpen={isConfirming}
        title={t('heldAction')}
        text={t('heldConfirm')}
        word={t('heldWord')}
        action={t('heldConnect')}
        isPending={confirm.isPending}
        onConfirm={() => confirm.mutate(undefined)}
        onClose={() => setConfirming(false)}
      />
    </Alert>
  )
}
