import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { deliveryIdOf } from '../../../../src-shared/delivery-id.ts'
import { isSameDay } from '../../../format/time.ts'
import type { Outgoing } from '../../../stores/outgoing.ts'

/** Messages of one author closer together than this read as one group. */
const GROUP_MS = 5 * 60_000

export type ThreadRow =
  | { type: 'message'; key: string; message: Message; startsDay: boolean; startsGroup: boolean; startsUnread: boolean }
  | { type: 'stream'; key: string; turnId: string }
  | { type: 'outgoing'; key: string; outgoing: Outgoing; startsGroup: boolean }

/**
 * The key of a row. The first message of an answer has the key that its stream had, so that the
 * bubble stays the same element while its text is replaced: nothing flickers, nothing jumps.
 */
const answerKey = (turnId: string) => `answer:${turnId}`

function startsGroup(message: Message, before: Message | undefined): boolean {
  if (!before || before.author !== message.author || before.authorName !== message.authorName) return true
  return Date.parse(message.sentAt) - Date.parse(before.sentAt) > GROUP_MS
}

/** The ids under which the hub keeps what this panel sent: of its delivery, or of what a customer said in the simulator. */
const isRecordOf = ({ author, conversationId, clientId }: Outgoing): ((message: Message) => boolean) => {
  if (author === 'customer') return ({ externalId }) => externalId === `sim-in-${conversationId}-${clientId}`
  const deliveryId = deliveryIdOf(conversationId, clientId)
  return ({ delivery }) => delivery?.id === deliveryId
}

/** What is still on its way, without what has arrived: also where the hub's answer was lost, so that it seems to have failed. */
export function unrecorded(messages: Message[], outgoing: Outgoing[]): Outgoing[] {
  return outgoing.filter((item) => !messages.some(isRecordOf(item)))
}

/**
 * Everything in a thread from old to new: messages, then what is being sent, then answers in progress.
 * With older messages still to come, nobody knows if the first one begins its day: a separator that
 * went away again would move everything below it. `unreadFrom` is the first message that was unread when
 * the thread was opened.
 */
export function buildRows(
  messages: Message[],
  streamTurnIds: string[],
  outgoing: Outgoing[],
  hasOlder: boolean,
  unreadFrom: number | null = null,
): ThreadRow[] {
  const answered = new Set<string>()
  // A reaction that was sent is a mark on its message, not a bubble; one that failed is to be decided on.
  const shown = messages.filter(
    (message) => message.kind !== 'reaction' || message.delivery?.state === 'failed' || message.delivery?.state === 'unknown',
  )
  const rows: ThreadRow[] = shown.map((message, index) => {
    const before = shown[index - 1]
    const startsDay = before ? !isSameDay(before.sentAt, message.sentAt) : !hasOlder
    const isFirstOfAnswer =
      message.author !== 'customer' && message.kind !== 'system' && message.turnId !== null && !answered.has(message.turnId)
    if (isFirstOfAnswer && message.turnId !== null) answered.add(message.turnId)
    const key = isFirstOfAnswer && message.turnId !== null ? answerKey(message.turnId) : message.id
    const startsUnread = unreadFrom !== null && message.seq >= unreadFrom && (before === undefined || before.seq < unreadFrom)
    return {
      type: 'message',
      key,
      message,
      startsDay,
      startsGroup: startsDay || startsUnread || startsGroup(message, before),
      startsUnread,
    }
  })
  const newest = messages.at(-1)
  for (const item of unrecorded(messages, outgoing)) {
    rows.push({ type: 'outgoing', key: item.clientId, outgoing: item, startsGroup: newest?.author !== item.author })
  }
  for (const turnId of streamTurnIds) {
    if (!answered.has(turnId)) rows.push({ type: 'stream', key: answerKey(turnId), turnId })
  }
  return rows
}
