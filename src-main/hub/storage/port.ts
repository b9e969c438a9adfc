/**
 * The storage port: what the product asks of a database, in the product's own words.
 *
 * Every method is one atomic operation. When a promise of a write resolves, what it wrote survives
 * a `kill -9` and a power cut. Writes of one process are applied in the order of their calls; a
 * read sees every write that resolved before it was called. No caller ever holds a transaction.
 * Failures of the database itself (full, read-only, locked, corrupt) reject with
 * `OmniError('storage_unavailable')` whose message names the file or server.
 *
 * Open work (turns and deliveries that are not finished) belongs to the owner that stored or
 * claimed it; `claimOpenWork` takes over what belongs to the dead. How death is known is the
 * adapter's business: SQLite by an exclusive lock on the data folder, a server by leases.
 */
import type { AccessRule, CreateAccessRule } from '../../../src-shared/contract/access.ts'
import type {
  AuthorKind,
  ConversationEvent,
  ConversationFilter,
  Media,
  Message,
  MessageKind,
} from '../../../src-shared/contract/conversations.ts'
import type { Label } from '../../../src-shared/contract/labels.ts'
import type { DryRun, Example } from '../../../src-shared/contract/playground.ts'
import type { Expiring, StorageUsage } from '../../../src-shared/contract/retention.ts'
import type { SavedReply } from '../../../src-shared/contract/saved-replies.ts'
import type { Spend } from '../../../src-shared/contract/spend.ts'
import type { StopCode, TracePayload, TraceStep, TurnState } from '../../../src-shared/contract/traces.ts'
import type { IdentityRef, InboundMedia, ReceiptState } from '../channels/port.ts'
import type {
  AgentProfileRecord,
  ApiKeyRecord,
  ContactRecord,
  ConversationRecord,
  DeliveryRecord,
  DraftRecord,
  InstanceRecord,
  LateReplyRecord,
  MessageRecord,
  NoteRecord,
  PayloadInput,
  ScheduledRecord,
  TurnRecord,
} from './records.ts'

/** One thing that a channel remembers. Values come sealed; the storage never sees what they mean. */
export interface ChannelKeyEntry {
  category: string
  id: string
  value: string | null
}

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
  media: InboundMedia | null
  location: Message['location']
  sharedContacts: Message['sharedContacts']
  quote: Message['quote']
  mentionsAccount: boolean
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
}

/** A conversation that turned out to be with the same person as another, and is now in it; its id leads there. */
export interface MergedConversation {
  fromId: string
  conversation: ConversationRecord
}

export interface TurnOutcome {
  state: Extract<TurnState, 'completed' | 'stopped' | 'failed'>
  stopCode: StopCode | null
  reason: string
  errorStage: string | null
  steps: TraceStep[]
  completedAt: string
  totalDurationMs: number
  channelSucceeded: boolean | null
}

export interface PlannedMessage {
  delivery: Omit<DeliveryRecord, 'seq' | 'attempts' | 'externalId' | 'error' | 'createdAt' | 'updatedAt'>
  author: AuthorKind
  authorName: string | null
  kind: MessageKind
  text: string
  /** Of a file that is stored here already. */
  media?: Media | null
  quote?: Message['quote']
}

/** A happening in a conversation: `text` is the sentence for those who know no events (REST). */
export interface EventInput {
  event: ConversationEvent
  text: string
  turnId?: string | null
}

export interface NewOwner {
  kind: ConversationRecord['owner']['kind']
  name: string | null
  until: string | null
  reason: ConversationRecord['owner']['reason']
  minutes: number | null
}

/** How a draft ends without being sent. */
export interface DraftEnd {
  stopCode: Extract<StopCode, 'draft_discarded' | 'superseded'>
  reason: string
  happening: EventInput
  at: string
}

/** The listed filters of the panel, and those of REST. */
export type ConversationSelection = ConversationFilter & { kind?: ConversationRecord['kind']; isArchived?: boolean }

/** What every word of a search has to begin; lower case is not needed. Never empty. */
export interface SearchQuery {
  words: string[]
  instanceName?: string
  limit: number
}

