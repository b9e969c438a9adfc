/**
 * What a channel is, seen from the hub.
 *
 * A channel turns the events of a platform into {@link ChannelEvent}s and {@link OutboundPart}s
 * into calls of the platform. It keeps no database and shares nothing between instances:
 * everything it needs comes with its {@link ChannelContext} and with each call.
 */

import type { AuthorKind, MessageKind } from '../../../src-shared/contract/conversations.ts'
import type { Behaviour, ChannelKind, ChannelProvider, ChannelType, Connection } from '../../../src-shared/contract/instances.ts'
import type { OmniError } from '../../../src-shared/errors.ts'
import type { Logger } from '../observe/logger.ts'
import type { Outside } from '../runtime/http/outside.ts'

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
  /** By what {@link Channel.fetchMedia} finds the bytes, as JSON; absent when there is nothing to be fetched. */
  source?: unknown
  /** A small picture of it to be shown meanwhile: a `data:` URL of a JPEG, at most some kilobytes. */
  thumbnail?: string
}

export interface MediaLimits {
  maxBytes: number
  signal: AbortSignal
}

export interface InboundMessage {
  type: 'message'
  /** Unique within the instance; the key of de-duplication. */
  externalId: string
  chat: ChatRef
  /** The person who wrote; for own messages the other side of a direct chat, or null in groups. */
  sender: { identities: IdentityRef[]; name: string | null; avatarUrl: string | null } | null
  author: Extract<AuthorKind, 'customer' | 'phone'>
  kind: MessageKind
  text: string
  media: InboundMedia | null
  location: { latitude: number; longitude: number; name: string | null; address?: string } | null
  sharedContacts: { name: string; vcard: string | null }[]
  quote: { externalId: string; text: string; authorName: string | null } | null
  /** In groups: was the account mentioned, or one of its messages replied to? */
  mentionsAccount: boolean
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

/** One message on its way out, complete: nothing about the recipient lives anywhere else. */
export interface OutboundPart {
  deliveryId: string
  chatExternalId: string
  /** Chosen before sending where the platform takes the caller's id; else null. */
  externalId: string | null
  content:
    | { type: 'text'; text: string; mentions: string[]; mentionsEveryone: boolean; linkPreview: boolean }
    | {
        type: 'media'
        mediaType: 'image' | 'video' | 'document'
        url: string | null
        base64: string | null
        /** A file stored here: the hub fills in `base64` just before the channel is called. */
        mediaId?: string
        mimeType: string | null
        caption: string
        fileName: string | null
      }
    | { type: 'audio'; url: string | null; base64: string | null; mediaId?: string }
    | { type: 'sticker'; url: string | null; base64: string | null }
    | {
        type: 'contacts'
        contacts: { fullName: string; phoneNumber: string; email: string | null; organization: string | null; url: string | null }[]
      }
    | { type: 'reaction'; targetExternalId: string; targetIsOwn: boolean; emoji: string }
  quotedExternalId: string | null
}

export interface SendReceipt {
  /** The platform's id of the message. */
  externalId: string
  /** The chat as the platform names it, when it rewrote the address (Brazil's ninth digit). */
  chatExternalId: string | null
  request: unknown
  response: unknown
}

/**
 * A failed send. `wasSent` is the only thing that decides about a repetition: `no` may be repeated,
 * `maybe` (the request left, no answer came) never is by itself.
 */
export interface SendFailure {
  error: OmniError
  wasSent: 'no' | 'maybe'
  /** Worth another try by itself? A wrong number is not; a closed socket is. */
  isTransient: boolean
  /** From the platform's Retry-After. */
  retryAfterMs: number | null
  request: unknown
  response: unknown
}

export class SendError extends Error {
  readonly failure: SendFailure
  constructor(failure: SendFailure) {
    super(failure.error.message, { cause: failure.error })
    this.name = 'SendError'
    this.failure = failure
  }
}

export type ConnectionPatch = Partial<Omit<Connection, 'since'>>

/**
 * What a channel remembers for itself beside its settings and few secrets: thousands of small
 * entries, such as the keys of a linked device. Sealed at rest, removed with the instance, never on
 * any API, log or export.
 */
export interface ChannelKeys {
  /** With null, the whole category. `unreadable`: entries that are there, but were changed or damaged. */
  get(category: string, ids: string[] | null): Promise<{ values: Record<string, string>; unreadable: string[] }>
  /** All of it or nothing; a null value removes the entry. Durable when it resolves. */
  set(entries: { category: string; id: string; value: string | null }[]): Promise<void>
  /** Forgets these categories; with null, everything. */
  clear(categories: string[] | null): Promise<void>
}

/** What the hub has of a message. `sender` is who wrote it, where that is known. */
export interface StoredMessage {
  chatExternalId: string
  isOwn: boolean
  text: string
  sender: IdentityRef[]
}

export interface ChannelContext {
  instanceName: string
  /** Non-secret settings, valid by the driver's own schema. */
  settings: Record<string, unknown>
  /** Decrypted; never logged, never put on an event. */
  secrets: Record<string, string>
  /** The address and secret header value that the platform must call. */
  webhook: { url: string; secret: string }
  log: Logger
  /** Resolves once the events are durable; one answer per event, in order. What a webhook call brought names its arrival. */
  accept(events: ChannelEvent[], arrival?: Arrival): Promise<AcceptedEvent[]>
  /** Reports the connection; equal reports are dropped by the hub. */
  reportConnection(patch: ConnectionPatch): void
  /** Saves what the channel learned about its account (not secrets unless in `secrets`). */
  saveSettings(patch: { settings?: Record<string, unknown>; secrets?: Record<string, string | null> }): Promise<void>
  keys: ChannelKeys
  /** For addresses that others name. */
  outside: Outside
  /** When the newest live message of this instance was sent, for back-fill; null if there is none. */
  newestMessageAt(): Promise<string | null>
  /** Is this platform message id already stored? */
  hasMessage(externalId: string): Promise<boolean>
  /** A stored message that is referred to (quoted, reacted to, marked as read); null if there is none. */
  findMessage(externalId: string): Promise<StoredMessage | null>
  now(): number
}

/** When something reached the hub. */
export interface Arrival {
  /** Milliseconds since 1970. */
  atMs: number
  /** The call that brought it was written down and acknowledged before it was handled. */
  isDurable: boolean
}

/** A webhook call that passed size, parse and secret checks. */
export interface WebhookCall {
  /** Empty when the call was written down before it is handled: headers are not kept. */
  headers: Record<string, string | string[] | undefined>
  /** Parsed JSON, free of prototype keys. */
  body: unknown
  /** Absent: now. */
  arrival?: Arrival
}

/** What of a call is written down when it is to be handled later. */
export interface DeferredCall {
  /** The body as it came, without credentials. */
  text: string
  /** The new message that it brings, if just one; milliseconds since 1970. */
  message: { externalId: string; sentAtMs: number } | null
}

export interface WebhookOutcome {
  status: 'success' | 'blocked' | 'not_allowed' | 'ignored'
  turnId: string | null
}

/** A message of the account that the platform has. */
export interface SentRef {
  chatExternalId: string
  externalId: string
}

/** A message of which nobody knows whether it was sent. */
export interface UnknownSend {
  part: OutboundPart
  /** When it was planned: it cannot have been sent earlier. ISO 8601 UTC. */
  since: string
}

export interface FoundSend {
  externalId: string
  /** By the platform's clock, ISO 8601 UTC; null where it does not say. */
  sentAt: string | null
}

export interface Channel {
  /** Begins work for the life of the hub; must not wait for the platform. */
  start(): Promise<void>
  /** Stops timers and sockets; calls in flight may finish. */
  stop(): Promise<void>
  /** Links or re-links the account. Resolves when the platform answered, not when a person scanned. */
  /** `replaceWebhook`: the `foreignWebhook` of the connection may be replaced. */
  connect(options: { phoneNumber: string | null; replaceWebhook?: boolean }): Promise<void>
  disconnect(): Promise<void>
  restart(): Promise<void>
  logout(): Promise<void>
  /** Removes what the channel made on the platform; what others made there too, if told so, and else it only lets go of it. */
  remove(options: { evenIfAdopted: boolean }): Promise<void>
  /** Rejects with a {@link SendError}. */
  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt>
  /** Gives a message that was sent another text; the same twice changes nothing. Rejects like {@link send}. */
  edit?(message: SentRef, text: string, signal: AbortSignal): Promise<void>
  /** Takes a message that was sent back from everybody; twice changes nothing. Rejects like {@link send}. */
  revoke?(message: SentRef, signal: AbortSignal): Promise<void>
  /** Shows or ends "typing…" in a chat; failures are swallowed by the caller. */
  setTyping(chatExternalId: string, isTyping: boolean, signal: AbortSignal): Promise<void>
  markRead(chatExternalId: string, messages: { externalId: string; participant: string | null }[], signal: AbortSignal): Promise<void>
  /**
   * Looks for messages whose send was cut off (deliveries in state `unknown`) at the platform. One answer for each,
   * in their order; null where it was not found, which proves nothing: a platform may have sent what it has not
   * stored, and never will. Rejects when the platform cannot be asked.
   */
  findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]>
  /** Only channels with webhooks have this. Resolves when what it brought is durable. */
  handleWebhook?(call: WebhookCall): Promise<WebhookOutcome>
  /**
   * Fetches what a message's media `source` names. Throws an OmniError: `not_found` when it is gone for
   * good, `too_large`, `invalid_response` when it is not what was sent; anything else is tried again.
   */
  fetchMedia?(source: unknown, limits: MediaLimits): Promise<Uint8Array>
  /** The groups that the account is in, for picking some. Throws an OmniError while the account is not connected. */
  listGroups?(): Promise<GroupFacts[]>
  /**
   * Looks whether a call may be acknowledged once it is written down, and handled later: then it must
   * be cheap, and throws what {@link handleWebhook} would throw for a body that makes no sense. Null
   * for what must not wait. `text` is the body as it came.
   */
  deferWebhook?(call: WebhookCall, text: string): DeferredCall | null
  /** Finds profile facts of a person on the platform, for REST `fetch-profile`. */
  fetchProfile?(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }>
  updateProfilePicture?(picture: { url: string }): Promise<void>
}

