/** A message of Slack as those of every channel: with its files, its sender, and whether it is said to the app. */
import type { ChatRef, InboundMessage } from '../../port.ts'
import { channelChat, directChat, messageId, threadChat } from '../address.ts'
import type { SlackMessage } from '../events.ts'
import { type Names, readableText } from '../readable-text.ts'
import { filesOf } from './files.ts'

export interface Place {
  channelId: string
  /** Null where Slack was not asked yet, and in direct chats. */
  name: string | null
  isDirect: boolean
}

export interface Reader {
  workspaceId: string
  botUserId: string
  botId: string | null
  names: Names
  /** Do answers go into the thread of their question? */
  repliesInThread: boolean
  /** Is it somebody of the account's own side? */
  isStaff(userId: string): boolean
  /** Has the app written in this thread, or was it asked there? */
  takesPart(channelId: string, threadTs: string): boolean
}

/** What people write. All others say that somebody joined, pinned, renamed … */
const WRITTEN = new Set([null, 'file_share', 'thread_broadcast', 'me_message'])

export const isWritten = ({ subtype }: Pick<SlackMessage, 'subtype'>): boolean => WRITTEN.has(subtype ?? null)

export const isOwn = (
  { user, bot_id: botId }: Pick<SlackMessage, 'user' | 'bot_id'>,
  reader: Pick<Reader, 'botUserId' | 'botId'>,
): boolean => user === reader.botUserId || (botId != null && botId === reader.botId)

export const isFromMachine = ({ bot_id: botId, subtype }: Pick<SlackMessage, 'bot_id' | 'subtype'>): boolean =>
  botId != null || subtype === 'bot_message'

export const mentions = (text: string | null | undefined, userId: string): boolean =>
  userId !== '' && new RegExp(`<@${userId}(?:\\|[^<>]*)?>`).test(text ?? '')

const isReply = ({ thread_ts: thread, ts }: SlackMessage): boolean => thread != null && thread !== ts

/** Slack's clock, as ISO 8601 UTC. */
export const timeOf = (ts: string): string => new Date(Math.round(Number(ts) * 1000)).toISOString()

/** Is it said to the app? In a thread that it takes part in everything is. */
export function addressesApp(message: SlackMessage, place: Place, reader: Reader): boolean {
  if (place.isDirect || mentions(message.text, reader.botUserId)) return true
  return isReply(message) && reader.takesPart(place.channelId, message.thread_ts ?? '')
}

/** The chat of a message. A question in a channel begins the thread in which it is answered. */
export function chatOf(message: SlackMessage, place: Place, reader: Reader): ChatRef {
  const { channelId, name, isDirect } = place
  if (isDirect) return { externalId: directChat(message.user ?? ''), kind: 'direct', name: reader.names.user(message.user ?? '') }
  const shown = name === null ? null : `#${name}`
  const threadTs = isReply(message) ? message.thread_ts : reader.repliesInThread && addressesApp(message, place, reader) ? message.ts : null
  if (threadTs == null) return { externalId: channelChat(channelId), kind: 'group', name: shown }
  return { externalId: threadChat(channelId, threadTs), kind: 'thread', name: shown, within: channelChat(channelId) }
}

/** A message of several files is several messages, the first with its text. Empty for what says nothing to anybody. */
export function toInbound(message: SlackMessage, place: Place, reader: Reader): InboundMessage[] {
  const { user } = message
  if (user == null || !isWritten(message)) return []
  // What people write to each other in threads is not the app's business.
  if (isReply(message) && !addressesApp(message, place, reader)) return []
  const files = filesOf(message.files ?? [])
  const text = readableText(message.text ?? '', reader.botUserId, reader.names)
  const id = messageId(place.channelId, message.ts)
  const name = reader.names.user(user)
  const isStaff = !place.isDirect && !mentions(message.text, reader.botUserId) && reader.isStaff(user)
  const common = {
    type: 'message' as const,
    chat: chatOf(message, place, reader),
    sender: isStaff ? null : { identities: [{ kind: 'slack', value: user }], name, avatarUrl: null },
    author: isStaff ? ('phone' as const) : ('customer' as const),
    ...(isStaff ? { staffName: name ?? user } : {}),
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: addressesApp(message, place, reader),
    forAgents: {
      session: `slack_${user}_${place.channelId}`,
      user: { slack_user_id: user },
      userData: {
        ...(name === null ? {} : { name }),
        workspace_id: reader.workspaceId,
        channel_id: place.channelId,
        ...(place.name === null ? {} : { channel_name: place.name }),
        ...(message.thread_ts == null ? {} : { thread_ts: message.thread_ts }),
      },
    },
    sentAt: timeOf(message.ts),
    freshness: 'new' as const,
    raw: message,
  }
  const [first, ...others] = files
  if (first === undefined)
    return text === '' && (message.files ?? []).length > 0 ? [] : [{ ...common, externalId: id, kind: 'text', text, media: null }]
  return [
    { ...common, externalId: id, kind: first.kind, text, media: first.media },
    ...others.map(({ kind, media }, index) => ({ ...common, externalId: `${id}/${index + 1}`, kind, text: '', media })),
  ]
}
