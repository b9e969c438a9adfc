/** Conversations and messages as the panel sees them. */
import type { Conversation, Message } from '../../../../src-shared/contract/conversations.ts'
import type { ChannelKind } from '../../../../src-shared/contract/instances.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'

export function conversationName(record: ConversationRecord): string {
  return (
    record.name ?? record.contactName ?? (record.phoneNumber === null ? record.externalId.replace(/@.*$/, '') : `+${record.phoneNumber}`)
  )
}

export function toPanelConversation(record: ConversationRecord, channel: ChannelKind): Conversation {
  const { owner } = record
  return {
    id: record.id,
    instanceName: record.instanceName,
    channel,
    kind: record.kind,
    externalId: record.externalId,
    name: conversationName(record),
    avatarUrl: record.avatarUrl,
    phoneNumber: record.phoneNumber,
    lastMessageAt: record.lastMessageAt,
    lastMessagePreview: record.lastMessagePreview,
    lastMessageAuthor: record.lastMessageAuthor,
    unreadCount: record.unreadCount,
    attention: record.attention,
    lastAnswerFailed: record.lastAnswerFailed,
    owner: { kind: owner.kind, name: owner.name, since: owner.since, until: owner.until, reason: owner.reason },
    labels: record.labels,
    draftId: record.draftId,
    createdAt: record.createdAt,
  }
}

export function toPanelMessage(record: MessageRecord): Message {
  const { media } = record
  return {
    id: record.id,
    seq: record.seq,
    instanceName: record.instanceName,
    conversationId: record.conversationId,
    externalId: record.externalId,
    author: record.author,
    authorName: record.authorName,
    kind: record.kind,
    text: record.revokedAt === null ? record.text : '',
    media: media === null || record.revokedAt !== null ? null : { ...media },
    location: record.location,
    sharedContacts: record.sharedContacts,
    quote: record.quote,
    reactions: record.reactions,
    sentAt: record.sentAt,
    editedAt: record.editedAt,
    previousText: record.revokedAt === null ? record.previousText : null,
    revokedAt: record.revokedAt,
    delivery:
      record.deliveryState === null
        ? null
        : { id: record.deliveryId, state: record.deliveryState, error: record.deliveryError, held: record.deliveryHeld },
    turnId: record.turnId,
    event: record.event,
    ...(record.cacheHit === undefined ? {} : { cacheHit: record.cacheHit }),
  }
}
