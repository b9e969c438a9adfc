/**
 * Where a message stands in its thread. Threads are read by `seq`, which grows with what comes; what
 * a platform tells of the past comes newest first and goes before everything that is there.
 */
import type { NewInbound } from '../port.ts'
import type { Db } from './database.ts'

export function threadPlaces(db: Db) {
  const firstOf = db.prepare<[string], string>('SELECT sent_at FROM messages WHERE conversation_id = ? ORDER BY seq LIMIT 1').pluck()
  const lowest = db.prepare<[], number | null>('SELECT min(seq) FROM messages').pluck()

  return {
    /** The `seq` for a message of the past; null for one that goes to the end. */
    placeOf(inbound: NewInbound, conversationId: string): number | null {
      if (inbound.turnId !== null) return null
      const firstSentAt = firstOf.get(conversationId)
      // WhatsApp counts in seconds: what comes later of the same second was said before.
      if (firstSentAt === undefined || inbound.sentAt > firstSentAt) return null
      // But what cannot be read yet, or is noted by the platform, comes when it happens.
      const isTold = inbound.kind !== 'undecryptable' && inbound.kind !== 'system'
      if (inbound.sentAt === firstSentAt && !isTold) return null
      return Math.min(lowest.get() ?? 0, 0) - 1
    },
  }
}
