/** How much room things take. Counts are exact; sizes are measured on the newest and reckoned up. */
import type { StorageReads } from '../../port.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'

const MEASURED = 5000

export function usageReads(db: Db): Sync<Pick<StorageReads, 'databaseUsage'>> {
  const count = (table: string) => db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0
  /** The length of a blob stands in the head of its row: its pages are not read. */
  const measure = (table: string, column: string) =>
    db
      .prepare<[], { n: number; bytes: number | null }>(
        `SELECT count(*) AS n, sum(size) AS bytes FROM (SELECT length(${column}) AS size FROM ${table} ORDER BY rowid DESC LIMIT ${MEASURED})`,
      )
      .get()
  const sizeOf = (table: string, column: string) => {
    const rows = count(table)
    const measured = measure(table, column)
    const bytes = measured === undefined || measured.n === 0 ? 0 : ((measured.bytes ?? 0) / measured.n) * rows
    return { count: rows, bytes: Math.round(bytes) }
  }
  return {
    databaseUsage() {
      const pageBytes = Number(db.pragma('page_size', { simple: true }))
      return {
        databaseBytes: Number(db.pragma('page_count', { simple: true })) * pageBytes,
        freeBytes: Number(db.pragma('freelist_count', { simple: true })) * pageBytes,
        media: sizeOf('media', 'bytes'),
        payloads: sizeOf('trace_payloads', 'body'),
        messages: count('messages'),
        traces: count('turns'),
      }
    },
  }
}