export interface ChannelCapabilities {
  /** A repeated send with the same id is de-duplicated by the platform, so replay is safe. */
  deduplicatesSends: boolean
  /**
   * An answer may be edited in place while it is written. Not where every edit leaves a mark that its reader
   * would wonder about. What a person may edit later is said by `type.offers`.
   */
  canEdit: boolean
  /** The platform restricts and bans numbers that write too much: what is sent is paced and limited (see `number-health/`). */
  protectsNumber?: boolean
  maxTextLength: number
}

/** How a kind of channel declares itself. One per folder, exported as `driver`. */
export interface ChannelDriver {
  channel: ChannelKind
  provider: ChannelProvider
  type: ChannelType
  capabilities: ChannelCapabilities
  /** How a new instance behaves where that differs from what is usual. */
  behaviour?: Partial<Behaviour>
  /** Parses and completes the non-secret settings; throws a ZodError that names the field. */
  parseSettings(settings: Record<string, unknown>): Record<string, unknown>
  /**
   * Names the account that an instance of these (parsed) settings would have, one key for every way to write it: no
   * two instances may have the same. Absent or null: that is known only once it is linked.
   */
  accountKey?(settings: Record<string, unknown>, instanceName: string): string | null
  /** Did others make the account's session on the platform? Absent: the channel always makes its own. */
  isAdopted?(settings: Record<string, unknown>, instanceName: string): boolean
  /** How the platform's people write what agents write in Markdown. Absent: as it is. Never throws. */
  fromMarkdown?(markdown: string): string
  /** The chat id for a recipient as REST clients give it (digits, `+55 …`, a full JID). */
  chatIdFor(recipient: string): string
  create(context: ChannelContext): Channel
  /** Accounts that exist on the platform's server, whether registered here or not. */
  discover?(settings: Record<string, unknown>, secrets: Record<string, string>): Promise<{ name: string; profileName: string | null }[]>
}
