import { IconDeviceMobile, IconMessageBolt, IconPlugConnected, IconRobot, IconTimeline } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { AuthorKind, Message } from '../../../../src-shared/contract/conversations.ts'
import { clockTime, exactTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { Bubble, type BubbleTone } from './Bubble.tsx'
import classes from './bubble.module.css'
import { Content } from './Content.tsx'
import { DeliveryDecision } from './DeliveryDecision.tsx'
import { DeliveryState } from './DeliveryState.tsx'
import { Quote } from './Quote.tsx'
import { Reactions } from './Reactions.tsx'

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

interface MessageBubbleProps {
  message: Message
  showAuthor: boolean
  isGroup: boolean
}

export function MessageBubble({ message, showAuthor, isGroup }: MessageBubbleProps) {
  const { t } = useTranslation(['conversations', 'inbox'])
  const locale = useLocale()
  const { author, authorName, delivery, turnId, event } = message
  // Without a delivery it is a remark on the conversation; with one, it is what the customer read.
  if (author === 'system' && delivery === null) {
    return (
      <div className={classes.system}>
        <span>
          {event === null || event === undefined ? message.text : t(`inbox:event_${event.type}`, { by: event.by ?? t('inbox:somebody') })}
        </span>
      </div>
    )
  }
  const isCustomer = author === 'customer'
  const name = isCustomer
    ? (authorName ?? '')
    : author === 'agent' || author === 'person'
      ? (authorName ?? t(`author_${author}`))
      : t(`author_${author}`)
  const trace = turnId !== null && (
    <Link href={`/traces/${turnId}`} className={classes.trace} data-always={author === 'agent' || author === 'system' || undefined}>
      <IconTimeline size={14} aria-hidden />
      {t('openTrace')}
    </Link>
  )
  const needsDecision = delivery?.state === 'unknown' || delivery?.state === 'failed'
  const showName = showAuthor && (!isCustomer || isGroup)
  return (
    <Bubble
      side={isCustomer ? 'start' : 'end'}
      tone={TONES[author]}
      label={name}
      author={
        showName && (
          <>
            {AUTHOR_ICONS[author]}
            {name}
          </>
        )
      }
      below={
        (message.reactions.length > 0 || needsDecision) && (
          <>
            {message.reactions.length > 0 && <Reactions reactions={message.reactions} />}
            {delivery && needsDecision && <DeliveryDecision delivery={delivery} />}
          </>
        )
      }
    >
      {message.quote && <Quote quote={message.quote} />}
      <Content message={message} />
      <div className={classes.meta}>
        {!isCustomer && trace}
        {message.editedAt && message.revokedAt === null && <span title={exactTime(message.editedAt, locale)}>{t('edited')}</span>}
        <time className="num" dateTime={message.sentAt} title={exactTime(message.sentAt, locale)}>
          {clockTime(message.sentAt, locale)}
        </time>
        {delivery && <DeliveryState state={delivery.state} />}
        {isCustomer && trace}
      </div>
    </Bubble>
  )
}
