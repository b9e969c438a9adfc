/**
 * Does a message that somebody wrote on the account's own phone take its conversation over? A pure decision.
 *
 * The greeting and away texts of WhatsApp Business come like any text of the phone, without a mark. They
 * follow a customer's message within seconds, and are the same in every chat.
 */
import type { Behaviour } from '../../../../src-shared/contract/instances.ts'
import type { AroundOwnMessage } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'

/** A text that follows within this many milliseconds was not typed. */
export const AUTOMATIC_MS = 10_000
/** Clocks of the hub and the platform differ, and times come in whole seconds. */
const CLOCKS_MS = 2000
const MINUTE_MS = 60_000
/** What people type again and again ("ok", "good morning") is in many chats, too. */
const TYPED_WORDS = 2

const WRITTEN = new Set<MessageRecord['kind']>(['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contact', 'poll'])

interface OwnMessage {
  message: Pick<MessageRecord, 'kind' | 'text' | 'quote' | 'sentAt' | 'isMissed'>
  conversation: Pick<ConversationRecord, 'kind' | 'owner'>
  around: AroundOwnMessage
  /** An answer is being thought or said there: what the hub has sent just now is a part of it. */
  isAnswering: boolean
}

export type PhoneTakeover =
  | { takesOver: true; untilMs: number }
  | { takesOver: false; why: 'off' | 'nothing_written' | 'too_long_ago' | 'customer_wrote_since' | 'automatic' }

const follows = (sentMs: number, what: string | null, slackMs: number) =>
  what !== null && sentMs - Date.parse(what) <= AUTOMATIC_MS && sentMs - Date.parse(what) >= -slackMs

function isAutomatic({ message, conversation, around, isAnswering }: OwnMessage, sentMs: number): boolean {
  // Such texts are plain, answer nothing in particular, and are never said in a group.
  if (conversation.kind !== 'direct' || message.kind !== 'text' || message.quote !== null) return false
  if (around.isSaidElsewhere && message.text.trim().split(/\s+/u).length > TYPED_WORDS) return true
  // Who has the conversation already may be quick.
  if (conversation.owner.kind === 'person') return false
  return follows(sentMs, around.customerWroteAt, 0) || (!isAnswering && follows(sentMs, around.lastSentAt, CLOCKS_MS))
}

/** A new message of the phone; what the hub itself has sent is none. */
export function phoneTakeover(own: OwnMessage, { isOn, minutes }: Behaviour['phoneTakeover'], nowMs: number): PhoneTakeover {
  const { message, conversation, around } = own
  if (!isOn) return { takesOver: false, why: 'off' }
  if (!WRITTEN.has(message.kind) || conversation.kind === 'channel') return { takesOver: false, why: 'nothing_written' }
  const sentMs = Date.parse(message.sentAt)
  const untilMs = sentMs + minutes * MINUTE_MS
  if (untilMs <= nowMs) return { takesOver: false, why: 'too_long_ago' }
  if (message.isMissed && around.hasCustomerWrittenSince) return { takesOver: false, why: 'customer_wrote_since' }
  if (isAutomatic(own, sentMs)) return { takesOver: false, why: 'automatic' }
  return { takesOver: true, untilMs }
}

/**
 * Webhooks overtake each other: was the conversation taken over by a text that followed this message of
 * the customer, which comes only now, within seconds?
 */
export function tookOverTooSoon(
  customer: Pick<MessageRecord, 'sentAt'>,
  { owner, kind }: Pick<ConversationRecord, 'kind' | 'owner'>,
): boolean {
  if (owner.kind !== 'person' || owner.reason !== 'phone' || owner.since === null || owner.until === null || kind !== 'direct') return false
  // More was written since, and kept it for longer: that was a person.
  if (Date.parse(owner.until) - (owner.minutes ?? 0) * MINUTE_MS > Date.parse(owner.since)) return false
  // Of one second, what came first was first: the customer answers.
  return owner.since > customer.sentAt && follows(Date.parse(owner.since), customer.sentAt, 0)
}
