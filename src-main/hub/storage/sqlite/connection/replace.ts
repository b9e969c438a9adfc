/**
 * Replaces the database with another, so that a kill at any moment leaves one of the two whole.
 *
 * The new one is made ready in a folder beside the database. One rename of that folder decides; whoever takes the lock
 * next carries out what was decided, before it opens anything. What was there before is moved into a folder that is kept.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { lockDataFolder, storageError } from './database.ts'

/** The new database, and a text that names the folder for the old one. */
const FRESH = 'database'
const ASIDE = 'aside'

const preparedFolder = (file: string): string => `${file}.restoring`
const decidedFolder = (file: string): string => `${file}.restored`

/** Where the database that was replaced lies; null where there was none. */
export interface Replaced {
  aside: string | null
}

/**
 * Holds the lock on the data folder meanwhile. Throws OmniError('storage_unavailable') with `isInUse` where somebody else
 * has it; when it throws, what was there is as it was.
 *
 * @param fill makes the new database at this path, complete and closed; whatever else it leaves beside it goes
 */
export async function replaceDatabase(file: string, atMs: number, fill: (path: string) => Promise<void>): Promise<Replaced> {
  const lock = lockDataFolder(file)
  const prepared = preparedFolder(file)
  try {
    finishReplacing(file)
    mkdirSync(prepared, { mode: 0o700 })
    const fresh = join(prepared, FRESH)
    await fill(fresh)
    if (existsSync(`${fresh}-wal`)) throw new Error('the new database was not closed: what is in its log would be lost')
    for (const name of readdirSync(prepared)) if (name !== FRESH) rmSync(join(prepared, name), { recursive: true })
    const aside = `${basename(file)}.before-restore-${new Date(atMs).toISOString().replace(/[-:]|\.\d+Z/g, '')}`
    writeFileSync(join(prepared, ASIDE), aside, { flush: true })
    syncFile(fresh)
    syncFolder(prepared)
    const hasOld = oldFiles(file).length > 0
    renameSync(prepared, decidedFolder(file))
    finishReplacing(file)
    return { aside: hasOld ? join(dirname(file), aside) : null }
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true })
    throw storageError(error, file)
  } finally {
    lock.release()
  }
}

/** Carries out what was decided and removes what was not. Only for whoever holds the lock. */
export function finishReplacing(file: string): void {
  const decided = decidedFolder(file)
  rmSync(preparedFolder(file), { recursive: true, force: true })
  if (!existsSync(decided)) return
  const folder = dirname(file)
  syncFolder(folder)
  const fresh = join(decided, FRESH)
  // Gone: it is in its place, and what is left of the folder was being removed.
  if (existsSync(fresh)) swap(file, fresh, join(folder, readFileSync(join(decided, ASIDE), 'utf8')))
  syncFolder(folder)
  rmSync(decided, { recursive: true })
}

function swap(file: string, fresh: string, aside: string): void {
  const folder = dirname(file)
  try {
    for (const name of oldFiles(file)) {
      mkdirSync(aside, { recursive: true, mode: 0o700 })
      renameSync(join(folder, name), join(aside, name))
    }
    renameSync(fresh, file)
  } catch (error) {
    // Back first, and only then is it undecided: in between, the next one would carry it out.
    if (existsSync(aside)) {
      for (const name of readdirSync(aside)) renameSync(join(aside, name), join(folder, name))
      rmSync(aside, { recursive: true })
    }
    renameSync(decidedFolder(file), preparedFolder(file))
    throw error
  }
}

/** What belongs to the database and must not be read as part of another: its log above all, and the call journal. */
function oldFiles(file: string): string[] {
  const name = basename(file)
  const isPart = (entry: string): boolean =>
    [name, `${name}-wal`, `${name}-shm`, `${name}-journal`].includes(entry) || entry.startsWith(`${name}.call-journal-`)
  return readdirSync(dirname(file)).filter(isPart)
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** So that a rename outlives a power cut. Windows has no such thing for folders. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
