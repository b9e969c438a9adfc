/**
 * Where a message stands in its thread. Threads are read by `seq`, which grows by {@link ROOM} with what
 * comes. What a platform tells of the past comes newest first and goes before everything that is there; what
 * comes later than something that was written after it goes before that, into the room that is left there.
 *
 * Only times of the platform are compared: what the hub itself has sent bears the time of another clock.
 */
import type { NewInbound } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { MessageRow } from './rows.ts'

/** Between two messages that follow each other; that many messages of a computer's whole life still have numbers that are safe. */
const ROOM = 2 ** 20
/** What comes late gets its place among this many. */
const LOOKED_AT = 1000

/** SQL for the `seq` at the end of all threads. */
export const NEXT_PLACE = `(SELECT ifnull(max(seq), 0) + ${ROOM} FROM sqlite_sequence WHERE name = 'messages')`

interface Placed {
  seq: number
  sentMs: number
}

/**
 * A free `seq` between two messages of a thread, as far from them as it was written: so those that follow
 * find room too. Each message owns the numbers of the {@link ROOM} below it, so no other thread has them.
 * Null when there is none left.
 * @param before null where the thread begins with `after`
 */
export function placeBetween(before: Placed | null, sentMs: number, after: Placed): number | null {
  const own = Math.floor((after.seq - 1) / ROOM) * ROOM
  const low = Math.max(own, before?.seq ?? own)
  const free = after.seq - low - 1
  if (free < 1) return null
  const span = before === null ? 0 : after.sentMs - before.sentMs
  const share = before !== null && span > 0 ? Math.min(Math.max((sentMs - before.sentMs) / span, 0), 1) : 0.5
  return low + Math.min(Math.max(Math.round((free + 1) * share), 1), free)
}

export function threadPlaces(db: Statements) {
  const firstOf = db.prepare<[string], string>('SELECT sent_at FROM messages WHERE conversation_id = ? ORDER BY seq LIMIT 1').pluck()
  const lastOf = db.prepare<[string], string>('SELECT last_message_at FROM conversations WHERE id = ?').pluck()
  const lowest = db.prepare<[], number | null>('SELECT min(seq) FROM messages').pluck()
  const newestFirst = db.prepare<[string], Pick<MessageRow, 'seq' | 'sent_at' | 'author'>>(
    `SELECT seq, sent_at, author FROM messages WHERE conversation_id = ? ORDER BY seq DESC LIMIT ${LOOKED_AT}`,
  )
  const searchAnew = db.prepare('INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (?)')

  function isOfThePast(inbound: NewInbound, conversationId: string): boolean {
    if (inbound.turnId !== null) return false
    const firstSentAt = firstOf.get(conversationId)
    if (firstSentAt === undefined || inbound.sentAt > firstSentAt) return false
    // WhatsApp counts in seconds: what comes later of the same second was said before. But what cannot be
    // read yet, or is noted by the platform, comes when it happens.
    return inbound.sentAt < firstSentAt || (inbound.kind !== 'undecryptable' && inbound.kind !== 'system')
  }

  /** Before the first of those at the end that were all written later. */
  function placeAmong(sentAt: string, conversationId: string): number | null {
    // Of a platform that counts in seconds, it may have been written at the end of its second.
    const latest = sentAt.replace('.000Z', '.999Z')
    if ((lastOf.get(conversationId) ?? '') <= latest) return null
    let after: Placed | null = null
    let before: Placed | null = null
    const placed = (row: Pick<MessageRow, 'seq' | 'sent_at'>): Placed => ({ seq: row.seq, sentMs: Date.parse(row.sent_at) })
    for (const row of newestFirst.iterate(conversationId)) {
      if (after !== null && before === null) before = placed(row)
      if (row.author !== 'customer' && row.author !== 'phone') continue
      if (row.sent_at <= latest) break
      after = placed(row)
      before = null
    }
    return after === null ? null : placeBetween(before, Date.parse(sentAt), after)
  }

  return {
    /** The `seq` for a message; null for one that goes to the end. */
    placeOf(inbound: NewInbound, conversationId: string): number | null {
      if (isOfThePast(inbound, conversationId)) return Math.min(lowest.get() ?? 0, 0) - ROOM
      const seq = placeAmong(inbound.sentAt, conversationId)
      // The index of the search has passed it.
      if (seq !== null) searchAnew.run(seq)
      return seq
    },
  }
}
