/** The tables of the embedded database. Migrations are generated from this file (`npm run migrations`). */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const flag = (name: string) => integer(name, { mode: 'boolean' })
const json = (name: string) => text(name)

export const instances = sqliteTable('instances', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull().unique(),
  channel: text('channel').notNull(),
  provider: text('provider'),
  isActive: flag('is_active').notNull(),
  isDefault: flag('is_default').notNull(),
  settings: json('settings').notNull(),
  secrets: json('secrets').notNull(),
  /** Of {@link agentProfiles}. No reference, as SQLite cannot add one to a table that has rows. */
  agentProfileId: text('agent_profile_id').notNull().default('house'),
  behaviour: json('behaviour').notNull(),
  routing: json('routing').notNull().default(sql`'{}'`),
  house: json('house').notNull(),
  acceptsUnsignedWebhooks: flag('accepts_unsigned_webhooks').notNull(),
  extra: json('extra').notNull(),
  connection: json('connection').notNull(),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})

/** Who answers: the row `house` is the built-in agent and always there. */
export const agentProfiles = sqliteTable('agent_profiles', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
  settings: json('settings').notNull(),
  secrets: json('secrets').notNull(),
  timeoutMs: integer('timeout_ms').notNull(),
  flags: json('flags').notNull(),
  health: json('health').notNull(),
  madeFor: text('made_for'),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})

const instanceName = () =>
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
    kind: text('kind').notNull(),
    name: text('name'),
    contactId: text('contact_id').references(() => contacts.id, { onDelete: 'set null' }),
    /** Empty until there is a message, so that it sorts and compares without NULL. */
    lastMessageAt: text('last_message_at').notNull(),
    lastMessagePreview: text('last_message_preview').notNull(),
    lastMessageAuthor: text('last_message_author'),
    unreadCount: integer('unread_count').notNull(),
    /** The worst news of its deliveries, kept up to date with them: lists and events read it all the time. */
    attention: text('attention').notNull(),
    agentSessionId: text('agent_session_id'),
    sessionActiveAt: text('session_active_at'),
    contextFrom: text('context_from'),
    isArchived: flag('is_archived').notNull(),
    createdAt: text('created_at').notNull(),
    ownerKind: text('owner_kind').notNull().default('bot'),
    ownerName: text('owner_name'),
    ownerSince: text('owner_since'),
    ownerUntil: text('owner_until'),
    ownerReason: text('owner_reason'),
    /** For how long the person took it, so that a reply keeps it for as long again. */
    ownerMinutes: integer('owner_minutes'),
    lastAnswerFailed: flag('last_answer_failed').notNull().default(false),
    /** The ids of its labels, for lists and events; `conversation_labels` is for the filter. */
    labels: json('labels').notNull().default('[]'),
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
    author: text('author').notNull(),
    authorName: text('author_name'),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    media: json('media'),
    /** location, shared contacts, quote and reactions: rare, so they share one column. */
    extra: json('extra'),
    sentAt: text('sent_at').notNull(),
    editedAt: text('edited_at'),
    revokedAt: text('revoked_at'),
    turnId: text('turn_id'),
    deliveryId: text('delivery_id'),
    deliveryState: text('delivery_state'),
    deliveryError: text('delivery_error'),
  },
  (t) => [
    uniqueIndex('messages_by_external_id').on(t.instanceName, t.externalId),
    index('messages_by_conversation').on(t.conversationId, t.seq),
    index('messages_by_turn').on(t.turnId),
    index('messages_with_media').on(t.seq).where(sql`media is not null`),
  ],
)

const conversationId = () =>
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
    what: text('what').notNull(),
    /** Of the label; else empty. */
    labelId: text('label_id').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.what, t.labelId] })],
)

/** Webhook calls that are acknowledged and not handled yet, some dozens to a row, oldest first (see `journal.ts`). */
export const callJournal = sqliteTable('call_journal', {
  seq: integer('seq').primaryKey(),
  heads: text('heads').notNull(),
  texts: text('texts').notNull(),
  count: integer('count').notNull(),
  /** Why it could not be handled; tried again at the next start. */
  error: text('error'),
})

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
    messageKind: text('message_kind').notNull(),
    messagePreview: text('message_preview').notNull(),
    messageCount: integer('message_count').notNull(),
    hasMedia: flag('has_media').notNull(),
    hasQuote: flag('has_quote').notNull(),
    state: text('state').notNull(),
    stopCode: text('stop_code'),
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
    agentDurationMs: integer('agent_duration_ms'),
    totalDurationMs: integer('total_duration_ms'),
    steps: json('steps').notNull(),
    receivedAt: text('received_at').notNull(),
    completedAt: text('completed_at'),
    /** The process that works on it; null once finished. A partial index keeps the open ones at hand. */
    owner: text('owner'),
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
    stopped: integer('stopped').notNull(),
    failed: integer('failed').notNull(),
    /** A histogram of the answer times (see `histogram.ts`). */
    answerTimes: json('answer_times').notNull(),
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
    run: json('run').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('dry_runs_by_turn').on(t.turnId).where(sql`turn_id is not null`)],
)

