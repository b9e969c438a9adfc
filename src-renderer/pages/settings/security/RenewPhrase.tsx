import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { notifyProblem } from '../../../components/notify.ts'
import { TypedConfirm } from '../../../components/TypedConfirm.tsx'
import { hub } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

/** For a paper that is lost, or was seen by somebody. */
export function RenewPhrase({ onRenewed }: { onRenewed: () => void }) {
  const { t } = useTranslation('security')
  const [isOpen, setOpen] = useState(false)
  const renew = useMutation({
    mutationFn: () => hub.recoveryPhrase.renew(),
    onSuccess() {
      setOpen(false)
      onRenewed()
    },
    onError: notifyProblem,
  })
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('renew')}
      </Button>
      <TypedConfirm
        isOpen={isOpen}
        title={t('renewTitle')}
        text={t('renewText')}
        word={t('renewWord')}
        action={t('renew')}
        isPending={renew.isPending}
        onConfirm={() => renew.mutate()}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
