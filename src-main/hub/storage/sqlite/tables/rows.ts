/** From rows to records. Column names are SQLite's; the records are the product's. */
import type { AccessRule } from '../../../../../src-shared/contract/access.ts'
import type { IdentityRef } from '../../../channels/port.ts'
import type {
  ApiKeyRecord,
  ContactRecord,
  ConversationRecord,
  DeliveryRecord,
  InstanceRecord,
  MessageRecord,
  SessionRecord,
  TurnRecord,
} from '../../records.ts'

import type { accessRules, apiKeys, instances, sessions } from '../schema/accounts.ts'
import type { Json } from '../schema/columns.ts'
import type { contacts, conversations } from '../schema/conversations.ts'
import type { MessageExtra, messages } from '../schema/messages.ts'
import type { deliveries } from '../schema/outbox.ts'
import type { Row } from '../schema/row.ts'
import type { turns } from '../schema/turns.ts'

export type InstanceRow = Row<typeof instances>
export type AccessRuleRow = Row<typeof accessRules>
export type ApiKeyRow = Row<typeof apiKeys>
export type SessionRow = Row<typeof sessions>
export type ContactRow = Row<typeof contacts>
export type MessageRow = Row<typeof messages>
export type TurnRow = Row<typeof turns>
export type DeliveryRow = Row<typeof deliveries>

/** What an operation reads back of what it has just written. */
export function written<R>(row: R | undefined): R {
  if (row === undefined) throw new Error('a row vanished within its own transaction')
  return row
}

export function parse<T>(value: Json<T>): T
export function parse<T>(value: Json<T> | null): T | null
export function parse<T>(value: Json<T> | null): T | null {
  return value === null ? null : JSON.parse(value)
}

export function toInstance(row: InstanceRow): InstanceRecord {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name || row.name,
    channel: row.channel,
    provider: row.provider,
    isActive: row.is_active === 1,
    isAnswering: row.is_answering === null ? null : row.is_answering === 1,
    isDefault: row.is_default === 1,
    settings: parse(row.settings),
    secrets: parse(row.secrets),
    agentProfileId: row.agent_profile_id,
    behaviour: parse(row.behaviour),
    routing: parse(row.routing),
    house: parse(row.house),
    acceptsUnsignedWebhooks: row.accepts_unsigned_webhooks === 1,
    extra: parse(row.extra),
    connection: parse(row.connection),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function toContact(row: ContactRow, identities: IdentityRef[]): ContactRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    name: row.name,
    avatarUrl: row.avatar_url,
    agentUserId: row.agent_user_id,
    identities,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }
}

/** What {@link CONVERSATION_SELECT} adds to the table's own columns. */
interface OfContact {
  contact_name: string | null
  contact_avatar_url: string | null
  phone_number: string | null
}

export type PlainConversationRow = Row<typeof conversations>
export type ConversationRow = PlainConversationRow & OfContact

/** The joins that {@link toConversation} needs. */
export const CONVERSATION_SELECT = `
  SELECT c.*, k.name AS contact_name, k.avatar_url AS contact_avatar_url,
    (SELECT value FROM identities i WHERE i.contact_id = c.contact_id AND i.kind = 'phone' LIMIT 1) AS phone_number
  FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id`

/**
 * For statements that run with every message: not `= ?`, and not `LIMIT ?`. SQLite looks at the value of
 * such a parameter when it plans (for the partial indexes `… IS NOT NULL` of the table, and for the limit),
 * and so parses and plans the whole statement again each time that one is bound. An expression it leaves alone.
 */
export const CONVERSATION_BY_ID = `${CONVERSATION_SELECT} WHERE c.id = +?`

export function toConversation(row: ConversationRow): ConversationRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    externalId: row.external_id,
    kind: row.kind,
    name: row.name,
    contactId: row.contact_id,
    contactName: row.contact_name,
    avatarUrl: row.contact_avatar_url,
    phoneNumber: row.phone_number,
    lastMessageAt: row.last_message_at === '' ? null : row.last_message_at,
    lastMessagePreview: row.last_message_preview,
    lastMessageAuthor: row.last_message_author,
    unreadCount: row.unread_count,
    attention: row.attention,
    agentSessionId: row.agent_session_id,
    sessionActiveAt: row.session_active_at,
    contextFrom: row.context_from,
    isArchived: row.is_archived === 1,
    createdAt: row.created_at,
    owner: {
      kind: row.owner_kind,
      name: row.owner_name,
      since: row.owner_since,
      until: row.owner_until,
      reason: row.owner_reason,
      minutes: row.owner_minutes,
    },
    lastAnswerFailed: row.last_answer_failed === 1,
    labels: row.labels === '[]' ? [] : parse(row.labels),
    draftId: row.draft_id,
  }
}

