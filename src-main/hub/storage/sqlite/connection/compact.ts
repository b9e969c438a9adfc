/** Gives the empty pages of the database file back to the disk. */
import type { Db } from './database.ts'

/** Less than this share of the file empty is not worth rewriting all of it. */
const WORTH_SHARE = 0.1

const bytesOf = (db: Db, pragma: 'page_count' | 'freelist_count'): number =>
  Number(db.pragma(pragma, { simple: true })) * Number(db.pragma('page_size', { simple: true }))

/** Everything is written again and nothing else can be written meanwhile, so a large database is left as it is. */
export function compact(db: Db, maxBytes: number): number {
  const before = bytesOf(db, 'page_count')
  if (before > maxBytes || bytesOf(db, 'freelist_count') < before * WORTH_SHARE) return 0
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return before - bytesOf(db, 'page_count')
}
