/** Turns with their traces, and what agents were asked without a customer. */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { DryRun, Example } from '../../../../../src-shared/contract/playground.ts'
import type { Histogram } from '../../histogram.ts'
import type { LateReplyRecord, PayloadInput, TurnRecord } from '../../records.ts'
import { instanceName } from './accounts.ts'
import { flag, type Json } from './columns.ts'

export const turns = sqliteTable(
  'turns',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    conversationId: text('conversation_id'),
    contactId: text('contact_id'),
    contactName: text('contact_name'),
    contactPhone: text('contact_phone'),
    messageId: text('message_id'),
    messageExternalId: text('message_external_id'),
    messageKind: text('message_kind').$type<TurnRecord['messageKind']>().notNull(),
    messagePreview: text('message_preview').notNull(),
    messageCount: integer('message_count').notNull(),
    hasMedia: flag('has_media').notNull(),
    hasQuote: flag('has_quote').notNull(),
    state: text('state').$type<TurnRecord['state']>().notNull(),
    stopCode: text('stop_code').$type<TurnRecord['stopCode']>(),
    reason: text('reason'),
    errorStage: text('error_stage'),
    mergedInto: text('merged_into'),
    agentKind: text('agent_kind'),
    agentProfileId: text('agent_profile_id'),
    agentName: text('agent_name'),
    agentSucceeded: flag('agent_succeeded'),
    channelSucceeded: flag('channel_succeeded'),
    sessionName: text('session_name'),
    agentSessionId: text('agent_session_id'),
    /** What was reported or estimated of its use; money in millionths of the currency of the price table. */
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    costMicros: integer('cost_micros'),
    /** Parts of the answer leave while the agent still writes: what is planned is not all of it. */
    isAnswerOpen: flag('is_answer_open'),
    /** The answer said that a person will: nobody has answered yet. */
    isHandedOver: flag('is_handed_over'),
    agentDurationMs: integer('agent_duration_ms'),
    totalDurationMs: integer('total_duration_ms'),
    steps: text('steps').$type<Json<TurnRecord['steps']>>().notNull(),
    receivedAt: text('received_at').notNull(),
    completedAt: text('completed_at'),
    /** The process that works on it; null once finished. A partial index keeps the open ones at hand. */
    owner: text('owner'),
    /** How often it was begun again after a fault of this process. */
    takenUp: integer('taken_up').notNull().default(0),
    /** The turn that a person had answered again. */
    rerunOf: text('rerun_of'),
    /** Set when the turn is in the search index and in the figures (see `digest.ts`); null until then. */
    isDigested: flag('is_digested'),
  },
  (t) => [
    // Of these an accepted message pays for the first two; the others hold only turns that have ended.
    index('turns_by_instance').on(t.instanceName, t.receivedAt),
    index('turns_by_time').on(t.receivedAt),
    index('turns_rare').on(t.state, t.receivedAt).where(sql`state in ('failed', 'stopped', 'merged')`),
    index('turns_undigested').on(t.seq).where(sql`completed_at is not null and is_digested is null`),
    index('turns_merged').on(t.mergedInto).where(sql`merged_into is not null`),
    index('turns_open').on(t.owner).where(sql`owner is not null`),
  ],
)

/**
 * What became of the turns that were received in a quarter of an hour (`slot` = milliseconds since
 * the epoch / 900,000): fine enough for the hours and days of every time zone. Outlives the traces.
 */
export const turnStats = sqliteTable(
  'turn_stats',
  {
    instanceName: instanceName(),
    slot: integer('slot').notNull(),
    received: integer('received').notNull(),
    answered: integer('answered').notNull(),
    handedOver: integer('handed_over').notNull().default(0),
    stopped: integer('stopped').notNull(),
    failed: integer('failed').notNull(),
    /** A histogram of the answer times (see `histogram.ts`). */
    answerTimes: text('answer_times').$type<Json<Histogram>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.slot] }), index('turn_stats_by_slot').on(t.slot)],
)

/** What agents said when they were asked without a customer: replays of traces, and the playground. */
export const dryRuns = sqliteTable(
  'dry_runs',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    /** The trace that was run again; null in the playground. */
    turnId: text('turn_id'),
    /** The whole run, as the contract has it. */
    run: text('run').$type<Json<DryRun>>().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('dry_runs_by_turn').on(t.turnId).where(sql`turn_id is not null`)],
)

/** Runs of the playground that were saved to be run again. */
export const examples = sqliteTable('examples', {
  id: text('id').primaryKey(),
  instanceName: instanceName(),
  /** The whole example, as the contract has it. */
  example: text('example').$type<Json<Example>>().notNull(),
  createdAt: text('created_at').notNull(),
})

/** Answers that agents promised to give later, by a call with a one-time token. */
export const lateReplies = sqliteTable(
  'late_replies',
  {
    turnId: text('turn_id').primaryKey(),
    instanceName: instanceName(),
    /** SHA-256 of the token. */
    tokenHash: text('token_hash').notNull(),
    isAccepted: flag('is_accepted').notNull(),
    expiresAt: text('expires_at').notNull(),
    /** The body of the reply, once it came. */
    reply: text('reply').$type<Json<NonNullable<LateReplyRecord['reply']>>>(),
  },
  (t) => [uniqueIndex('late_replies_by_token').on(t.tokenHash)],
)

export const tracePayloads = sqliteTable(
  'trace_payloads',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    turnId: text('turn_id').notNull(),
    instanceName: instanceName(),
    stage: text('stage').$type<PayloadInput['stage']>().notNull(),
    kind: text('kind').$type<PayloadInput['kind']>().notNull(),
    at: text('at').notNull(),
    statusCode: integer('status_code'),
    sizeBytes: integer('size_bytes').notNull(),
    /** UTF-8 JSON; deflated (raw) when that saves space, which `is_deflated` tells. */
    body: blob('body', { mode: 'buffer' }).notNull(),
    isDeflated: flag('is_deflated').notNull(),
  },
  (t) => [index('trace_payloads_by_turn').on(t.turnId)],
)
