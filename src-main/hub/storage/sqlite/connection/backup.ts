/** A copy of the database as it is at one moment, made by a connection that only reads. */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import type { Db } from './database.ts'

/** `VACUUM INTO` reads one snapshot, so the writer goes on meanwhile; the copy is complete when this returns. */
export function backUpTo(db: Db, file: string): void {
  try {
    // It forbids writing to this database, which the copy is not.
    db.pragma('query_only = OFF')
    db.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`)
    const handle = openSync(file, 'r+')
    fsyncSync(handle)
    closeSync(handle)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}
