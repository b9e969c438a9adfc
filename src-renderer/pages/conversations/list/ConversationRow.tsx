import { IconAlertTriangle, IconCircleX, IconHandStop } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { Avatar } from '../../../components/Avatar.tsx'
import { useNow } from '../../../components/use-now.ts'
import { exactTime, listTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useIsAnswering, useTyping } from '../../../stores/live/store.ts'
import classes from './list.module.css'

const ATTENTION_ICONS = { failed: IconCircleX, unknown: IconAlertTriangle }

interface ConversationRowProps {
  conversation: Conversation
  isSelected: boolean
  showInstance: boolean
}

function Preview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations')
  const isAnswering = useIsAnswering(conversation.id)
  const typing = useTyping(conversation.id)
  if (isAnswering) return <span className={classes.answering}>{t('answering')}</span>
  if (typing) return <span className={classes.answering}>{t('typing', { who: typing })}</span>
  if (!conversation.lastMessagePreview) return <span>{t('noMessages')}</span>
  const author = conversation.lastMessageAuthor
  const isOurs = author === 'agent' || author === 'person' || author === 'phone' || author === 'api'
  return (
    <span>
      {isOurs && <span className={classes.author}>{t(`preview_${author}`)}: </span>}
      {conversation.lastMessagePreview}
    </span>
  )
}

export const ConversationRow = memo(function ConversationRow({ conversation, isSelected, showInstance }: ConversationRowProps) {
  const { t } = useTranslation(['conversations', 'inbox'])
  const locale = useLocale()
  const now = useNow()
  const { attention, unreadCount, lastMessageAt, name, owner, draftId } = conversation
  const isWaiting = owner.kind === 'waiting' || draftId !== null
  const AttentionIcon = attention === 'none' ? null : ATTENTION_ICONS[attention]
  return (
    <Link
      href={`/conversations/${conversation.id}`}
      className={classes.row}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unreadCount > 0 || undefined}
      data-row
    >
      <Avatar name={name} url={conversation.avatarUrl} channel={conversation.channel} />
      <span className={classes.lines}>
        <span className={classes.line}>
          <span className={classes.name}>{name}</span>
          {showInstance && <span className={classes.instance}>{conversation.instanceName}</span>}
          {lastMessageAt && (
            <time className={`num ${classes.time}`} dateTime={lastMessageAt} title={exactTime(lastMessageAt, locale)}>
              {listTime(lastMessageAt, now, locale)}
            </time>
          )}
        </span>
        <span className={classes.line}>
          <span className={classes.preview}>
            <Preview conversation={conversation} />
          </span>
          {unreadCount > 0 && (
            <span className={classes.unread}>
              <span aria-hidden className="num">
                {unreadCount > 99 ? '99+' : unreadCount}
              </span>
              <span className="visually-hidden">{t('unread', { count: unreadCount })}</span>
            </span>
          )}
        </span>
        {owner.kind === 'person' && (
          <span className={classes.attention} data-kind="person">
            <IconHandStop size={14} aria-hidden />
            {owner.name}
          </span>
        )}
        {isWaiting && (
          <span className={classes.attention} data-kind="waiting">
            <IconHandStop size={14} aria-hidden />
            {t('inbox:owner_waiting')}
          </span>
        )}
        {attention !== 'none' && AttentionIcon && (
          <span className={classes.attention} data-kind={attention}>
            <AttentionIcon size={14} aria-hidden />
            {t(`attention_${attention}`)}
          </span>
        )}
      </span>
    </Link>
  )
})
