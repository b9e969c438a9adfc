/** How much room things take. Counts are exact; sizes are measured on the newest and reckoned up. */
import type { StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'

const MEASURED = 5000

export function usageReads(db: Statements): Sync<Pick<StorageReads, 'databaseUsage'>> {
  const number = (sql: string) => db.prepare<[], number>(sql).pluck()
  const pageSize = number('PRAGMA page_size')
  const pages = number('PRAGMA page_count')
  const freePages = number('PRAGMA freelist_count')
  const count = (table: string) => number(`SELECT count(*) FROM ${table}`)
  const messages = count('messages')
  const turns = count('turns')
  const sized = (table: string, column: string) => ({
    rows: count(table),
    /** The length of a blob stands in the head of its row: its pages are not read. */
    newest: db.prepare<[], { n: number; bytes: number | null }>(
      `SELECT count(*) AS n, sum(size) AS bytes FROM (SELECT length(${column}) AS size FROM ${table} ORDER BY rowid DESC LIMIT ${MEASURED})`,
    ),
  })
  const media = sized('media', 'bytes')
  const payloads = sized('trace_payloads', 'body')
  const sizeOf = ({ rows, newest }: ReturnType<typeof sized>) => {
    const all = rows.get() ?? 0
    const measured = newest.get()
    const bytes = measured === undefined || measured.n === 0 ? 0 : ((measured.bytes ?? 0) / measured.n) * all
    return { count: all, bytes: Math.round(bytes) }
  }
  return {
    databaseUsage() {
      const pageBytes = pageSize.get() ?? 0
      return {
        databaseBytes: (pages.get() ?? 0) * pageBytes,
        freeBytes: (freePages.get() ?? 0) * pageBytes,
        media: sizeOf(media),
        payloads: sizeOf(payloads),
        messages: messages.get() ?? 0,
        traces: turns.get() ?? 0,
      }
    },
  }
}