export function toMessage(row: MessageRow): MessageRecord {
  const extra: MessageExtra = parse(row.extra) ?? {}
  return {
    id: row.id,
    seq: row.seq,
    instanceName: row.instance_name,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    externalId: row.external_id,
    author: row.author,
    authorName: row.author_name,
    kind: row.kind,
    text: row.text,
    media: parse(row.media),
    location: extra.location ?? null,
    sharedContacts: extra.sharedContacts ?? [],
    quote: extra.quote ?? null,
    reactions: extra.reactions ?? [],
    mentionsAccount: extra.mentionsAccount ?? false,
    isMissed: extra.isMissed ?? false,
    sentAt: row.sent_at,
    editedAt: row.edited_at,
    previousText: extra.previousText ?? null,
    revokedAt: row.revoked_at,
    turnId: row.turn_id,
    deliveryId: row.delivery_id,
    deliveryState: row.delivery_state,
    deliveryError: row.delivery_error,
    deliveryHeld: parse(row.delivery_held),
    event: extra.event ?? null,
    ...(extra.cacheHit === undefined ? {} : { cacheHit: extra.cacheHit }),
    ...(extra.origin === undefined ? {} : { origin: extra.origin }),
  }
}

/** The shared column of the rare parts of a message; null when there are none. */
export function messageExtra(
  message: Pick<MessageRecord, 'location' | 'sharedContacts' | 'quote' | 'reactions' | 'mentionsAccount' | 'event'> &
    Partial<Pick<MessageRecord, 'previousText' | 'isMissed' | 'cacheHit' | 'origin'>>,
): string | null {
  const {
    location,
    sharedContacts,
    quote,
    reactions,
    mentionsAccount,
    event,
    previousText = null,
    isMissed = false,
    cacheHit,
    origin,
  } = message
  const isPlain = location === null && quote === null && sharedContacts.length === 0 && reactions.length === 0 && !mentionsAccount
  if (isPlain && event === null && previousText === null && !isMissed && cacheHit === undefined && origin === undefined) return null
  return JSON.stringify({
    location,
    sharedContacts,
    quote,
    reactions,
    mentionsAccount,
    event: event ?? undefined,
    previousText: previousText ?? undefined,
    isMissed: isMissed || undefined,
    cacheHit,
    origin,
  })
}

const boolOrNull = (value: number | null) => (value === null ? null : value === 1)

export function toTurn(row: TurnRow): TurnRecord {
  return {
    id: row.id,
    seq: row.seq,
    instanceName: row.instance_name,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    messageId: row.message_id,
    messageExternalId: row.message_external_id,
    messageKind: row.message_kind,
    messagePreview: row.message_preview,
    messageCount: row.message_count,
    hasMedia: row.has_media === 1,
    hasQuote: row.has_quote === 1,
    state: row.state,
    stopCode: row.stop_code,
    reason: row.reason,
    errorStage: row.error_stage,
    mergedInto: row.merged_into,
    agentKind: row.agent_kind,
    agentProfileId: row.agent_profile_id,
    agentName: row.agent_name,
    agentSucceeded: boolOrNull(row.agent_succeeded),
    channelSucceeded: boolOrNull(row.channel_succeeded),
    sessionName: row.session_name,
    agentSessionId: row.agent_session_id,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costMicros: row.cost_micros,
    isAnswerOpen: row.is_answer_open === 1,
    isHandedOver: row.is_handed_over === 1,
    agentDurationMs: row.agent_duration_ms,
    totalDurationMs: row.total_duration_ms,
    steps: parse(row.steps),
    receivedAt: row.received_at,
    completedAt: row.completed_at,
    rerunOf: row.rerun_of,
  }
}

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    id: row.id,
    seq: row.seq,
    instanceName: row.instance_name,
    conversationId: row.conversation_id,
    turnId: row.turn_id,
    messageId: row.message_id,
    origin: row.origin,
    part: parse(row.part),
    pauseBeforeMs: row.pause_before_ms,
    state: row.state,
    attempts: row.attempts,
    notBefore: row.not_before,
    externalId: row.external_id,
    error: row.error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function toAccessRule(row: AccessRuleRow): AccessRule {
  return {
    id: row.id,
    instanceName: row.instance_name,
    pattern: row.pattern,
    type: row.type,
    reason: row.reason,
    createdAt: row.created_at,
  }
}

export function toApiKey(row: ApiKeyRow): ApiKeyRecord {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    hash: row.hash,
    scope: row.scope,
    instanceNames: parse(row.instance_names),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}

export function toSession(row: SessionRow): SessionRecord {
  return {
    idHash: row.id_hash,
    panelKeyHash: row.panel_key_hash,
    filesKeyHash: row.files_key_hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    lastUsedAt: row.last_used_at,
  }
}