export interface AnswerPlan {
  turnId: string
  at: string
  steps: TraceStep[]
  agentKind: string
  agentProfileId: string | null
  agentName: string | null
  agentSucceeded: boolean
  agentDurationMs: number
  sessionName: string
  agentSessionId: string | null
  agentUserId: string | null
  messages: PlannedMessage[]
  payloads: PayloadInput[]
  /** The agent is still writing: more calls for the same turn follow, the last one without this. */
  isOpen?: boolean
}

export type DeliveryOutcome =
  | { state: 'sent'; externalId: string; chatExternalId: string | null; at: string; payloads: PayloadInput[] }
  | { state: 'failed' | 'unknown' | 'cancelled'; error: string; at: string; payloads: PayloadInput[] }
  /** Goes back to waiting, to be tried again at `notBefore`. */
  | { state: 'pending'; error: string; notBefore: string; at: string; payloads: PayloadInput[] }

export interface DeliveryChange {
  delivery: DeliveryRecord
  message: MessageRecord
  conversation: ConversationRecord
}

export type MessageUpdate =
  | { type: 'receipt'; externalId: string; state: ReceiptState; error: string | null; at: string }
  | { type: 'edit'; externalId: string; text: string; at: string }
  | { type: 'revoke'; externalId: string; at: string }
  | { type: 'reaction'; targetExternalId: string; emoji: string; by: string }

/** A webhook call that is acknowledged and not handled yet. */
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

export interface SendLimits {
  perHour: number
  /** People who never wrote, within 24 hours. */
  newContactsPerDay: number
}

export type SendSlot = { state: 'taken' } | { state: 'full'; freeAt: string } | { state: 'no_more_strangers'; freeAt: string | null }

export interface OpenWork {
  turns: TurnRecord[]
  deliveries: DeliveryRecord[]
}

export interface Page<T> {
  items: T[]
  nextBefore: string | null
}

export interface TraceFilter {
  instanceName?: string
  /** Any of these. */
  instanceNames?: string[]
  conversationId?: string
  states?: TurnState[]
  stopCodes?: StopCode[]
  /** Turns stopped for these reasons are left out. */
  notStopCodes?: StopCode[]
  /** Words that the trace's texts, names, numbers or ids begin with; `listTraces` alone knows it. */
  query?: string
  hasError?: boolean
  phone?: string
  contactId?: string
  messageKind?: MessageKind
  sessionName?: string
  agentSessionId?: string
  hasMedia?: boolean
  fromIso?: string
  toIso?: string
  minDurationMs?: number
}

export interface TraceSummary {
  total: number
  completed: number
  failed: number
  averageTotalMs: number | null
  averageAgentMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  byKind: Record<string, number>
  byErrorStage: Record<string, number>
  byInstance: Record<string, number>
}

export interface AttentionCounts {
  /** Conversations that wait for a person: asked for, or an answer to approve. */
  waiting: { instanceName: string; conversationId: string; name: string | null; at: string }[]
  unknown: { instanceName: string; conversationId: string; at: string }[]
  failed: { instanceName: string; conversationId: string; at: string }[]
  /** Planned messages whose time went by while the program was off. */
  missed: { instanceName: string; conversationId: string; name: string | null; at: string }[]
}

/** What became of the turns of a stretch of time. The percentiles are within 4 %. */
export interface TurnFigures {
  received: number
  answered: number
  /** On purpose not answered. */
  stopped: number
  failed: number
  medianMs: number | null
  p95Ms: number | null
}

export interface TurnStats {
  total: TurnFigures
  /** One for each pair of neighbouring edges. */
  stretches: TurnFigures[]
  byInstance: Record<string, TurnFigures>
  /** Of each instance that received anything, for each stretch. */
  activity: Record<string, { received: number; failed: number }[]>
  /** False while older turns are still being counted (after an update). */
  isComplete: boolean
}

