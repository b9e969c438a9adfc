/**
 * Opens the database file: pragmas, the lock on the data folder, backup and migrations, and the
 * translation of SQLite's failures into sentences that name the file.
 */
import { accessSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { migrations } from '../migrations.gen.ts'

export type Db = Database.Database

/** What the operating system answered. Node's own errors have an underscore. */
const ERRNO = /^E[A-Z0-9]+$/
const NO_WAY_IN = /^E(ACCES|PERM|NOTDIR|NOENT|EXIST)$/

/** Turns what SQLite or the file system threw into an OmniError; anything else passes through unchanged. */
export function storageError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!code.startsWith('SQLITE_') && !ERRNO.test(code)) return error
  return new OmniError('storage_unavailable', sentence(code, file), { cause: error, details: { file, sqliteCode: code } })
}

function sentence(code: string, file: string): string {
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full: "${file}" cannot grow. Nothing that was accepted is lost; free some space and new messages are taken again.`
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS')
    return `The database "${file}" can be read but not written. Check the permissions of the file and its folder.`
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return `The disk failed while reading or writing "${file}".`
  if (code.startsWith('SQLITE_CANTOPEN') || NO_WAY_IN.test(code))
    return `The database "${file}" cannot be opened. Check that its folder exists and may be written.`
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return `The database "${file}" is locked by another program. Close it and start again.`
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return `The database "${file}" is damaged. It was left as it is: put a backup (${file}.*.backup) in its place, or move it away to start over.`
  }
  return `The database "${file}" refused an operation (${code}).`
}

/**
 * Takes the lock that says "this process works on this data folder". The lock is the operating
 * system's, held through a second tiny database, so it ends with the process however that ends.
 */
export function lockDataFolder(file: string): { release(): void } {
  const lockFile = `${file}.lock`
  let lock: Db
  try {
    mkdirSync(dirname(file), { recursive: true })
    lock = new Database(lockFile, { timeout: 0 })
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw new OmniError(
        'storage_unavailable',
        `Another Omni already works with "${file}". Close it first, or give this one another data folder.`,
        {
          cause: error,
          details: { file, isInUse: true },
        },
      )
    }
    throw storageError(error, file)
  }
  return { release: () => lock.close() }
}

/** SQLite keeps these for a connection, not in the file. A reader needs them too: it makes checkpoints. */
function keepSafe(db: Db): void {
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
}

/** Opens for writing and brings the schema up to date, after a backup if there was an older one. */
export function openWriter(file: string): Db {
  let db: Db | null = null
  try {
    mkdirSync(dirname(file), { recursive: true })
    const existed = existsSync(file)
    db = new Database(file, { timeout: 2000 })
    db.pragma('journal_mode = WAL')
    keepSafe(db)
    db.pragma('cache_size = -8000')
    db.pragma('temp_store = MEMORY')
    // A checkpoint copies pages while commits wait: it is made when there are none, or by another
    // thread meanwhile (see wal.ts); this is the ceiling, in pages.
    db.pragma('wal_autocheckpoint = 16000')
    migrate(db, file, existed)
    return db
  } catch (error) {
    // Whoever is told of it may remove or replace the file next.
    db?.close()
    throw storageError(error, file)
  }
}

export function openReader(file: string): Db {
  try {
    // The driver's own error for this has no code. The folder was there when the writer opened.
    accessSync(dirname(file))
    // Not opened as read-only, because that could not make a checkpoint; no statement may write all the same.
    const db = new Database(file, { fileMustExist: true, timeout: 2000 })
    keepSafe(db)
    db.pragma('cache_size = -4000')
    db.pragma('query_only = ON')
    db.pragma('wal_autocheckpoint = 0')
    return db
  } catch (error) {
    throw storageError(error, file)
  }
}

/** The tag of the newest migration that was run; empty where none was. */
export const newestMigration = (db: Db): string => db.prepare<[], string | null>('SELECT max(tag) FROM __migrations').pluck().get() ?? ''

function migrate(db: Db, file: string, existed: boolean): void {
  db.exec('CREATE TABLE IF NOT EXISTS __migrations (tag TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at TEXT NOT NULL)')
  const applied = db.prepare<[], { tag: string; hash: string }>('SELECT tag, hash FROM __migrations ORDER BY tag').all()
  const known = new Map(migrations.map((migration) => [migration.tag, migration.hash]))
  const foreign = applied.find((row) => !known.has(row.tag))
  if (foreign !== undefined) {
    throw new OmniError(
      'storage_unavailable',
      `The database "${file}" was written by a version of Omni that this one does not know (${foreign.tag}). Install that version again, or put a backup in its place.`,
      {
        details: { file, isNewer: true },
      },
    )
  }
  const done = new Set(applied.map((row) => row.tag))
  const pending = migrations.filter((migration) => !done.has(migration.tag))
  if (pending.length === 0) return
  if (existed && applied.length > 0) {
    const backup = `${file}.before-${pending[0]?.tag ?? 'update'}.backup`
    if (!existsSync(backup)) db.exec(`VACUUM INTO '${backup.replaceAll("'", "''")}'`)
  }
  const record = db.prepare('INSERT INTO __migrations (tag, hash, applied_at) VALUES (?, ?, ?)')
  // All or none, and one wait for the disk instead of one for each.
  db.transaction(() => {
    for (const migration of pending) {
      for (const statement of migration.statements) db.exec(statement)
      record.run(migration.tag, migration.hash, new Date().toISOString())
    }
  })()
}
