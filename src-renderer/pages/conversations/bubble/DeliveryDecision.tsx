import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordMessage } from '../queries.ts'
import classes from './bubble.module.css'

/** Only a person can know what to do with a message that may, or did not, arrive. */
export function DeliveryDecision({ delivery }: { delivery: NonNullable<Message['delivery']> }) {
  const { t } = useTranslation('conversations')
  const resolve = useMutation(
    api.conversations.resolveDelivery.mutationOptions({
      onSuccess: recordMessage,
      onError: notifyProblem,
    }),
  )
  const { id, state, error } = delivery
  const isUnknown = state === 'unknown'
  return (
    <div className={classes.decision} data-kind={state}>
      <p>{`${t(isUnknown ? 'unknownText' : 'failedText')} ${error === null ? '' : hubText(error)}`}</p>
      {id !== null && (
        <div className={classes.actions}>
          {isUnknown && (
            <Button
              size="compact-sm"
              variant="default"
              loading={resolve.isPending && resolve.variables.action === 'check'}
              onClick={() => resolve.mutate({ deliveryId: id, action: 'check' })}
            >
              {t('check')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            loading={resolve.isPending && resolve.variables.action === 'resend'}
            onClick={() => resolve.mutate({ deliveryId: id, action: 'resend' })}
          >
            {t('resend')}
          </Button>
          {isUnknown && (
            <Button
              size="compact-sm"
              variant="default"
              loading={resolve.isPending && resolve.variables.action === 'mark_sent'}
              onClick={() => resolve.mutate({ deliveryId: id, action: 'mark_sent' })}
            >
              {t('markSent')}
            </Button>
          )}
          {!isUnknown && (
            <Button
              size="compact-sm"
              variant="default"
              loading={resolve.isPending && resolve.variables.action === 'discard'}
              onClick={() => resolve.mutate({ deliveryId: id, action: 'discard' })}
            >
              {t('discard')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