export interface StorageWrites {
  createInstance(record: Omit<InstanceRecord, 'id'>): Promise<InstanceRecord>
  /** Replaces the whole row of that name. */
  saveInstance(record: InstanceRecord): Promise<void>
  /** Makes exactly this one the default. */
  setDefaultInstance(name: string): Promise<void>
  /** Removes the instance with everything that belongs to it. */
  removeInstance(name: string): Promise<void>

  /** Saves what a channel remembers, all of it or nothing; a null value removes the entry. */
  saveChannelKeys(instanceName: string, entries: ChannelKeyEntry[]): Promise<void>
  /** Forgets these categories; with null, everything that the instance's channel remembers. */
  clearChannelKeys(instanceName: string, categories: string[] | null): Promise<void>
  /** Creates or replaces the profile of that id. */
  saveAgentProfile(record: AgentProfileRecord): Promise<void>
  /** False, and nothing is changed, while an instance uses it (or when there is none). */
  removeAgentProfile(id: string): Promise<boolean>

  /** Adds to what the turn has used, and to the day of its instance and person. Null: not reported, or without a price. */
  countAgentUse(use: {
    turnId: string
    instanceName: string
    contactId: string | null
    agentProfileId: string
    day: string
    inputTokens: number | null
    outputTokens: number | null
    costMicros: number | null
  }): Promise<void>
  /** Creates or replaces the one of that turn; forgets those that ran out before `at`. */
  saveLateReply(record: LateReplyRecord, at: string): Promise<void>
  acceptLateReply(turnId: string): Promise<void>
  /** The turn that this token replies to; null for a token that is unknown, has run out or was used. */
  takeLateReply(tokenHash: string, body: unknown, at: string): Promise<{ turnId: string } | null>
  removeLateReply(turnId: string): Promise<void>

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
  /** Null when the message is not known; a receipt that came too early is kept until it is. */
  updateMessage(instanceName: string, update: MessageUpdate): Promise<{ message: MessageRecord; conversation: ConversationRecord } | null>
  /**
   * Several ids are of one person: contacts that were two become one, and so do their direct chats,
   * with everything that is in them. In any order, and however often it is told.
   */
  upsertContact(
    instanceName: string,
    contact: { identities: IdentityRef[]; name: string | null; avatarUrl: string | null },
    at: string,
  ): Promise<KnownContact | null>
  /** The agent is told nothing of what was said until `at`, and its session ends. */
  beginAnew(conversationId: string, at: string): Promise<void>
  renameChat(instanceName: string, externalId: string, name: string): Promise<ConversationRecord | null>
  markRead(conversationId: string): Promise<ConversationRecord | null>
  markUnread(conversationId: string): Promise<ConversationRecord | null>

  /**
   * Gives the conversation to somebody, and notes it between its messages. Null, and nothing is
   * changed, unless its present owner is one of `from`.
   */
  setOwner(
    conversationId: string,
    owner: NewOwner,
    from: NewOwner['kind'][],
    at: string,
    happening: EventInput | null,
  ): Promise<{ conversation: ConversationRecord; message: MessageRecord | null } | null>
  /** Gives back what people had until `at` or earlier. */
  giveBackDue(at: string, happening: EventInput): Promise<{ conversation: ConversationRecord; message: MessageRecord }[]>
  addHappening(conversationId: string, happening: EventInput, at: string): Promise<MessageRecord | null>

  /** Ends the turn as awaiting approval. An older draft of the conversation is superseded. */
  saveDraft(draft: DraftRecord, outcome: TurnOutcome): Promise<{ conversation: ConversationRecord; turn: TurnRecord }>
  /** Null when it is not open any more; else the turn is open again, with its answer planned. */
  approveDraft(
    draftId: string,
    plan: { messages: PlannedMessage[]; steps: TurnRecord['steps']; at: string; happening: EventInput },
  ): Promise<{ changes: DeliveryChange[]; turn: TurnRecord; conversation: ConversationRecord; message: MessageRecord } | null>
  endDraft(
    draftId: string,
    end: DraftEnd,
  ): Promise<{ conversation: ConversationRecord; turn: TurnRecord | null; message: MessageRecord } | null>

