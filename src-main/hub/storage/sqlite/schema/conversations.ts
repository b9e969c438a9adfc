/** People and what is said with them: contacts, conversations, labels, notes. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ConversationRecord } from '../../records.ts'
import { instanceName } from './accounts.ts'
import { flag, type Json } from './columns.ts'

export const contacts = sqliteTable(
  'contacts',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    name: text('name'),
    avatarUrl: text('avatar_url'),
    agentUserId: text('agent_user_id'),
    createdAt: text('created_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
  },
  (t) => [index('contacts_by_instance').on(t.instanceName, t.lastSeenAt)],
)

export const identities = sqliteTable(
  'identities',
  {
    instanceName: instanceName(),
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.kind, t.value] }), index('identities_by_contact').on(t.contactId)],
)

export const conversations = sqliteTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    externalId: text('external_id').notNull(),
    kind: text('kind').$type<ConversationRecord['kind']>().notNull(),
    name: text('name'),
    contactId: text('contact_id').references(() => contacts.id, { onDelete: 'set null' }),
    /** Empty until there is a message, so that it sorts and compares without NULL. */
    lastMessageAt: text('last_message_at').notNull(),
    lastMessagePreview: text('last_message_preview').notNull(),
    lastMessageAuthor: text('last_message_author').$type<ConversationRecord['lastMessageAuthor']>(),
    unreadCount: integer('unread_count').notNull(),
    /** The worst state of its deliveries, kept up to date with them: lists and events read it all the time. */
    attention: text('attention').$type<ConversationRecord['attention']>().notNull(),
    agentSessionId: text('agent_session_id'),
    sessionActiveAt: text('session_active_at'),
    contextFrom: text('context_from'),
    isArchived: flag('is_archived').notNull(),
    createdAt: text('created_at').notNull(),
    ownerKind: text('owner_kind').$type<ConversationRecord['owner']['kind']>().notNull().default('bot'),
    ownerName: text('owner_name'),
    ownerSince: text('owner_since'),
    ownerUntil: text('owner_until'),
    ownerReason: text('owner_reason').$type<ConversationRecord['owner']['reason']>(),
    /** For how long the person took it, so that a reply keeps it for as long again. */
    ownerMinutes: integer('owner_minutes'),
    lastAnswerFailed: flag('last_answer_failed').notNull().default(false),
    /** The ids of its labels, for lists and events; `conversation_labels` is for the filter. */
    labels: text('labels').$type<Json<string[]>>().notNull().default('[]'),
    draftId: text('draft_id'),
  },
  (t) => [
    uniqueIndex('conversations_by_external_id').on(t.instanceName, t.externalId),
    index('conversations_by_time').on(t.lastMessageAt, t.id),
    index('conversations_by_instance_and_time').on(t.instanceName, t.lastMessageAt, t.id),
    index('conversations_by_contact').on(t.contactId),
    // One for each filter of the inbox whose conversations are few among many.
    index('conversations_unread').on(t.lastMessageAt, t.id).where(sql`unread_count > 0`),
    index('conversations_waiting').on(t.lastMessageAt, t.id).where(sql`owner_kind = 'waiting' or draft_id is not null`),
    index('conversations_failed').on(t.lastMessageAt, t.id).where(sql`attention <> 'none' or last_answer_failed = 1`),
    index('conversations_paused').on(t.lastMessageAt, t.id).where(sql`owner_kind = 'person'`),
  ],
)

export const conversationId = () =>
  text('conversation_id')
    .notNull()
    .references(() => conversations.id, { onDelete: 'cascade' })

/** Conversations that became part of another: links and work under way still name them. */
export const mergedConversations = sqliteTable(
  'merged_conversations',
  { id: text('id').primaryKey(), conversationId: conversationId() },
  (t) => [index('merged_conversations_by_conversation').on(t.conversationId)],
)

/** What a machine wrote about the older part of a conversation, for its agent. */
export const conversationSummaries = sqliteTable('conversation_summaries', {
  conversationId: text('conversation_id')
    .primaryKey()
    .references(() => conversations.id, { onDelete: 'cascade' }),
  /** Empty: it was forgotten, and what is up to `upto_seq` is in no later one. */
  text: text('text').notNull(),
  uptoSeq: integer('upto_seq').notNull(),
  messageCount: integer('message_count').notNull(),
  writtenBy: text('written_by').notNull(),
  writtenAt: text('written_at').notNull(),
  /** Grows with every change: who extends it must have read this one. */
  revision: integer('revision').notNull(),
})

/**
 * How many conversations an instance has, how many of them are groups, and how many have a label: kept by
 * the triggers of the migration `conversation_counts`, so that nobody has to count many to say how many.
 */
export const conversationCounts = sqliteTable(
  'conversation_counts',
  {
    instanceName: instanceName(),
    /** `all`, `group` or `label`. */
    what: text('what').$type<'all' | 'group' | 'label'>().notNull(),
    /** Of the label; else empty. */
    labelId: text('label_id').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.what, t.labelId] })],
)

export const labels = sqliteTable('labels', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  colour: text('colour').notNull(),
})

export const conversationLabels = sqliteTable(
  'conversation_labels',
  {
    labelId: text('label_id')
      .notNull()
      .references(() => labels.id, { onDelete: 'cascade' }),
    conversationId: conversationId(),
  },
  (t) => [primaryKey({ columns: [t.labelId, t.conversationId] }), index('conversation_labels_by_conversation').on(t.conversationId)],
)

export const notes = sqliteTable(
  'notes',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    /** Null for groups: the note then belongs to the conversation. */
    contactId: text('contact_id').references(() => contacts.id, { onDelete: 'set null' }),
    conversationId: conversationId(),
    author: text('author').notNull(),
    text: text('text').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('notes_by_conversation').on(t.conversationId), index('notes_by_contact').on(t.contactId)],
)
