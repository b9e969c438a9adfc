/** Conversations and people as the panel shows them, and what the owner notes about them. */
import type { ConversationFilter, Held } from '../../../../src-shared/contract/conversations.ts'
import type { Label } from '../../../../src-shared/contract/labels.ts'
import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'
import type { ContactRecord, ConversationRecord, MessageRecord, NoteRecord, SummaryRecord } from '../records.ts'
import type { EventInput, Page } from './shared.ts'

export interface NewOwner {
  kind: ConversationRecord['owner']['kind']
  name: string | null
  until: string | null
  reason: ConversationRecord['owner']['reason']
  minutes: number | null
}

/** The listed filters of the panel, and those of REST. */
export type ConversationSelection = ConversationFilter & { kind?: ConversationRecord['kind']; isArchived?: boolean }

/** What every word of a search has to begin; lower case is not needed. Never empty. */
export interface SearchQuery {
  words: string[]
  /** The question as a part of a number, where it can be one: people are found by any of their digits in a row. */
  digits?: string | undefined
  instanceName?: string
  limit: number
}

export interface AttentionCounts {
  /** Conversations that wait for a person: asked for, or an answer to approve. */
  waiting: { instanceName: string; conversationId: string; name: string | null; at: string }[]
  unknown: { instanceName: string; conversationId: string; at: string }[]
  failed: { instanceName: string; conversationId: string; at: string }[]
  /** Messages that something holds back, the oldest first. */
  held: { instanceName: string; conversationId: string; deliveryId: string; name: string | null; held: Held; at: string }[]
  /** Planned messages whose time went by while the program was off. */
  missed: { instanceName: string; conversationId: string; name: string | null; at: string }[]
}

export interface FilterCounts extends Record<'unread' | 'waiting' | 'failed' | 'paused' | 'group', number> {
  /** By id; labels that no conversation has may be absent. */
  labels: Record<string, number>
  /** Of every instance, whichever was asked for. */
  instances: Record<string, number>
}

export interface PeopleWrites {
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
    conversationEvent: EventInput | null,
  ): Promise<{ conversation: ConversationRecord; message: MessageRecord | null } | null>
  /** Gives back what people had until `at` or earlier. */
  giveBackDue(at: string, conversationEvent: EventInput): Promise<{ conversation: ConversationRecord; message: MessageRecord }[]>
  addConversationEvent(conversationId: string, conversationEvent: EventInput, at: string): Promise<MessageRecord | null>
  saveReply(reply: SavedReply): Promise<void>
  removeReply(id: string): Promise<boolean>
  /** Creates or changes; `conflict` when another one has this name. */
  saveLabel(label: Label): Promise<void>
  /** The conversations that lost it. */
  removeLabel(id: string): Promise<ConversationRecord[] | null>
  /** Ids that are not labels (any more) are left out. */
  assignLabels(conversationId: string, labelIds: string[]): Promise<ConversationRecord | null>
  addNote(note: NoteRecord): Promise<void>
  removeNote(id: string): Promise<NoteRecord | null>
  /**
   * Takes the place of the summary that was read. False, and nothing is changed, when that is not the
   * present one any more (`revision`; 0: there was none), or the customer started over meanwhile.
   */
  saveSummary(summary: Omit<SummaryRecord, 'revision'>, read: { revision: number; contextFrom: string | null }): Promise<boolean>
  /**
   * Empties the summary. What is up to `uptoSeq` (null: what it was of) is in no later one. False when
   * there was nothing to forget.
   */
  forgetSummary(conversationId: string, uptoSeq: number | null, at: string): Promise<boolean>
  /** Makes the next `limit` messages or people searchable; true once everything is. */
  indexForSearch(limit: number): Promise<boolean>
}

export interface PeopleReads {
  /** `total` is counted only on request: 0 otherwise. */
  listConversations(
    filter: ConversationSelection,
    page: { before?: string; limit: number; offset?: number; withTotal?: boolean },
  ): Promise<Page<ConversationRecord> & { total: number }>
  /** How many conversations have something unread, and how many need a person. */
  countConversations(): Promise<{ unread: number; waiting: number }>
  /** How many conversations each filter of the list leaves; of one instance, or of all. */
  countByFilter(instanceName: string | null): Promise<FilterCounts>
  /** When the next conversation goes back to the agent automatically. */
  nextGiveBackAt(): Promise<string | null>
  /** Also by the id of one that became part of it. */
  getConversation(id: string): Promise<ConversationRecord | null>
  /**
   * A page from old to new: the newest, or what lies before or after a cursor, or around a message.
   * `total` is counted only on request. Events are left out with `withEvents: false`.
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
      withEvents?: boolean
    },
  ): Promise<Page<MessageRecord> & { nextAfter: string | null; total: number }>
  firstUnreadSeq(conversationId: string): Promise<number | null>
  /** Newest first, over all conversations. */
  recentMessages(filter: { instanceName?: string }, page: { limit: number; offset: number }): Promise<MessageRecord[]>
  getMessage(id: string): Promise<MessageRecord | null>
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
  listReplies(instanceName: string | null): Promise<SavedReply[]>
  listLabels(): Promise<Label[]>
  listNotes(conversationId: string): Promise<NoteRecord[]>
  getSummary(conversationId: string): Promise<SummaryRecord | null>
  attention(): Promise<AttentionCounts>
}