  createScheduled(record: ScheduledRecord): Promise<void>
  /** Back to waiting, with this text and time; null when it is gone. */
  updateScheduled(id: string, text: string, sendAt: string): Promise<ScheduledRecord | null>
  markMissed(id: string): Promise<void>
  /** Sent or taken back; false when it was gone already. */
  removeScheduled(id: string): Promise<boolean>

  saveReply(reply: SavedReply): Promise<void>
  removeReply(id: string): Promise<boolean>
  /** Creates or changes; `conflict` when another one has this name. */
  saveLabel(label: Label): Promise<void>
  /** The conversations that lost it. */
  removeLabel(id: string): Promise<ConversationRecord[] | null>
  /** Ids that are no labels (any more) are left out. */
  assignLabels(conversationId: string, labelIds: string[]): Promise<ConversationRecord | null>
  addNote(note: NoteRecord): Promise<void>
  removeNote(id: string): Promise<NoteRecord | null>

  /** The bytes of a message's media came, or never will. Null when the message is gone. */
  settleMedia(messageId: string, outcome: MediaOutcome): Promise<{ message: MessageRecord; conversation: ConversationRecord } | null>
  /** A person wants them: they may be fetched from now on. Null when there is nothing to be fetched. */
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

  /**
   * Opens a turn that answers the last message of the customer (and of its burst) again. Null
   * without one; `conflict` while a turn of the conversation is open.
   */
  repeatTurn(
    conversationId: string,
    turnId: string,
    happening: EventInput,
    at: string,
  ): Promise<{ turn: TurnRecord; message: MessageRecord; note: MessageRecord } | null>

  /** Makes the next `limit` messages or people searchable; true once everything is. */
  indexForSearch(limit: number): Promise<boolean>

  /** Ends a turn that gets no (further) answer. */
  finishTurn(turnId: string, outcome: TurnOutcome): Promise<TurnRecord | null>
  /** `mergedIds` are answered together with `leaderId`. */
  mergeTurns(leaderId: string, mergedIds: string[], at: string): Promise<TurnRecord[]>
  /** Writes the answer and its outbox rows in one step; after this the turn is never thought again. */
  planAnswer(plan: AnswerPlan): Promise<{ changes: DeliveryChange[]; turn: TurnRecord }>
  /** Adds payloads to a trace (the agent's failed attempts). */
  addPayloads(turnId: string, payloads: PayloadInput[]): Promise<void>

  /** A message of a person or of the API. The same delivery id twice changes nothing. */
  enqueueDelivery(planned: PlannedMessage, at: string): Promise<DeliveryChange>
  /**
   * Counts a message that a number is about to send, unless one of the limits keeps it from that. The
   * same delivery counts once. Never more than `perHour` within any hour, also across restarts.
   */
  takeSendSlot(
    send: { instanceName: string; deliveryId: string; conversationId: string; at: string },
    limits: SendLimits,
  ): Promise<SendSlot>
  /** Gives a message that is edited as it grows its text so far; null when it is gone. */
  rewriteDelivery(deliveryId: string, text: string): Promise<DeliveryChange | null>
  /** Marks it as being sent, just before the platform is called; null unless it was pending. */
  startDelivery(deliveryId: string, at: string): Promise<DeliveryRecord | null>
  finishDelivery(deliveryId: string, outcome: DeliveryOutcome): Promise<DeliveryChange | null>
  /** From `failed` or `unknown` back to `pending`; null if it is in another state. */
  reopenDelivery(deliveryId: string, at: string): Promise<DeliveryChange | null>

  /** Takes over all open work of dead owners, oldest first. `sending` rows come back as they were. */
  claimOpenWork(): Promise<OpenWork>

