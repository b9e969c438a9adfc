/** Accounts, what they remember, who may reach them, and the settings of the whole. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AccessRule } from '../../../../../src-shared/contract/access.ts'
import type { ApiKeyRecord, InstanceRecord } from '../../records.ts'
import { flag, type Json } from './columns.ts'

export const instances = sqliteTable('instances', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull().unique(),
  channel: text('channel').$type<InstanceRecord['channel']>().notNull(),
  provider: text('provider').$type<InstanceRecord['provider']>(),
  /** Empty: the same as the name. */
  displayName: text('display_name').notNull().default(''),
  isActive: flag('is_active').notNull(),
  /** Null: nobody has said so yet. What is from before it could be said was answered. */
  isAnswering: flag('is_answering').default(true),
  isDefault: flag('is_default').notNull(),
  settings: text('settings').$type<Json<InstanceRecord['settings']>>().notNull(),
  secrets: text('secrets').$type<Json<InstanceRecord['secrets']>>().notNull(),
  /** Of {@link agentProfiles}. No reference, as SQLite cannot add one to a table that has rows. */
  agentProfileId: text('agent_profile_id').notNull().default('house'),
  behaviour: text('behaviour').$type<Json<InstanceRecord['behaviour']>>().notNull(),
  routing: text('routing').$type<Json<InstanceRecord['routing']>>().notNull().default(sql`'{}'`),
  house: text('house').$type<Json<InstanceRecord['house']>>().notNull(),
  acceptsUnsignedWebhooks: flag('accepts_unsigned_webhooks').notNull(),
  extra: text('extra').$type<Json<InstanceRecord['extra']>>().notNull(),
  connection: text('connection').$type<Json<InstanceRecord['connection']>>().notNull(),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})

export const instanceName = () =>
  text('instance_name')
    .notNull()
    .references(() => instances.name, { onDelete: 'cascade' })

/** What a channel remembers for itself (the keys of a linked device), by the thousand and often written; sealed. */
export const channelKeys = sqliteTable(
  'channel_keys',
  {
    instanceName: instanceName(),
    category: text('category').notNull(),
    id: text('id').notNull(),
    value: text('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.category, t.id] })],
)

/** What a protected number sent within the last day, for its limits. */
export const numberSends = sqliteTable(
  'number_sends',
  {
    deliveryId: text('delivery_id').primaryKey(),
    instanceName: instanceName(),
    conversationId: text('conversation_id').notNull(),
    at: text('at').notNull(),
    /** The first message of the day to somebody who had never written. */
    isStranger: flag('is_stranger').notNull(),
  },
  (t) => [index('number_sends_by_time').on(t.instanceName, t.at)],
)

export const accessRules = sqliteTable(
  'access_rules',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    instanceName: text('instance_name').references(() => instances.name, { onDelete: 'cascade' }),
    pattern: text('pattern').notNull(),
    type: text('type').$type<AccessRule['type']>().notNull(),
    reason: text('reason'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('access_rules_by_instance').on(t.instanceName)],
)

export const apiKeys = sqliteTable('api_keys', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull(),
  hash: text('hash').notNull().unique(),
  scope: text('scope').$type<ApiKeyRecord['scope']>().notNull(),
  instanceNames: text('instance_names').$type<Json<string[]>>(),
  createdAt: text('created_at').notNull(),
  lastUsedAt: text('last_used_at'),
})

export const sessions = sqliteTable('sessions', {
  idHash: text('id_hash').primaryKey(),
  /** Empty for those from before there were keys: nothing is hashed to that, and they sign in once more. */
  panelKeyHash: text('panel_key_hash').notNull().default(''),
  filesKeyHash: text('files_key_hash').notNull().default(''),
  createdAt: text('created_at').notNull(),
  expiresAt: text('expires_at').notNull(),
  /** The browser's own name for itself. */
  userAgent: text('user_agent').notNull().default(''),
  lastUsedAt: text('last_used_at').notNull().default(''),
})

export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').$type<Json<unknown>>().notNull(),
})
