import type { Message } from '../../../../src-shared/contract/conversations.ts'

const ON_PLATFORM = new Set(['sent', 'delivered', 'read', 'played'])
const MINUTE_MS = 60_000

/** For how long what was sent can be changed on the channel, in minutes; undefined: not at all. */
export interface ChangeLimits {
  editMinutes: number | undefined
  deleteMinutes: number | undefined
}

/** What a person can still do with a message that was sent from here. The hub has the last word. */
export function changesOf(message: Message, limits: ChangeLimits, nowMs: number): { canEdit: boolean; canDelete: boolean } {
  const { author, delivery, externalId, revokedAt, kind, sentAt } = message
  const isOurs = author !== 'customer' && author !== 'phone' && kind !== 'system' && kind !== 'reaction'
  const isThere = externalId !== null && revokedAt === null && delivery !== null && ON_PLATFORM.has(delivery.state)
  const isWithin = (minutes: number | undefined) => minutes !== undefined && nowMs - Date.parse(sentAt) < minutes * MINUTE_MS
  return {
    canEdit: isOurs && isThere && kind === 'text' && isWithin(limits.editMinutes),
    canDelete: isOurs && isThere && isWithin(limits.deleteMinutes),
  }
}
