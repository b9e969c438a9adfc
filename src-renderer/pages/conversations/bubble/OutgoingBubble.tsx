import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../../hub/problem.ts'
import { dropOutgoing, type Outgoing } from '../../../stores/outgoing.ts'
import { sendAgain } from '../composer/send.ts'
import { Bubble } from './Bubble.tsx'
import classes from './bubble.module.css'
import { DeliveryState } from './DeliveryState.tsx'

/** A message that this panel is handing to the hub, or could not hand over. */
export function OutgoingBubble({ outgoing, showAuthor }: { outgoing: Outgoing; showAuthor: boolean }) {
  const { t } = useTranslation(['conversations', 'errors', 'common'])
  const isCustomer = outgoing.author === 'customer'
  const problem = problemOf(outgoing.error)
  return (
    <Bubble
      side={isCustomer ? 'start' : 'end'}
      tone={isCustomer ? 'customer' : 'person'}
      label={t('common:you')}
      author={showAuthor && !isCustomer && t('conversations:author_person')}
      below={
        outgoing.state === 'failed' && (
          <div className={classes.decision} data-kind="failed" role="alert">
            <p>
              {t('conversations:outgoingFailed')}: {problem.message ?? t(`errors:${problem.code}`)}
            </p>
            <div className={classes.actions}>
              <Button size="compact-sm" variant="default" onClick={() => void sendAgain(outgoing)}>
                {t('common:retry')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => dropOutgoing(outgoing.clientId)}>
                {t('conversations:discardOutgoing')}
              </Button>
            </div>
          </div>
        )
      }
    >
      <p className={classes.text}>{outgoing.text}</p>
      <div className={classes.meta}>
        <DeliveryState state={outgoing.state === 'failed' ? 'failed' : 'sending'} />
      </div>
    </Bubble>
  )
}
