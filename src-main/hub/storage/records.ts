/**
 * The rows of the product as the hub sees them, whatever database keeps them. Times are ISO 8601
 * UTC strings, so that they sort and travel without conversion. JSON columns are already parsed.
 */

import type { AgentFlags, AgentHealth, AgentKind } from '../../../src-shared/contract/agents.ts'
import type { CacheHit } from '../../../src-shared/contract/answer-cache.ts'
import type {
  AuthorKind,
  Conversation,
  ConversationEvent,
  DeliveryState,
  Held,
  Media,
  Message,
  MessageKind,
  Owner,
} from '../../../src-shared/contract/conversations.ts'
import type { Behaviour, ChannelKind, ChannelProvider, Connection, HouseTexts } from '../../../src-shared/contract/instances.ts'
import type { Routing } from '../../../src-shared/contract/routing.ts'
import type { ApiKey } from '../../../src-shared/contract/system.ts'
import type { StopCode, TracePayload, TraceStep, TurnState } from '../../../src-shared/contract/traces.ts'
import type { IdentityRef, OutboundPart, SenderForAgents } from '../channels/port.ts'

export interface InstanceRecord {
  /** A random id that lives as long as the instance: REST clients know it as `id`. */
  id: number
  name: string
  /** What people call it. */
  displayName: string
  channel: ChannelKind
  provider: ChannelProvider
  isActive: boolean
  /** Whether customers get answers; null: nobody has said so yet, and they get none. */
  isAnswering: boolean | null
  isDefault: boolean
  settings: Record<string, unknown>
  /** Ciphertexts by field name; the webhook's is `webhookSecret`. */
  secrets: Record<string, string>
  /** Who answers: a profile that exists. */
  agentProfileId: string
  behaviour: Behaviour
  /** Which other agent answers what. */
  routing: Routing
  house: HouseTexts
  acceptsUnsignedWebhooks: boolean
  /** Fields of Omni v1 that this product keeps and gives back without using them itself. */
  extra: Record<string, unknown>
  /** The last connection that was reported, so that the panel has a truth before the first event. */
  connection: Connection
  createdAt: string
  updatedAt: string
}

/** Who answers, saved once for as many instances as use it. */
export interface AgentProfileRecord {
  id: string
  name: string
  kind: AgentKind
  settings: Record<string, unknown>
  /** Ciphertexts by field name, each with the place that the vault bound it to. */
  secrets: Record<string, { scope: string; sealed: string }>
  timeoutMs: number
  flags: AgentFlags
  health: AgentHealth
  /** The instance that it was made for by a client that knows no profiles: it goes with it, if nobody else uses it. */
  madeFor: string | null
  createdAt: string
  updatedAt: string
}

/** An answer that an agent promised to give later, by a call with a one-time token. */
export interface LateReplyRecord {
  turnId: string
  instanceName: string
  /** SHA-256 of the token. */
  tokenHash: string
  /** The agent said that it will reply. */
  isAccepted: boolean
  expiresAt: string
  /** The body of the reply, once it came; null until then. */
  reply: { body: unknown } | null
}

/** An answer of an agent that is given again to the same question. */
export interface CachedAnswerRecord {
  id: string
  instanceName: string
  /** A digest of the agent and its settings: after a change of these it is not given any more. */
  setUp: string
  /** A digest of what the agent was told besides the question. */
  context: string
  /** Normalised: what is compared. */
  question: string
  /** As the customer wrote it. */
  asked: string
  answer: string
  agentProfileId: string
  agentName: string
  /** The customer's message: when that goes, this does. */
  messageId: string | null
  turnId: string | null
  uses: number
  lastUsedAt: string | null
  keptAt: string
}

export interface ContactRecord {
  id: string
  instanceName: string
  name: string | null
  avatarUrl: string | null
  /** The user id that the agent back end gave this person. */
  agentUserId: string | null
  identities: IdentityRef[]
  createdAt: string
  lastSeenAt: string
}

export interface ConversationRecord {
  id: string
  instanceName: string
  externalId: string
  kind: Conversation['kind']
  name: string | null
  contactId: string | null
  contactName: string | null
  avatarUrl: string | null
  phoneNumber: string | null
  lastMessageAt: string | null
  lastMessagePreview: string
  lastMessageAuthor: AuthorKind | null
  unreadCount: number
  attention: Conversation['attention']
  agentSessionId: string | null
  /** When the running agent session had its last message. */
  sessionActiveAt: string | null
  /** When the customer started over: the agent is told nothing of what was said before. */
  contextFrom: string | null
  isArchived: boolean
  createdAt: string
  /** `minutes`: for how long the person took it; null: until it is given back. */
  owner: Owner & { minutes: number | null }
  lastAnswerFailed: boolean
  labels: string[]
  draftId: string | null
}

/** What a machine wrote about the older part of a conversation. */
export interface SummaryRecord {
  conversationId: string
  /** Empty: it was forgotten. */
  text: string
  /** Every message up to here is in it (or was forgotten with it) and in none that comes later. */
  uptoSeq: number
  /** How many messages it stands for. */
  messageCount: number
  /** The name of the agent that wrote it. */
  writtenBy: string
  writtenAt: string
  /** Grows with every change. */
  revision: number
}