  createAccessRule(rule: CreateAccessRule, at: string): Promise<AccessRule>
  removeAccessRule(id: number): Promise<boolean>
  createApiKey(record: ApiKeyRecord): Promise<void>
  removeApiKey(id: string): Promise<boolean>
  touchApiKey(id: string, at: string): Promise<void>
  setSetting(key: string, value: unknown): Promise<void>
  createSession(session: { idHash: string; createdAt: string; expiresAt: string }): Promise<void>
  removeSession(idHash: string): Promise<void>
  /** Brings up to `limit` finished turns into the search and the figures; gives how many there were. */
  digestTurns(limit: number): Promise<number>
  /** Keeps the latest few hundred. */
  saveDryRun(run: DryRun): Promise<void>
  saveExample(example: Example): Promise<void>
  removeExample(id: string): Promise<boolean>
  /**
   * Deletes some of what is older, oldest first. Nothing that work is still to be done on goes: open
   * turns, drafts, deliveries that are not settled. The figures of traces stay; messages whose file
   * goes stay, too.
   */
  expire(what: Expiring, beforeIso: string, limit: number): Promise<{ deleted: number; isDone: boolean }>
  /** Gives empty space back to the disk, if that is quick (`maxBytes`: of the whole database); the bytes given back. */
  compact(maxBytes: number): Promise<number>
}

