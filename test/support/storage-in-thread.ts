/**
 * A real database file whose statements run in the thread of the test: no worker has to be built or started. For tests
 * of what stands above the storage; the threads themselves are tested in `test/integration/storage/`.
 */
import { randomUUID } from 'node:crypto'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import { openWriter } from '../../src-main/hub/storage/sqlite/connection/database.ts'
import { createReadEngine, createWriteEngine } from '../../src-main/hub/storage/sqlite/connection/engine.ts'
import { Statements } from '../../src-main/hub/storage/sqlite/connection/statements.ts'
import { reads } from '../../src-main/hub/storage/sqlite/tables/reads.ts'

export interface StorageInThread {
  storage: Storage
  /** Called before each operation, which waits for it; null: nothing is in the way. */
  before: ((operation: string, args: unknown[]) => Promise<void> | void) | null
  close(): void
}

export function openStorageInThread(file: string): StorageInThread {
  const db = openWriter(file)
  const write = createWriteEngine(db, file, randomUUID())
  const read = createReadEngine(db, file)
  const isRead = new Set(Object.keys(reads(new Statements(db))))

  async function call(operation: string, args: unknown[]): Promise<unknown> {
    await opened.before?.(operation, args)
    // What crosses to a thread is copied: nobody shares an object with the database.
    const [result] = (isRead.has(operation) ? read : write)([{ operation, args: structuredClone(args) }])
    if (result?.ok === true) return structuredClone(result.value)
    throw result?.error
  }

  const opened: StorageInThread = {
    storage: new Proxy({} as Storage, {
      get:
        (_, operation) =>
        (...args: unknown[]) =>
          call(String(operation), args),
    }),
    before: null,
    close: () => db.close(),
  }
  return opened
}
