/**
 * The call journal's files beside the database, which survive a crash. A write returns once it is on
 * disk (`O_DSYNC`, as SQLite's synchronous=FULL), and nothing else is done for it: no thread of ours, no table, no page
 * that is written twice. Once all calls of a file are handled,
 * the file goes; after a crash those that were handled already are handled again, which the inbox notices.
 */
import { close, constants, fdatasync, fsync, open, read, write as writeBytes } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { JournaledCall } from '../../port.ts'
import { storageError } from '../connection/database.ts'
import type { JournalRow } from './journal-table.ts'
import { decodeRecord, encodeRecord, findRecords, type RecordPlace } from './record.ts'

/** A file as long as this is followed by another, so that what a long rush has behind it is given back. */
const FILE_BYTES = 8_000_000
/** For rows of the usual size; a larger one gets memory of its own. */
const ROOM_BYTES = 300_000
/** As many places that are no longer needed are kept before the list is cut. */
const DROPPED_PLACES = 1000

/** A write returns once it is on disk. Windows does not have this flag: there a second step waits for the disk. */
const SYNC_WRITES: number | undefined = constants.O_DSYNC

const openFile = promisify(open)
const closeFile = promisify(close)
const syncFile = promisify(fsync)
const syncData = promisify(fdatasync)
const readFrom = promisify(read)
const writeTo = promisify(writeBytes)

interface JournalFile {
  path: string
  /** They are read in this order, so that a later one must not be written to before an earlier one. */
  number: number
  /** File descriptor. */
  handle: number
  end: number
  /** Records that are not dropped yet. */
  left: number
  isDamaged: boolean
}

interface Place extends RecordPlace {
  file: JournalFile
}

export interface JournalFiles {
  /** Resolves once they are on disk. One after the other. Rejects with OmniError('storage_unavailable'). */
  append(calls: JournaledCall[]): Promise<void>
  /** Rows in the journal. */
  readonly length: number
  /** Calls in them. */
  readonly calls: number
  /** The oldest row, or a later one. Null when its bytes were spoiled since it was written. */
  at(place: number): Promise<JournalRow | null>
  /** Takes this many of the oldest rows out. */
  drop(rows: number): Promise<void>
  close(): Promise<void>
}

interface Options {
  /** The database's. */
  file: string
  /** Of the database: calls of another one that was in its place are left alone. Hexadecimal. */
  storeId: string
  /** A file has bytes that are not calls; it is kept, under this name, when the others are handled. */
  onDamage(path: string): void
}

const markOf = (storeId: string): Buffer => {
  // No text in UTF-8 has a byte like the first, so that no message can pass for a record.
  const mark = Buffer.from(storeId, 'hex')
  mark[0] = 0xff
  return mark
}

/** That the file is in its folder, too, must be on disk. Windows cannot be asked for it, and does it anyway. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await openFile(folder, constants.O_RDONLY)
  try {
    await syncFile(handle)
  } finally {
    await closeFile(handle)
  }
}

export async function openJournalFiles({ file, storeId, onDamage }: Options): Promise<JournalFiles> {
  const folder = dirname(file)
  const prefix = `${basename(file)}.call-journal-${storeId}-`
  const mark = markOf(storeId)
  const room = Buffer.allocUnsafe(ROOM_BYTES)
  const files: JournalFile[] = []
  let places: Place[] = []
  let first = 0
  let calls = 0
  let lastNumber = 0
  let isAppending = false

  const damagedPath = (path: string) => `${path}.damaged`

  function keepAsDamaged(spoiled: JournalFile): void {
    if (!spoiled.isDamaged) onDamage(damagedPath(spoiled.path))
    spoiled.isDamaged = true
  }

  async function load(name: string, number: number): Promise<void> {
    const path = join(folder, name)
    const { records, isDamaged } = findRecords(mark, await readFile(path))
    if (records.length === 0) {
      await (isDamaged ? rename(path, damagedPath(path)) : rm(path))
    } else {
      const handle = await openFile(path, constants.O_RDONLY)
      const end = Number.POSITIVE_INFINITY
      const found: JournalFile = { path, number, handle, end, left: records.length, isDamaged }
      files.push(found)
      for (const record of records) {
        places.push({ ...record, file: found })
        calls += record.count
      }
    }
    if (isDamaged) onDamage(damagedPath(path))
  }

  async function create(): Promise<JournalFile> {
    lastNumber += 1
    const number = lastNumber
    const path = join(folder, `${prefix}${String(number).padStart(6, '0')}`)
    const handle = await openFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | (SYNC_WRITES ?? 0), 0o600)
    return { path, number, handle, end: 0, left: 0, isDamaged: false }
  }

  /** The file that is written to: the last one, while it is not full. */
  async function current(): Promise<JournalFile> {
    const last = files.at(-1)
    if (last !== undefined && last.end < FILE_BYTES) return last
    const created = await create()
    files.push(created)
    await syncFolder(folder)
    return created
  }

  async function write(calls: JournaledCall[], to: JournalFile): Promise<Place> {
    const record = encodeRecord(mark, calls, room)
    let written = 0
    while (written < record.length) {
      const { bytesWritten } = await writeTo(to.handle, record, written, record.length - written, to.end + written)
      written += bytesWritten
    }
    if (SYNC_WRITES === undefined) await syncData(to.handle)
    return { file: to, offset: to.end, length: record.length, count: calls.length }
  }

  async function discard(done: JournalFile): Promise<void> {
    await closeFile(done.handle)
    // Left over, it would only be handled again: nobody is to fail for it.
    await (done.isDamaged ? rename(done.path, damagedPath(done.path)) : rm(done.path)).catch(() => {})
  }

  async function removeFile(done: JournalFile): Promise<void> {
    files.splice(files.indexOf(done), 1)
    await discard(done)
  }

  async function drop(rows: number): Promise<void> {
    const dropped = places.slice(first, first + rows)
    first += dropped.length
    if (first > DROPPED_PLACES) {
      places = places.slice(first)
      first = 0
    }
    for (const { file: of, count } of dropped) {
      calls -= count
      of.left -= 1
    }
    // One that is being written to stays: it goes with what is being written.
    const isDone = (each: JournalFile) => each.left === 0 && !(isAppending && each === files.at(-1))
    await Promise.all(files.filter(isDone).map(removeFile))
  }

  try {
    const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    for (const name of names.sort()) {
      lastNumber = Number(name.slice(prefix.length))
      await load(name, lastNumber)
    }
  } catch (error) {
    throw storageError(error, file)
  }

  return {
    async append(some) {
      isAppending = true
      try {
        const to = await current()
        const place = await write(some, to)
        places.push(place)
        to.end += place.length
        to.left += 1
        calls += place.count
      } catch (error) {
        // One that could not even be begun is begun again.
        const last = files.at(-1)
        if (last?.end === 0) await removeFile(last)
        throw storageError(error, file)
      } finally {
        isAppending = false
      }
    },
    get length() {
      return places.length - first
    },
    get calls() {
      return calls
    },
    async at(index) {
      const place = places[first + index]
      if (place === undefined) throw new Error(`there is no row ${index}`)
      const record = Buffer.allocUnsafe(place.length)
      const { bytesRead } = await readFrom(place.file.handle, record, 0, place.length, place.offset).catch((error: unknown) => {
        throw storageError(error, file)
      })
      const row = decodeRecord(record.subarray(0, bytesRead))
      if (row === null) keepAsDamaged(place.file)
      return row
    },
    drop,
    async close() {
      await Promise.all(files.map(({ handle }) => closeFile(handle)))
    },
  }
}