export interface StorageReads {
  listInstances(): Promise<InstanceRecord[]>
  /** The entries that exist, by id; with null, the whole category. */
  channelKeys(instanceName: string, category: string, ids: string[] | null): Promise<Record<string, string>>
  /** Oldest first; the built-in one is always there. */
  listAgentProfiles(): Promise<AgentProfileRecord[]>
  /** Both days included, oldest first. */
  agentUseByDay(filter: { from: string; to: string; instanceName?: string }): Promise<(Spend & { instanceName: string; day: string })[]>
  agentUseOfContact(contactId: string): Promise<Spend>
  getLateReply(turnId: string): Promise<LateReplyRecord | null>
  /** `total` is counted only on request: 0 otherwise. */
  listConversations(
    filter: ConversationSelection,
    page: { before?: string; limit: number; offset?: number; withTotal?: boolean },
  ): Promise<Page<ConversationRecord> & { total: number }>
  /** How many conversations have something unread, and how many need a person. */
  countConversations(): Promise<{ unread: number; waiting: number }>
  /** How many conversations each filter of the list leaves; of one instance, or of all. */
  countByFilter(instanceName: string | null): Promise<Record<'unread' | 'waiting' | 'failed' | 'paused', number>>
  /** When the next conversation goes back to the bot by itself. */
  nextGiveBackAt(): Promise<string | null>
  /** Also by the id of one that became part of it. */
  getConversation(id: string): Promise<ConversationRecord | null>
  findConversation(instanceName: string, externalId: string): Promise<ConversationRecord | null>
  /**
   * A page from old to new: the newest, or what lies before or after a cursor, or around a message.
   * `total` is counted only on request. Happenings are left out with `withHappenings: false`.
   */
  listMessages(
    conversationId: string,
    page: {
      before?: string
      beforeSeq?: number
      after?: string
      aroundSeq?: number
      limit: number
      offset?: number
      withTotal?: boolean
      withHappenings?: boolean
    },
  ): Promise<Page<MessageRecord> & { nextAfter: string | null; total: number }>
  firstUnreadSeq(conversationId: string): Promise<number | null>
  /** Newest first, over all conversations. */
  recentMessages(filter: { instanceName?: string }, page: { limit: number; offset: number }): Promise<MessageRecord[]>
  getMessage(id: string): Promise<MessageRecord | null>
  findMessage(instanceName: string, externalId: string): Promise<MessageRecord | null>
  /** The messages of a turn, oldest first, those of turns merged into it included. */
  turnMessages(turnId: string): Promise<MessageRecord[]>
  /** The last messages before `beforeSeq`, oldest first. */
  history(conversationId: string, beforeSeq: number, limit: number): Promise<MessageRecord[]>
  /** Calls that are in the journal and not set aside. */
  journalDepth(): Promise<number>
  /** Null when the journal is empty. */
  oldestJournaled(): Promise<JournalBatch | null>
  newestInboundAt(instanceName: string): Promise<string | null>
  listContacts(
    filter: { instanceName: string; query?: string },
    page: { limit: number; offset: number },
  ): Promise<{ items: ContactRecord[]; total: number }>
  getContact(id: string): Promise<ContactRecord | null>
  /** What there was with the person of this conversation. */
  contactHistory(conversationId: string): Promise<{
    conversations: ConversationRecord[]
    messageCount: number
    answeredCount: number
    firstMessageAt: string | null
  }>
  searchMessages(query: SearchQuery): Promise<{ message: MessageRecord; conversation: ConversationRecord }[]>
  searchPeople(query: SearchQuery): Promise<ConversationRecord[]>
  getDraft(id: string): Promise<DraftRecord | null>
  getScheduled(id: string): Promise<ScheduledRecord | null>
  listScheduled(conversationId: string): Promise<ScheduledRecord[]>
  /** Those waiting, soonest first. */
  dueScheduled(at: string): Promise<ScheduledRecord[]>
  nextScheduledAt(): Promise<string | null>
  listReplies(instanceName: string | null): Promise<SavedReply[]>
  listLabels(): Promise<Label[]>
  listNotes(conversationId: string): Promise<NoteRecord[]>
  /** The newest turn of a conversation, or the one that it was merged into. */
  lastTurn(conversationId: string): Promise<TurnRecord | null>
  findContact(instanceName: string, identity: IdentityRef): Promise<ContactRecord | null>
  /**
   * Newest first. `isBounded` keeps every page quick whatever the filter: one that looked long enough
   * comes short, even empty, with `nextBefore` set.
   */
  listTraces(filter: TraceFilter, page: { before?: string; limit: number; offset?: number; isBounded?: boolean }): Promise<Page<TurnRecord>>
  countTraces(filter: Omit<TraceFilter, 'query'>): Promise<number>
  getTrace(id: string): Promise<TurnRecord | null>
  /** `storedBytes` is what each takes on disk. */
  tracePayloads(turnId: string): Promise<(TracePayload & { storedBytes: number })[]>
  traceSummary(filter: TraceFilter): Promise<TraceSummary>
  /** Newest first; with null, of all traces and of none. */
  listDryRuns(turnId: string | null, limit: number): Promise<DryRun[]>
  listExamples(): Promise<Example[]>
  /** When the messages of the hour before `at` were sent, oldest first, and how many new people were written to in the day before. */
  sendUsage(instanceName: string, at: string): Promise<{ sentAt: string[]; newContacts: number }>
  /** Has the other side ever written in this conversation? */
  hasWritten(conversationId: string): Promise<boolean>
  getDelivery(id: string): Promise<DeliveryRecord | null>
  turnDeliveries(turnId: string): Promise<DeliveryRecord[]>
  attention(): Promise<AttentionCounts>
  /**
   * `edges` are rising points in time, on quarters of an hour: the stretches between them are counted.
   * With an instance, `total` and `stretches` are of it alone.
   */
  turnStats(edges: string[], instanceName: string | null): Promise<TurnStats>
  /** How many traces `expire` would delete in all, once the turns that ended are digested. */
  countExpiredTraces(beforeIso: string): Promise<number>
  /** What may be fetched at this time, oldest first. */
  awaitedMedia(at: string, limit: number): Promise<AwaitedMedia[]>
  /** When the next one that was postponed may be. */
  nextMediaAt(at: string): Promise<string | null>
  readMedia(id: string): Promise<{ instanceName: string; mimeType: string; fileName: string | null; bytes: Uint8Array } | null>
  /** What the database takes; estimated where counting would take long. */
  databaseUsage(): Promise<Omit<StorageUsage, 'logsBytes' | 'backupsBytes'>>
  listAccessRules(): Promise<AccessRule[]>
  listApiKeys(): Promise<ApiKeyRecord[]>
  getSetting(key: string): Promise<unknown>
  findSession(idHash: string): Promise<{ expiresAt: string } | null>
}

export interface Storage extends StorageWrites, StorageReads {
  /** Writes a consistent copy of everything to a new file. Neither reads nor writes wait for it. */
  backUpTo(file: string): Promise<void>
  close(): Promise<void>
}
