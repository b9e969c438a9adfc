import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Message } from '../../../src-shared/contract/conversations.ts'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { notifyProblem } from '../notify.ts'

interface HeldButtonsProps {
  deliveryId: string
  /** False where it waits for something that a person cannot hurry. */
  canHurry: boolean
  onDone: (message: Message) => void
}

/** A message that waits to be sent goes now, or not at all. */
export function HeldButtons({ deliveryId, canHurry, onDone }: HeldButtonsProps) {
  const { t } = useTranslation('conversations')
  const resolve = useMutation(api.conversations.resolveDelivery.mutationOptions({ onSuccess: onDone, onError: notifyProblem }))
  const button = (action: 'send_now' | 'discard', label: string) => (
    <Button
      size="compact-sm"
      variant="default"
      loading={resolve.isPending && resolve.variables.action === action}
      onClick={() => resolve.mutate({ deliveryId, action })}
    >
      {label}
    </Button>
  )
  return (
    <>
      {canHurry && button('send_now', t('sendHeldNow'))}
      {button('discard', t('cancelHeld'))}
    </>
  )
}
