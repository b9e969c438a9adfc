import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { withoutTurningMarks } from '../../../../src-shared/turning-marks.ts'
import { Avatar } from '../../../components/Avatar.tsx'
import { useNow } from '../../../components/use-now.ts'
import { exactTime, listTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useIsAnswering, useTyping } from '../../../stores/live/store.ts'
import classes from './list.module.css'
import { RowTags } from './RowTags.tsx'

const NAMED = ['image', 'video', 'audio', 'document', 'sticker', 'location', 'poll', 'undecryptable', 'revoked'] as const

interface ConversationRowProps {
  conversation: Conversation
  /** Of the address: the filters stay while one reads. */
  query: string
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
  // What has no words is named by the hub, in brackets: `[image]`.
  const kind = NAMED.find((name) => conversation.lastMessagePreview === `[${name}]`)
  const preview = kind === undefined ? withoutTurningMarks(conversation.lastMessagePreview) : t(kind === 'image' ? 'photo' : kind)
  const isOurs = author === 'agent' || author === 'person' || author === 'phone' || author === 'api'
  return (
    <span>
      {isOurs && <span className={classes.author}>{t(`preview_${author}`)}: </span>}
      <bdi>{preview}</bdi>
    </span>
  )
}

function RowContent({ conversation, showInstance }: Pick<ConversationRowProps, 'conversation' | 'showInstance'>) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const now = useNow()
  const { unreadCount, lastMessageAt, name } = conversation
  return (
    <>
      <Avatar name={name} url={conversation.avatarUrl} channel={conversation.channel} />
      <span className={classes.lines}>
        <span className={classes.line}>
          <bdi className={classes.name}>{withoutTurningMarks(name)}</bdi>
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
        <RowTags conversation={conversation} showInstance={showInstance} />
      </span>
    </>
  )
}

export const ConversationRow = memo(function ConversationRow({ conversation, query, isSelected, showInstance }: ConversationRowProps) {
  return (
    <Link
      href={`/conversations/${conversation.id}${query}`}
      className={classes.row}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={conversation.unreadCount > 0 || undefined}
      data-row
      data-simulator={conversation.channel === 'simulator' || undefined}
    >
      <RowContent conversation={conversation} showInstance={showInstance} />
    </Link>
  )
})

interface ChoiceRowProps {
  conversation: Conversation
  showInstance: boolean
  isChosen: boolean
  onToggle: () => void
}

/** The same while several are chosen. One in which nobody waits for a person cannot be. */
export function ChoiceRow({ conversation, showInstance, isChosen, onToggle }: ChoiceRowProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it.
    <label className={classes.row} data-unread={conversation.unreadCount > 0 || undefined}>
      <Checkbox
        size="sm"
        aria-label={conversation.name}
        checked={isChosen}
        disabled={conversation.owner.kind !== 'waiting'}
        onChange={onToggle}
      />
      <RowContent conversation={conversation} showInstance={showInstance} />
    </label>
  )
}
