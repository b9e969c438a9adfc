/** One account at work: what the hub gives its channel, and what it asks of it. */

import type { Connection } from '../../../../src-shared/contract/instances.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Outside } from '../../runtime/http/outside.ts'
import type { AcceptedEvent, ChannelEvent, GroupFacts, IdentityRef } from './events.ts'
import type { FoundSend, OutboundPart, SendReceipt, SentRef, UnknownSend } from './sending.ts'
import type { Arrival, CallForJournal, WebhookCall, WebhookOutcome } from './webhook.ts'

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
  /** The address that the platform must call, and the secret that the hub made for it. The address is empty without a declared webhook. */
  webhook: { url: string; secret: string }
  log: Logger
  /** Resolves once the events are durable; one answer per event, in order. What a webhook call brought names its arrival. */
  accept(events: ChannelEvent[], arrival?: Arrival): Promise<AcceptedEvent[]>
  /** Reports the connection; equal reports are dropped by the hub. */
  reportConnection(patch: ConnectionPatch): void
  /**
   * Saves what the channel learned about its account (not secrets unless in `secrets`). Rejects with an
   * OmniError('conflict') where another instance has this account already, by the driver's `accountKey`.
   */
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

export interface MediaLimits {
  maxBytes: number
  signal: AbortSignal
}

export interface Channel {
  /** Begins work for the life of the hub; must not wait for the platform. */
  start(): Promise<void>
  /** Stops timers and sockets; calls in flight may finish. */
  stop(): Promise<void>
  /**
   * Links or re-links the account. Resolves when the platform answered, not when a person scanned. `replaceWebhook`: the
   * `foreignWebhook` of the connection may be replaced.
   */
  connect(options: { phoneNumber: string | null; replaceWebhook?: boolean }): Promise<void>
  disconnect(): Promise<void>
  restart(): Promise<void>
  /** The computer was asleep: looks at once whether the line still holds, and for what it missed. Nothing where it is not to be connected. */
  wake?(): void
  logout(): Promise<void>
  /** Removes what the channel made on the platform; what others made there too, if told so; otherwise it only detaches from it. */
  remove(options: { evenIfAdopted: boolean }): Promise<void>
  /** Rejects with a {@link SendError}. */
  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt>
  /** Gives a message that was sent another text; the same twice changes nothing. Rejects like {@link send}. */
  edit?(message: SentRef, text: string, signal: AbortSignal): Promise<void>
  /**
   * Milliseconds until an answer that is being written may be edited again, on a platform that counts the edits of all
   * messages together. Its last text waits for nothing. Absent: at once.
   */
  nextEditInMs?(): number
  /** Takes a message that was sent back from everybody; twice changes nothing. Rejects like {@link send}. */
  revoke?(message: SentRef, signal: AbortSignal): Promise<void>
  /** Says this where the settings have test messages go, else to whoever made the account. Throws an OmniError in plain words. */
  sendTest?(text: string): Promise<void>
  /** A message that was taken in gets no answer: what the platform shows of one to come ends. Failures are swallowed by the caller. */
  notAnswered?(externalId: string): Promise<void>
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
  /** The platform must call another address from now on. Returns at once; the account stays connected. */
  webhookMoved?(url: string): void
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
  callForJournal?(call: WebhookCall, text: string): CallForJournal | null
  /** Finds profile facts of a person on the platform, for REST `fetch-profile`. */
  fetchProfile?(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }>
  updateProfilePicture?(picture: { url: string }): Promise<void>
}
