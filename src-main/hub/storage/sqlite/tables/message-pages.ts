/** The messages of a thread, page by page in either direction. */
import type { StorageReads } from '../../port.ts'
import type { MessageRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { cursor, readCursor } from './pages.ts'
import { type MessageRow, toMessage } from './rows.ts'

export function messagePageReads(db: Statements): Sync<Pick<StorageReads, 'listMessages' | 'firstUnreadSeq'>> {
  const older = (filter: string) =>
    db.prepare<[string, number, number, number], MessageRow>(
      `SELECT * FROM messages WHERE conversation_id = +? AND seq < +?${filter} ORDER BY seq DESC LIMIT ? + 0 OFFSET ?`,
    )
  const newer = (filter: string) =>
    db.prepare<[string, number, number], MessageRow>(
      `SELECT * FROM messages WHERE conversation_id = +? AND seq > +?${filter} ORDER BY seq LIMIT ? + 0`,
    )
  const NO_HAPPENINGS = " AND kind <> 'system'"
  const statements = {
    all: { older: older(''), newer: newer('') },
    said: { older: older(NO_HAPPENINGS), newer: newer(NO_HAPPENINGS) },
  }
  const counted = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM messages WHERE conversation_id = ?')
  const countedSaid = db.prepare<[string], { n: number }>(`SELECT count(*) AS n FROM messages WHERE conversation_id = ?${NO_HAPPENINGS}`)
  const unreadCount = db.prepare<[string], { n: number }>('SELECT unread_count AS n FROM conversations WHERE id = ?')
  const nthNewest = db.prepare<[string, number], { seq: number }>(
    "SELECT seq FROM messages WHERE conversation_id = ? AND author = 'customer' ORDER BY seq DESC LIMIT 1 OFFSET ?",
  )

  return {
    listMessages(conversationId, { before, beforeSeq, after, aroundSeq, limit, offset, withTotal, withEvents }) {
      const read = withEvents === false ? statements.said : statements.all
      const total = withTotal === true ? ((withEvents === false ? countedSaid : counted).get(conversationId)?.n ?? 0) : 0
      const seqCursor = (message: MessageRecord | undefined) => (message === undefined ? null : cursor(message.seq))
      const back = (seq: number, count: number) => {
        const rows = read.older.all(conversationId, seq, count + 1, offset ?? 0).map(toMessage)
        return { items: rows.slice(0, count).reverse(), hasMore: rows.length > count }
      }
      const forth = (seq: number, count: number) => {
        const rows = read.newer.all(conversationId, seq, count + 1).map(toMessage)
        return { items: rows.slice(0, count), hasMore: rows.length > count }
      }
      if (aroundSeq !== undefined) {
        const half = Math.max(1, Math.floor(limit / 2))
        const [past, rest] = [back(aroundSeq + 1, half), forth(aroundSeq, half)]
        const items = [...past.items, ...rest.items]
        return {
          items,
          nextBefore: past.hasMore ? seqCursor(items[0]) : null,
          nextAfter: rest.hasMore ? seqCursor(items.at(-1)) : null,
          total,
        }
      }
      const afterSeq = readCursor(after)?.[0]
      if (typeof afterSeq === 'number') {
        const { items, hasMore } = forth(afterSeq, limit)
        // What lies before is where the caller comes from.
        return { items, nextBefore: null, nextAfter: hasMore ? seqCursor(items.at(-1)) : null, total }
      }
      const from = beforeSeq ?? readCursor(before)?.[0]
      const { items, hasMore } = back(typeof from === 'number' ? from : Number.MAX_SAFE_INTEGER, limit)
      return { items, nextBefore: hasMore ? seqCursor(items[0]) : null, nextAfter: null, total }
    },
    firstUnreadSeq(conversationId) {
      const unread = unreadCount.get(conversationId)?.n ?? 0
      return unread === 0 ? null : (nthNewest.get(conversationId, unread - 1)?.seq ?? null)
    },
  }
}
