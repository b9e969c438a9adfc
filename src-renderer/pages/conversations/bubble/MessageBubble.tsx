import { IconDeviceMobile, IconMessageBolt, IconPlugConnected, IconRobot, IconTimeline } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { AuthorKind, Message } from '../../../../src-shared/contract/conversations.ts'
import { clockTime, exactTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useIsEditing, useIsTakingBack } from '../../../stores/changing.ts'
import { useThread } from '../thread/context.ts'
import { Bubble, type BubbleTone } from './Bubble.tsx'
import { BubbleActions } from './BubbleActions.tsx'
import classes from './bubble.module.css'
import { CacheHitMark } from './CacheHitMark.tsx'
import { Content } from './Content.tsx'
import { DeliveryDecision } from './DeliveryDecision.tsx'
import { DeliveryState } from './DeliveryState.tsx'
import { Edited } from './Edited.tsx'
import { EditText } from './EditText.tsx'
import { HeldNote } from './HeldNote.tsx'
import { Quote } from './Quote.tsx'
import { Reactions } from './Reactions.tsx'
import { react } from './react.ts'
import { SystemLine } from './SystemLine.tsx'
import { useAuthorName } from './use-author-name.ts'

const TONES: Record<AuthorKind, BubbleTone> = {
  customer: 'customer',
  agent: 'agent',
  person: 'person',
  phone: 'person',
  api: 'neutral',
  system: 'neutral',
}

const AUTHOR_ICONS: Partial<Record<AuthorKind, ReactNode>> = {
  agent: <IconRobot size={14} aria-hidden />,
  phone: <IconDeviceMobile size={14} aria-hidden />,
  api: <IconPlugConnected size={14} aria-hidden />,
  system: <IconMessageBolt size={14} aria-hidden />,
}

function Trace({ turnId }: { turnId: string }) {
  const { t } = useTranslation('conversations')
  return (
    <Link href={`/traces/${turnId}`} className={classes.trace} aria-label={t('openTrace')} title={t('openTrace')}>
      <IconTimeline size={14} aria-hidden />
    </Link>
  )
}

export function MessageBubble({ message, showAuthor }: { message: Message; showAuthor: boolean }) {
  const locale = useLocale()
  const { isGroup, canReact } = useThread()
  const name = useAuthorName(message)
  const isEditing = useIsEditing(message.id)
  const isTakingBack = useIsTakingBack(message.id)
  const { author, delivery, turnId } = message
  // Without a delivery it is a remark on the conversation; with one, it is what the customer read.
  if ((author === 'system' || message.kind === 'system') && delivery === null) return <SystemLine message={message} />
  const isCustomer = author === 'customer'
  const needsDecision = delivery?.state === 'unknown' || delivery?.state === 'failed'
  const held = delivery?.state === 'pending' ? delivery.held : null
  const isPicture = (message.kind === 'image' || message.kind === 'video') && message.media?.id != null && message.revokedAt === null
  return (
    <Bubble
      side={isCustomer ? 'start' : 'end'}
      tone={TONES[author]}
      label={name}
      isFirst={showAuthor}
      isPicture={isPicture}
      isFading={isTakingBack}
      author={
        showAuthor &&
        (!isCustomer || isGroup) && (
          <>
            {AUTHOR_ICONS[author]}
            <bdi>{name}</bdi>
          </>
        )
      }
      actions={<BubbleActions message={message} />}
      below={
        (message.reactions.length > 0 || needsDecision || held) && (
          <>
            {message.reactions.length > 0 && (
              <Reactions
                reactions={message.reactions}
                onRemove={canReact && message.externalId !== null ? () => void react(message.id, '') : null}
              />
            )}
            {delivery && needsDecision && <DeliveryDecision delivery={delivery} />}
            {held && <HeldNote message={message} held={held} />}
          </>
        )
      }
    >
      {message.quote && <Quote quote={message.quote} />}
      <div className={classes.says}>
        {isEditing ? <EditText message={message} /> : <Content message={message} />}
        <div className={classes.meta}>
          {message.cacheHit && <CacheHitMark cacheHit={message.cacheHit} />}
          {turnId !== null && <Trace turnId={turnId} />}
          {message.editedAt && message.revokedAt === null && <Edited at={message.editedAt} previousText={message.previousText} />}
          <time className="num" dateTime={message.sentAt} title={exactTime(message.sentAt, locale)}>
            {clockTime(message.sentAt, locale)}
          </time>
          {delivery && <DeliveryState state={delivery.state} />}
        </div>
      </div>
    </Bubble>
  )
}