/** Runs of the playground that were saved to be run again. */
export const examples = sqliteTable('examples', {
  id: text('id').primaryKey(),
  instanceName: instanceName(),
  /** The whole example, as the contract has it. */
  example: json('example').notNull(),
  createdAt: text('created_at').notNull(),
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
    reply: json('reply'),
  },
  (t) => [uniqueIndex('late_replies_by_token').on(t.tokenHash)],
)

export const tracePayloads = sqliteTable(
  'trace_payloads',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    turnId: text('turn_id').notNull(),
    instanceName: instanceName(),
    stage: text('stage').notNull(),
    kind: text('kind').notNull(),
    at: text('at').notNull(),
    statusCode: integer('status_code'),
    sizeBytes: integer('size_bytes').notNull(),
    /** UTF-8 JSON; deflated (raw) when that saves space, which `is_deflated` tells. */
    body: blob('body', { mode: 'buffer' }).notNull(),
    isDeflated: flag('is_deflated').notNull(),
  },
  (t) => [index('trace_payloads_by_turn').on(t.turnId)],
)

export const deliveries = sqliteTable(
  'deliveries',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    instanceName: instanceName(),
    conversationId: text('conversation_id').notNull(),
    turnId: text('turn_id'),
    messageId: text('message_id').notNull(),
    origin: text('origin').notNull(),
    part: json('part').notNull(),
    pauseBeforeMs: integer('pause_before_ms').notNull(),
    state: text('state').notNull(),
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

/** What a number that is looked after sent within the last day, for its limits. */
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

export const earlyReceipts = sqliteTable(
  'early_receipts',
  {
    instanceName: instanceName(),
    externalId: text('external_id').notNull(),
    state: text('state').notNull(),
    error: text('error'),
    at: text('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.instanceName, t.externalId] })],
)

/** Media whose bytes are still at the platform: fetched after their message is durable. */
export const mediaFetches = sqliteTable(
  'media_fetches',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    source: json('source').notNull(),
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
export const readings = sqliteTable(
  'readings',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    instanceName: instanceName(),
    kind: text('kind').notNull(),
    state: text('state').notNull(),
    /** SHA-256 of the file, once it was read: the same one is not read again for another message. */
    fileHash: text('file_hash'),
    text: text('text').notNull().default(''),
    isShortened: flag('is_shortened').notNull().default(false),
    by: text('by'),
    language: text('language'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [
    index('readings_waiting').on(t.createdAt).where(sql`state = 'waiting'`),
    index('readings_by_file').on(t.instanceName, t.fileHash).where(sql`state = 'ready'`),
  ],
)

export const accessRules = sqliteTable(
  'access_rules',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    instanceName: text('instance_name').references(() => instances.name, { onDelete: 'cascade' }),
    pattern: text('pattern').notNull(),
    type: text('type').notNull(),
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
  scope: text('scope').notNull(),
  instanceNames: json('instance_names'),
  createdAt: text('created_at').notNull(),
  lastUsedAt: text('last_used_at'),
})

export const sessions = sqliteTable('sessions', {
  idHash: text('id_hash').primaryKey(),
  createdAt: text('created_at').notNull(),
  expiresAt: text('expires_at').notNull(),
})

export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: json('value').notNull(),
})

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
    thought: json('thought').notNull(),
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
    state: text('state').notNull(),
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

/**
 * Full-text search runs behind the messages: the range of `seq` that is indexed grows at both ends.
 * The FTS tables and the triggers that note what changed are in the migration `search`.
 */
export const searchState = sqliteTable('search_state', {
  id: integer('id').primaryKey(),
  /** Everything from here … */
  low: integer('low').notNull(),
  /** … to here is indexed. */
  high: integer('high').notNull(),
})

/** Messages whose text changed or went after they were indexed. */
export const searchDirtyMessages = sqliteTable('search_dirty_messages', { seq: integer('seq').primaryKey() })

/** What people are found by, one row for each conversation; `seq` is the row of the FTS table. */
export const searchPeople = sqliteTable('search_people', {
  seq: integer('seq').primaryKey(),
  conversationId: text('conversation_id').notNull().unique(),
})

export const searchDirtyPeople = sqliteTable('search_dirty_people', { conversationId: text('conversation_id').primaryKey() })
