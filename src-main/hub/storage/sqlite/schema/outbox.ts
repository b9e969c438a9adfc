/** What is sent, is to be sent, or waits for a person. */
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { DeliveryRecord, DraftRecord, ScheduledRecord } from '../../records.ts'
import { instanceName, instances } from './accounts.ts'
import type { Json } from './columns.ts'
import { conversationId } from './conversations.ts'

export const deliveries = sqliteTable(
  'deliveries',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    conversationId: text('conversation_id').notNull(),
    turnId: text('turn_id'),
    messageId: text('message_id').notNull(),
    origin: text('origin').$type<DeliveryRecord['origin']>().notNull(),
    part: text('part').$type<Json<DeliveryRecord['part']>>().notNull(),
    pauseBeforeMs: integer('pause_before_ms').notNull(),
    state: text('state').$type<DeliveryRecord['state']>().notNull(),
    attempts: integer('attempts').notNull(),
    notBefore: text('not_before'),
    externalId: text('external_id'),
    error: text('error'),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    owner: text('owner'),
  },
  (t) => [
    index('deliveries_by_turn').on(t.turnId),
    index('deliveries_troubled').on(t.conversationId, t.state).where(sql`state in ('failed', 'unknown')`),
    index('deliveries_open').on(t.owner).where(sql`owner is not null`),
  ],
)

export const drafts = sqliteTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    conversationId: conversationId(),
    turnId: text('turn_id').notNull(),
    agentName: text('agent_name').notNull(),
    text: text('text').notNull(),
    /** What the turn's trace says about the thinking, for when it is sent. */
    thought: text('thought').$type<Json<DraftRecord['thought']>>().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [uniqueIndex('drafts_by_conversation').on(t.conversationId)],
)

export const scheduled = sqliteTable(
  'scheduled',
  {
    id: text('id').primaryKey(),
    instanceName: instanceName(),
    conversationId: conversationId(),
    text: text('text').notNull(),
    by: text('by').notNull(),
    sendAt: text('send_at').notNull(),
    state: text('state').$type<ScheduledRecord['state']>().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('scheduled_by_time').on(t.state, t.sendAt), index('scheduled_by_conversation').on(t.conversationId)],
)

export const savedReplies = sqliteTable(
  'saved_replies',
  {
    id: text('id').primaryKey(),
    instanceName: text('instance_name').references(() => instances.name, { onDelete: 'cascade' }),
    shortcut: text('shortcut').notNull(),
    text: text('text').notNull(),
  },
  (t) => [index('saved_replies_by_instance').on(t.instanceName)],
)
