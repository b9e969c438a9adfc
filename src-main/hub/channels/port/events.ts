/** What a platform's events become: the same shapes for every channel. */

import type { AuthorKind, MessageKind } from '../../../../src-shared/contract/conversations.ts'

/**
 * An id that a person is known by within one instance. `phone` is digits only (E.164 without `+`),
 * `lid` WhatsApp's own; other channels name theirs like themselves.
 */
export interface IdentityRef {
  kind: string
  value: string
}

/** A chat as the platform addresses it; `externalId` is stable for the life of the chat. */
export interface ChatRef {
  externalId: string
  kind: 'direct' | 'group' | 'channel' | 'thread'
  /** Of a thread: the `externalId` of the group that it is in, whose rules are its own, too. */
  within?: string
  /** Null when the event does not say: a known name is then kept. */
  name: string | null
}

/** A group as one picks it from a list. */
export interface GroupFacts {
  externalId: string
  name: string
  memberCount: number | null
}

export interface InboundMedia {
  mimeType: string
  fileName: string | null
  sizeBytes: number | null
  durationSeconds: number | null
  width: number | null
  height: number | null
  isVoiceNote: boolean
  /** The bytes, when the platform sent them along. */
  bytes: Uint8Array | null
  /** Where the platform keeps them, when it says so (not fetched by the channel parser). */
  url: string | null
  /** By what {@link Channel.fetchMedia} finds the bytes, as JSON; absent when there is nothing to fetch. */
  source?: unknown
  /** A small picture of it to be shown meanwhile: a `data:` URL of a JPEG, at most some kilobytes. */
  thumbnail?: string
}

/** What agents of Omni v1 know a sender by where that is not a phone number. Kept with the message. */
export interface SenderForAgents {
  /** The name of the person's session, without the prefix of the instance. */
  session: string
  /** Fields of `user`, and of its `user_data`, by the names of v1. */
  user: Record<string, string>
  userData: Record<string, string>
}

export interface InboundMessage {
  type: 'message'
  /** Unique within the instance; the key of de-duplication. */
  externalId: string
  chat: ChatRef
  /** The person who wrote; for own messages the other side of a direct chat, or null in groups. */
  sender: { identities: IdentityRef[]; name: string | null; avatarUrl: string | null } | null
  /** `phone`: somebody of the account's own side wrote it, past Omni: on its phone, or as staff in the same channel. */
  author: Extract<AuthorKind, 'customer' | 'phone'>
  /** Of `phone`, where the platform says which of them it was: the name. */
  staffName?: string
  kind: MessageKind
  text: string
  media: InboundMedia | null
  location: { latitude: number; longitude: number; name: string | null; address?: string } | null
  sharedContacts: { name: string; vcard: string | null }[]
  quote: { externalId: string; text: string; authorName: string | null } | null
  /** In groups and threads: was the account mentioned, or one of its messages replied to, or is it a thread that it takes part in? */
  mentionsAccount: boolean
  forAgents?: SenderForAgents
  /** ISO 8601 UTC, by the platform's clock; of a platform that gives no times, when it came. */
  sentAt: string
  /**
   * `history` is stored and shown but never answered (what is older than the link). How old something new
   * may be for an answer is not for the channel to say (see `pipeline/receive/freshness.ts`).
   */
  freshness: 'new' | 'history'
  /** The event as it came, secrets removed, for the trace. */
  raw: unknown
}

export type ReceiptState = 'sent' | 'delivered' | 'read' | 'played' | 'failed'

/**
 * What the platform says of the account's number: it may not begin chats until then (`time_lock`), it
 * refused a message as it does before a ban (`refused`), or the lock is over.
 */
export type Restriction = { kind: 'time_lock'; until: string | null } | { kind: 'refused' } | { kind: 'lifted' }

export type ChannelEvent =
  | InboundMessage
  | { type: 'receipt'; externalId: string; state: ReceiptState; error: string | null; at: string | null }
  | { type: 'edit'; externalId: string; text: string; at: string }
  | { type: 'revoke'; externalId: string; at: string }
  /** An empty emoji takes the reaction back. */
  | {
      type: 'reaction'
      externalId: string
      targetExternalId: string
      emoji: string
      by: IdentityRef[]
      byName: string | null
      isOwn: boolean
      at: string
    }
  | { type: 'contact'; identities: IdentityRef[]; name: string | null; avatarUrl: string | null }
  | { type: 'chat'; chat: ChatRef }
  | { type: 'typing'; chatExternalId: string; who: IdentityRef[]; isTyping: boolean }
  | { type: 'restriction'; restriction: Restriction }

/** What became of one event. `turnId` is the trace of a message (also of a repeated one). */
export interface AcceptedEvent {
  /** Stored, but not answered: `blocked` by a rule, `not_allowed` where only some are and this sender is none of them. */
  status: 'stored' | 'blocked' | 'not_allowed' | 'duplicate' | 'ignored'
  turnId: string | null
}
