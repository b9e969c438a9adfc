/** Who answers, what that costs, and answers that are given again. */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AgentProfileRecord } from '../../records.ts'
import { instanceName } from './accounts.ts'
import type { Json } from './columns.ts'
import { messages } from './messages.ts'

/** Who answers: the row `house` is the built-in agent and always there. */
export const agentProfiles = sqliteTable('agent_profiles', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<AgentProfileRecord['kind']>().notNull(),
  settings: text('settings').$type<Json<AgentProfileRecord['settings']>>().notNull(),
  secrets: text('secrets').$type<Json<AgentProfileRecord['secrets']>>().notNull(),
  timeoutMs: integer('timeout_ms').notNull(),
  flags: text('flags').$type<Json<AgentProfileRecord['flags']>>().notNull(),
  health: text('health').$type<Json<AgentProfileRecord['health']>>().notNull(),
  madeFor: text('made_for'),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})

/** What the agents of an instance used on one day of the shop, for each of its people. Outlives the traces. */
export const agentSpend = sqliteTable(
  'agent_spend',
  {
    instanceName: instanceName(),
    /** The shop's own date, `2026-03-14`. */
    day: text('day').notNull(),
    /** Empty where nobody is known (a group). */
    contactId: text('contact_id').notNull(),
    agentProfileId: text('agent_profile_id').notNull(),
    turns: integer('turns').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    audioSeconds: integer('audio_seconds').notNull().default(0),
    costMicros: integer('cost_micros').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.instanceName, t.day, t.contactId, t.agentProfileId] }),
    index('agent_spend_by_contact').on(t.contactId).where(sql`contact_id <> ''`),
    index('agent_spend_by_day').on(t.day),
  ],
)

/** Answers of agents that are given again to the same question. */
export const keptAnswers = sqliteTable(
  'kept_answers',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    setUp: text('set_up').notNull(),
    context: text('context').notNull(),
    question: text('question').notNull(),
    asked: text('asked').notNull(),
    answer: text('answer').notNull(),
    agentProfileId: text('agent_profile_id').notNull(),
    agentName: text('agent_name').notNull(),
    /** Of the customer: when it is deleted, so is this. */
    messageId: text('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    turnId: text('turn_id'),
    uses: integer('uses').notNull(),
    lastUsedAt: text('last_used_at'),
    keptAt: text('kept_at').notNull(),
    /** Which model made the vector; one of another is of no use. */
    vectorModel: text('vector_model'),
    /** Float32, of length 1. */
    vector: blob('vector', { mode: 'buffer' }),
  },
  (t) => [
    uniqueIndex('kept_answers_by_question').on(t.instanceName, t.setUp, t.context, t.question),
    index('kept_answers_by_message').on(t.messageId).where(sql`message_id is not null`),
  ],
)

/** How many questions of a day were answered without an agent. Outlives the answers. */
export const answeredDays = sqliteTable(
  'answered_days',
  {
    instanceName: instanceName(),
    /** The shop's own date, `2026-03-14`. */
    day: text('day').notNull(),
    asked: integer('asked').notNull(),
    exact: integer('exact').notNull(),
    similar: integer('similar').notNull(),
    fixed: integer('fixed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.day] })],
)
