/** One message as Baileys hands it over, and one that could not be decrypted. */
import type { WAMessage } from 'baileys'
import type { ChannelEvent, InboundMessage } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { messageEvents } from '../../whatsapp/normalize/message.ts'
import { mediaExtras } from './media-source.ts'

/** `WebMessageInfo.StubType.CIPHERTEXT`: it came, and its key did not (yet). */
const CIPHERTEXT = 2

/** Seen by the sender as sent: the same id comes again with its content once the library has asked for it. */
function isUndecryptable(message: WAMessage): boolean {
  return message.messageStubType === CIPHERTEXT && (message.message === null || message.message === undefined)
}

/** The events of a message; none for WhatsApp's own notes and for what nobody said. */
export function waMessageEvents(message: WAMessage, freshness: InboundMessage['freshness'], context: NormalizeContext): ChannelEvent[] {
  if (isUndecryptable(message)) return undecryptableEvents(message, context)
  return (messageEvents(message, {}, freshness, context) ?? []).map((event) =>
    event.type === 'message' && event.media !== null ? { ...event, media: { ...event.media, ...mediaExtras(message) } } : event,
  )
}

/** Kept without a turn: there is nothing to answer until the content comes. */
function undecryptableEvents(message: WAMessage, context: NormalizeContext): ChannelEvent[] {
  const { messageStubType: _, messageStubParameters: why, ...rest } = message
  const events = messageEvents({ ...rest, message: { conversation: '' } }, {}, 'history', context) ?? []
  return events.map((event) =>
    event.type === 'message' ? { ...event, kind: 'undecryptable', text: '', raw: { undecryptable: String(why?.[0] ?? '') } } : event,
  )
}
