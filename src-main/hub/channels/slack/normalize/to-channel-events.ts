/** Events of Slack as those of every channel. What it does not know, or what is the app's own, becomes nothing. */
import type { ChannelEvent } from '../../port.ts'
import { messageId } from '../address.ts'
import type { EmojiNames } from '../emoji.ts'
import { messageEventSchema, reactionEventSchema, type SlackMessageEvent } from '../events.ts'
import { readableText } from '../readable-text.ts'
import { isFromMachine, isOwn, isWritten, type Place, type Reader, timeOf, toInbound } from './message.ts'

/** More files than that no message has. */
const MAX_FILES = 20

export interface Found {
  events: ChannelEvent[]
  /** Another app that writes to this one, by what it is called. */
  machine: string | null
}

const NOTHING: Found = { events: [], machine: null }

export function messageEvents(event: SlackMessageEvent, place: Place, reader: Reader): Found {
  if (event.subtype === 'message_changed') return { events: changed(event, reader), machine: null }
  if (event.subtype === 'message_deleted') return { events: deleted(event, reader), machine: null }
  if (isOwn(event, reader)) return NOTHING
  if (isFromMachine(event)) {
    const addressed = place.isDirect || (event.text ?? '').includes(`<@${reader.botUserId}>`)
    return { events: [], machine: addressed ? (event.username ?? event.bot_id ?? 'another app') : null }
  }
  return { events: toInbound(event, place, reader), machine: null }
}

/** Slack says this also when it has looked at a link: only another text is another message. */
function changed({ channel, message, previous_message: previous, ts }: SlackMessageEvent, reader: Reader): ChannelEvent[] {
  if (message == null || isOwn(message, reader) || isFromMachine(message)) return []
  const externalId = messageId(channel, message.ts)
  // The first message of a thread that was deleted stays as an empty place.
  if (message.subtype === 'tombstone') return [{ type: 'revoke', externalId, at: timeOf(ts) }]
  if (!isWritten(message) || message.text === previous?.text || message.edited == null) return []
  return [
    { type: 'edit', externalId, text: readableText(message.text ?? '', reader.botUserId, reader.names), at: timeOf(message.edited.ts) },
  ]
}

function deleted({ channel, deleted_ts: deletedTs, previous_message: previous, ts }: SlackMessageEvent, reader: Reader): ChannelEvent[] {
  if (deletedTs == null || (previous != null && (isOwn(previous, reader) || isFromMachine(previous)))) return []
  const externalId = messageId(channel, deletedTs)
  const files = Math.min(previous?.files?.length ?? 0, MAX_FILES)
  const further = Array.from({ length: Math.max(0, files - 1) }, (_, index) => `${externalId}/${index + 1}`)
  return [externalId, ...further].map((id) => ({ type: 'revoke', externalId: id, at: timeOf(ts) }))
}

export function reactionEvents(event: unknown, isThere: boolean, reader: Reader, emoji: EmojiNames): ChannelEvent[] {
  const parsed = reactionEventSchema.safeParse(event)
  if (!parsed.success) return []
  const { user, reaction, item, event_ts: at } = parsed.data
  if (item.type !== 'message' || item.channel == null || item.ts == null) return []
  const target = messageId(item.channel, item.ts)
  return [
    {
      type: 'reaction',
      externalId: `${target}/${user}/${reaction}`,
      targetExternalId: target,
      emoji: isThere ? (emoji.emojiOf(reaction) ?? `:${reaction}:`) : '',
      by: [{ kind: 'slack', value: user }],
      byName: reader.names.user(user),
      isOwn: user === reader.botUserId,
      at: at == null ? new Date().toISOString() : timeOf(at),
    },
  ]
}

/** Null for an event that is none of a message, or makes no sense. */
export function asMessageEvent(event: unknown): SlackMessageEvent | null {
  const parsed = messageEventSchema.safeParse(event)
  return parsed.success ? parsed.data : null
}
