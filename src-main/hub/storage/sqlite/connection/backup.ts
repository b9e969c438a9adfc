/** A copy of the database as it is at one moment, made by a connection that only reads. */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { type Db, newestMigration, storageError } from './database.ts'

/** `VACUUM INTO` reads one snapshot, so the writer goes on meanwhile; the copy is complete when this returns. */
export function backUpTo(db: Db, file: string): { schema: string } {
  try {
    // It forbids writing to this database, which the copy is not.
    db.pragma('query_only = OFF')
    db.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`)
    const handle = openSync(file, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    return { schema: newestMigration(db) }
  } catch (error) {
    rmSync(file, { force: true })
    throw storageError(error, file)
  }
}

/** Reads every page and every index of a copy. */
export function checkCopy(file: string): void {
  let copy: Db | null = null
  try {
    copy = new Database(file, { readonly: true, fileMustExist: true })
    const found = copy.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok' || newestMigration(copy) === '') throw new Error(String(found))
  } catch (cause) {
    throw new OmniError('storage_unavailable', 'The copy of the database cannot be used: it is damaged.', { cause, details: { file } })
  } finally {
    copy?.close()
  }
}
