/** What platforms tell, each thing once, and the files that come with it. */
import type { AuthorKind, Message, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import type { IdentityRef, InboundMedia, ReceiptState } from '../../channels/port.ts'
import type { ContactRecord, ConversationRecord, MessageOrigin, MessageRecord } from '../records.ts'
import type { DeliveryChange } from './shared.ts'

export interface NewInbound {
  instanceName: string
  /** Proposed ids: used when the message is new. */
  messageId: string
  turnId: string | null
  externalId: string
  chat: { externalId: string; kind: ConversationRecord['kind']; name: string | null }
  sender: { identities: IdentityRef[]; name: string | null; avatarUrl: string | null } | null
  author: AuthorKind
  kind: MessageKind
  text: string
  /** Its trace is to say neither who wrote nor what. */
  isTracePrivate?: boolean
  media: InboundMedia | null
  location: Message['location']
  sharedContacts: Message['sharedContacts']
  quote: Message['quote']
  mentionsAccount: boolean
  origin?: MessageOrigin
  /** It came while this computer was away. */
  isMissed?: boolean
  sentAt: string
  receivedAt: string
  countsAsUnread: boolean
  /** The webhook as JSON text, secrets removed; null when payloads are not kept. */
  raw: string | null
}

export interface AcceptedInbound {
  isNew: boolean
  message: MessageRecord
  conversation: ConversationRecord
  contact: ContactRecord | null
  /** The trace of the message: of the first delivery when this one is a repetition. */
  turnId: string | null
  merged: MergedConversation[]
  /**
   * Of a message of the account that is the hub's own: the same text in the same conversation as a delivery
   * that is under way, or of which nobody knew whether it was sent. That one is sent now.
   */
  confirmed?: DeliveryChange
  /** Of a new message that was written on the account's own phone. */
  around?: AroundOwnMessage
}

/** What tells a person on the phone from a text that the phone sends automatically. Times as ISO 8601 UTC. */
export interface AroundOwnMessage {
  /** The customer's newest message that was written before; by the platform's clock. */
  customerWroteAt: string | null
  hasCustomerWrittenSince: boolean
  /** The newest message that the hub has sent here; by the hub's clock. */
  lastSentAt: string | null
  /** The phone has sent this very text in another chat. */
  isSaidElsewhere: boolean
}

/** A conversation that turned out to be with the same person as another, and is now in it; its id leads there. */
export interface MergedConversation {
  fromId: string
  conversation: ConversationRecord
}

export type MessageUpdate =
  | { type: 'receipt'; externalId: string; state: ReceiptState; error: string | null; at: string }
  | { type: 'edit'; externalId: string; text: string; at: string }
  | { type: 'revoke'; externalId: string; at: string }
  | { type: 'reaction'; targetExternalId: string; emoji: string; by: string }

/** A webhook call in the call journal: acknowledged, and not handled yet. */
export interface JournaledCall {
  /** Not the name: another instance may bear it by the time the call is handled. */
  instanceId: number
  /** Milliseconds since 1970. */
  arrivedAtMs: number
  /** The body, without credentials. */
  text: string
}

/** The oldest calls of the journal, in the order in which they came. */
export interface JournalBatch {
  id: number
  calls: JournaledCall[]
}

/** A contact as it is now, and what became one with its conversation by it. */
export interface KnownContact {
  contact: ContactRecord
  merged: MergedConversation[]
}

/** Media whose bytes are still at the platform. */
export interface AwaitedMedia {
  messageId: string
  instanceName: string
  /** As the channel gave it. */
  source: unknown
  kind: MessageKind
  mimeType: string
  /** As the sender says. */
  sizeBytes: number | null
  attempts: number
}

export type MediaOutcome =
  | { state: 'stored'; bytes: Uint8Array; kind: MessageKind; mimeType: string; at: string }
  /** `problem` is one plain sentence. */
  | { state: 'given_up'; problem: string; canRetry: boolean }

export interface InboxWrites {
  acceptInbound(inbound: NewInbound): Promise<AcceptedInbound>
  /**
   * Makes a webhook call durable as it came and nothing more, which is many times cheaper than
   * taking in what it brings: for the moments when they come faster than that.
   */
  journalCall(call: JournaledCall): Promise<void>
  /**
   * Takes a batch out of the journal once its calls were handled. Those at the places of `failed`
   * stay, set aside with the reason until the next start.
   */
  settleJournal(batchId: number, failed: { place: number; reason: string }[]): Promise<void>
  /** Finds or creates the conversation of a chat, before there is a message in it. */
  openConversation(
    instanceName: string,
    chat: { externalId: string; kind: ConversationRecord['kind']; name: string | null },
    identities: IdentityRef[],
    at: string,
  ): Promise<ConversationRecord>
  /** A message that is taken back takes the summary that it is in with it. Null when the message is not known; what came too early is kept until it is. */
  updateMessage(instanceName: string, update: MessageUpdate): Promise<{ message: MessageRecord; conversation: ConversationRecord } | null>
  /**
   * Several ids are of one person: contacts that were two become one, and so do their direct chats,
   * with everything that is in them. In any order, and however often it is called.
   */
  upsertContact(
    instanceName: string,
    contact: { identities: IdentityRef[]; name: string | null; avatarUrl: string | null },
    at: string,
  ): Promise<KnownContact | null>
  renameChat(instanceName: string, externalId: string, name: string): Promise<ConversationRecord | null>
  /** The bytes of a message's media came, or never will. Null when the message is gone. */
  settleMedia(messageId: string, outcome: MediaOutcome): Promise<{ message: MessageRecord; conversation: ConversationRecord } | null>
  /** A person wants them: they may be fetched from now on. Null when there is nothing to fetch. */
  requestMedia(messageId: string, at: string): Promise<{ message: MessageRecord; conversation: ConversationRecord } | null>
  /** They could not be fetched this time. */
  postponeMedia(messageId: string, notBefore: string): Promise<void>
  addMedia(media: {
    id: string
    instanceName: string
    mimeType: string
    fileName: string | null
    bytes: Uint8Array
    createdAt: string
  }): Promise<void>
}

export interface InboxReads {
  /** Of a message that was written on the account's own phone. */
  aroundOwnMessage(message: MessageRecord): Promise<AroundOwnMessage>
  /** Calls that are in the journal and not set aside. */
  journalDepth(): Promise<number>
  /** Null when the journal is empty. */
  oldestJournaled(): Promise<JournalBatch | null>
  newestInboundAt(instanceName: string): Promise<string | null>
  findMessage(instanceName: string, externalId: string): Promise<MessageRecord | null>
  findConversation(instanceName: string, externalId: string): Promise<ConversationRecord | null>
  findContact(instanceName: string, identity: IdentityRef): Promise<ContactRecord | null>
  /** Has the other side ever written in this conversation? */
  hasWritten(conversationId: string): Promise<boolean>
  /** What may be fetched at this time, oldest first. */
  awaitedMedia(at: string, limit: number): Promise<AwaitedMedia[]>
  /** When the next one that was postponed may be. */
  nextMediaAt(at: string): Promise<string | null>
  readMedia(id: string): Promise<{ instanceName: string; mimeType: string; fileName: string | null; bytes: Uint8Array } | null>
}
