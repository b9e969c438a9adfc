/** Messages, on their way in and stored, with their files and what those say. */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { DeliveryState } from '../../../../../src-shared/contract/conversations.ts'
import type { MediaTextKind, MediaTextOutcome } from '../../port/media-texts.ts'
import type { MessageRecord } from '../../records.ts'
import { instanceName } from './accounts.ts'
import { flag, type Json } from './columns.ts'
import { conversations } from './conversations.ts'

/** The rare parts of a message, which share one column. */
export type MessageExtra = Partial<
  Pick<
    MessageRecord,
    | 'location'
    | 'sharedContacts'
    | 'quote'
    | 'reactions'
    | 'mentionsAccount'
    | 'isMissed'
    | 'previousText'
    | 'event'
    | 'cacheHit'
    | 'origin'
  >
>

export const messages = sqliteTable(
  'messages',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    contactId: text('contact_id'),
    externalId: text('external_id'),
    author: text('author').$type<MessageRecord['author']>().notNull(),
    authorName: text('author_name'),
    kind: text('kind').$type<MessageRecord['kind']>().notNull(),
    text: text('text').notNull(),
    media: text('media').$type<Json<NonNullable<MessageRecord['media']>>>(),
    extra: text('extra').$type<Json<MessageExtra>>(),
    sentAt: text('sent_at').notNull(),
    editedAt: text('edited_at'),
    revokedAt: text('revoked_at'),
    turnId: text('turn_id'),
    deliveryId: text('delivery_id'),
    deliveryState: text('delivery_state').$type<DeliveryState>(),
    deliveryError: text('delivery_error'),
    /** Why it waits to be sent, and until when; null while nothing holds it. */
    deliveryHeld: text('delivery_held').$type<Json<NonNullable<MessageRecord['deliveryHeld']>>>(),
  },
  (t) => [
    uniqueIndex('messages_by_external_id').on(t.instanceName, t.externalId),
    index('messages_by_conversation').on(t.conversationId, t.seq),
    index('messages_by_turn').on(t.turnId),
    // For texts that the phone sends automatically: they are the same in many chats.
    index('messages_of_phone').on(t.instanceName, t.text).where(sql`author = 'phone'`),
    index('messages_with_media').on(t.seq).where(sql`media is not null`),
  ],
)

/** Of a call in the journal, beside its text. */
export type CallHead = [instanceId: number, arrivedAtMs: number, length: number]

/** Webhook calls that are acknowledged and not handled yet, some dozens to a row, oldest first (see `journal/`). */
export const callJournal = sqliteTable('call_journal', {
  seq: integer('seq').primaryKey(),
  heads: text('heads').$type<Json<CallHead[]>>().notNull(),
  texts: text('texts').notNull(),
  count: integer('count').notNull(),
  /** Why it could not be handled; tried again at the next start. */
  error: text('error'),
})

export const earlyReceipts = sqliteTable(
  'early_receipts',
  {
    instanceName: instanceName(),
    externalId: text('external_id').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    error: text('error'),
    at: text('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.externalId] })],
)

/** Edits and deletions that overtook their message. */
export const earlyChanges = sqliteTable(
  'early_changes',
  {
    instanceName: instanceName(),
    externalId: text('external_id').notNull(),
    type: text('type').$type<'edit' | 'revoke'>().notNull(),
    text: text('text').notNull(),
    at: text('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.externalId, t.type] })],
)

/** Media whose bytes are still at the platform: fetched after their message is durable. */
export const mediaFetches = sqliteTable(
  'media_fetches',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    source: text('source').$type<Json<unknown>>().notNull(),
    attempts: integer('attempts').notNull(),
    notBefore: text('not_before').notNull(),
  },
  (t) => [index('media_fetches_by_time').on(t.notBefore)],
)

export const media = sqliteTable(
  'media',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    mimeType: text('mime_type').notNull(),
    fileName: text('file_name'),
    bytes: blob('bytes', { mode: 'buffer' }).notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('media_by_instance').on(t.instanceName)],
)

/**
 * What recordings and documents say, put into words by a machine. Those that wait are the queue of it.
 */
export const mediaTexts = sqliteTable(
  'media_texts',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    instanceName: instanceName(),
    kind: text('kind').$type<MediaTextKind>().notNull(),
    state: text('state').$type<'waiting' | MediaTextOutcome['state']>().notNull(),
    /** SHA-256 of the file, once it was read: the same one is not read again for another message. */
    fileHash: text('file_hash'),
    text: text('text').notNull().default(''),
    isShortened: flag('is_shortened').notNull().default(false),
    by: text('by'),
    language: text('language'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [
    index('media_texts_waiting').on(t.createdAt).where(sql`state = 'waiting'`),
    index('media_texts_by_file').on(t.instanceName, t.fileHash).where(sql`state = 'ready'`),
  ],
)