/** What the platform says of where a message comes from, beside its chat and its sender. */
export interface MessageOrigin {
  /** Of a message in a thread: the group that the thread is in. */
  within?: string
  /** Of `phone`: who of the account's own side it was. */
  staffName?: string
  forAgents?: SenderForAgents
}

export interface MessageRecord {
  id: string
  seq: number
  instanceName: string
  conversationId: string
  contactId: string | null
  externalId: string | null
  author: AuthorKind
  authorName: string | null
  kind: MessageKind
  text: string
  media: (Media & { url: string | null }) | null
  location: Message['location']
  sharedContacts: Message['sharedContacts']
  quote: Message['quote']
  reactions: Message['reactions']
  /** In groups: was the account mentioned or answered? */
  mentionsAccount: boolean
  /** It came while this computer was away. */
  isMissed: boolean
  sentAt: string
  editedAt: string | null
  /** What it said before it was edited for the last time. */
  previousText: string | null
  revokedAt: string | null
  turnId: string | null
  deliveryId: string | null
  deliveryState: DeliveryState | null
  deliveryError: string | null
  deliveryHeld: Held | null
  /** For messages of kind `system`. */
  event: ConversationEvent | null
  /** Of an answer that no agent was asked for. */
  cacheHit?: CacheHit
  origin?: MessageOrigin
}

export interface TurnRecord {
  id: string
  seq: number
  instanceName: string
  conversationId: string | null
  contactId: string | null
  contactName: string | null
  contactPhone: string | null
  messageId: string | null
  messageExternalId: string | null
  messageKind: MessageKind
  messagePreview: string
  messageCount: number
  hasMedia: boolean
  hasQuote: boolean
  state: TurnState
  stopCode: StopCode | null
  reason: string | null
  errorStage: string | null
  mergedInto: string | null
  agentKind: string | null
  agentProfileId: string | null
  agentName: string | null
  agentSucceeded: boolean | null
  channelSucceeded: boolean | null
  sessionName: string | null
  agentSessionId: string | null
  inputTokens: number | null
  outputTokens: number | null
  costMicros: number | null
  /** Parts of it left while the agent was still writing, and nobody knows the rest (any more). */
  isAnswerOpen: boolean
  /** The answer said that a person will: nobody has answered yet. */
  isHandedOver: boolean
  agentDurationMs: number | null
  totalDurationMs: number | null
  steps: TraceStep[]
  receivedAt: string
  completedAt: string | null
  rerunOf: string | null
}

/** A question as a point of that model, of length 1. */
export interface QuestionVector {
  model: string
  values: Float32Array
}

/** A question whose answer is worth keeping, if it turns out well. Can be written down as JSON but for the vector. */
export interface ToKeep {
  setUp: string
  context: string
  question: string
  asked: string
  agentProfileId: string
  agentName: string
  messageId: string
  turnId: string
  vector: QuestionVector | null
}

/** What the figures count of a turn, and what is kept of it. */
export interface AnswerCacheUse {
  hit: CacheHit | null
  toKeep: ToKeep | null
}

/** What the trace of a turn keeps of the thinking, written when its answer is sent. */
export interface ThinkFacts {
  agentKind: string
  agentProfileId: string | null
  agentName: string | null
  agentDurationMs: number
  sessionName: string
  agentSessionId: string | null
  agentUserId: string | null
  /** Where the instance may answer from its cache. */
  cacheUse?: AnswerCacheUse
}

export interface DraftRecord {
  id: string
  instanceName: string
  conversationId: string
  turnId: string
  agentName: string
  text: string
  thought: ThinkFacts
  createdAt: string
}

export interface ScheduledRecord {
  id: string
  instanceName: string
  conversationId: string
  text: string
  by: string
  sendAt: string
  state: 'waiting' | 'missed'
  createdAt: string
}

export interface NoteRecord {
  id: string
  instanceName: string
  contactId: string | null
  conversationId: string
  author: string
  text: string
  createdAt: string
}

export type DeliveryOrigin = 'agent' | 'fallback' | 'person' | 'api'

export interface DeliveryRecord {
  id: string
  seq: number
  instanceName: string
  conversationId: string
  turnId: string | null
  messageId: string
  origin: DeliveryOrigin
  /** Everything that the send needs. */
  part: OutboundPart
  /** How long to wait (and type) before this part. */
  pauseBeforeMs: number
  state: Extract<DeliveryState, 'pending' | 'sending' | 'sent' | 'failed' | 'unknown' | 'cancelled'>
  attempts: number
  notBefore: string | null
  externalId: string | null
  error: string | null
  createdAt: string
  updatedAt: string
}

export interface PayloadInput {
  stage: TracePayload['stage']
  kind: TracePayload['kind']
  at: string
  statusCode: number | null
  /** JSON text with secrets already removed. */
  body: string
}

export interface ApiKeyRecord extends ApiKey {
  hash: string
}

/** A browser that may open the panel. */
export interface SessionRecord {
  /** SHA-256 of the cookie. */
  idHash: string
  /** SHA-256 of the keys that the browser keeps. */
  panelKeyHash: string
  filesKeyHash: string
  createdAt: string
  expiresAt: string
  userAgent: string
  /** To within some minutes. */
  lastUsedAt: string
}
