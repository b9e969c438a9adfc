import { memo } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { useNow } from '../../../components/use-now.ts'
import { dayLabel } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import type { Outgoing } from '../../../stores/outgoing.ts'
import { MessageBubble } from '../bubble/MessageBubble.tsx'
import { OutgoingBubble } from '../bubble/OutgoingBubble.tsx'
import { StreamBubble } from '../bubble/StreamBubble.tsx'
import type { ThreadRow } from './rows.ts'
import classes from './thread.module.css'

function DaySeparator({ iso }: { iso: string }) {
  const locale = useLocale()
  const now = useNow()
  return (
    <div className={classes.day}>
      <span>{dayLabel(iso, now, locale)}</span>
    </div>
  )
}

function UnreadSeparator() {
  const { t } = useTranslation('conversations')
  return (
    <div className={classes.unread}>
      <span>{t('thread.newMessages')}</span>
    </div>
  )
}

interface MessageRowProps {
  message: Message
  startsDay: boolean
  startsGroup: boolean
  startsUnread: boolean
  isTarget: boolean
}

// Memo on the fields, because the rows are built again while the messages in them stay the same.
const MessageRow = memo(function MessageRow({ message, startsDay, startsGroup, startsUnread, isTarget }: MessageRowProps) {
  return (
    <div className={classes.row} data-starts={startsGroup || undefined} data-target={isTarget || undefined}>
      {startsDay && <DaySeparator iso={message.sentAt} />}
      {startsUnread && <UnreadSeparator />}
      <MessageBubble message={message} showAuthor={startsGroup} />
    </div>
  )
})

const OutgoingRow = memo(function OutgoingRow({ outgoing, startsGroup }: { outgoing: Outgoing; startsGroup: boolean }) {
  return (
    <div className={classes.row} data-starts={startsGroup || undefined}>
      <OutgoingBubble outgoing={outgoing} showAuthor={startsGroup} />
    </div>
  )
})

const StreamRow = memo(function StreamRow({ turnId }: { turnId: string }) {
  return (
    <div className={classes.row} data-starts>
      <StreamBubble turnId={turnId} />
    </div>
  )
})

/** @param targetSeq the message that was asked for by a link, a hit of the search, or a quote */
export function Row({ row, targetSeq }: { row: ThreadRow; targetSeq: number | null }) {
  if (row.type === 'stream') return <StreamRow turnId={row.turnId} />
  if (row.type === 'outgoing') return <OutgoingRow outgoing={row.outgoing} startsGroup={row.startsGroup} />
  return (
    <MessageRow
      message={row.message}
      startsDay={row.startsDay}
      startsGroup={row.startsGroup}
      startsUnread={row.startsUnread}
      isTarget={row.message.seq === targetSeq}
    />
  )
}
