import { Button } from '@mantine/core'
import { problemOf } from '../../../hub/problem.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { dropOutgoing, type Outgoing } from '../../../stores/outgoing.ts'
import { sendAgain } from '../composer/send.ts'
import { dialectOf } from '../markdown/dialect.ts'
import { Formatted } from '../markdown/Formatted.tsx'
import { useThread } from '../thread/context.ts'
import { Bubble } from './Bubble.tsx'
import classes from './bubble.module.css'
import { DeliveryState } from './DeliveryState.tsx'
import { Quote } from './Quote.tsx'

/** A message that this panel is handing to the hub, or could not hand over. */
export function OutgoingBubble({ outgoing, showAuthor }: { outgoing: Outgoing; showAuthor: boolean }) {
  const { t } = useTranslation(['conversations', 'errors', 'common'])
  const { channel } = useThread()
  const isCustomer = outgoing.author === 'customer'
  const problem = problemOf(outgoing.error)
  return (
    <Bubble
      side={isCustomer ? 'start' : 'end'}
      tone={isCustomer ? 'customer' : 'person'}
      label={t('common:you')}
      isFirst={showAuthor}
      author={showAuthor && !isCustomer && t('author_person')}
      below={
        outgoing.state === 'failed' && (
          <div className={classes.decision} data-kind="failed" role="alert">
            <p>
              {t('outgoingFailed')}: {problem.message ?? t(`errors:${problem.code}`)}
            </p>
            <div className={classes.actions}>
              <Button size="compact-sm" variant="default" onClick={() => void sendAgain(outgoing)}>
                {t('common:retry')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => dropOutgoing(outgoing.clientId)}>
                {t('discardOutgoing')}
              </Button>
            </div>
          </div>
        )
      }
    >
      {outgoing.quoted && (
        <Quote
          quote={{ externalId: outgoing.quoted.externalId ?? '', text: outgoing.quoted.text, authorName: outgoing.quoted.authorName }}
        />
      )}
      <div className={classes.says}>
        <Formatted text={outgoing.text} dialect={dialectOf(channel, false)} />
        <div className={classes.meta}>
          <DeliveryState state={outgoing.state === 'failed' ? 'failed' : 'sending'} />
        </div>
      </div>
    </Bubble>
  )
}
