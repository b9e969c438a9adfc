import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Storage } from '../../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { storageWorker } from '../../support/storage-worker.ts'

/** Pages at which the writer itself has to move its log (database.ts). */
const CEILING = 16_000
const LENGTH = 8000

let folder: string
let storage: Storage
let db: Database.Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-log-'))
  const file = join(folder, 'omni.db')
  storage = await openSqliteStorage({ file, worker: storageWorker })
  db = new Database(file)
  // The thread that will move the log is there already: what is tested is not how fast it starts.
  await storage.databaseUsage()
})
afterEach(async () => {
  db.close()
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const state = () =>
  db.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)').get() ?? { log: 0, checkpointed: 0 }
let written = 0
/** Another text each time: SQLite does not write what is the same. */
const write = () => {
  written += 1
  return storage.setSetting('large', String(written % 10).repeat(LENGTH))
}

it('is moved into the database while writing goes on without a pause, before the writer has to stop for it', async () => {
  let now = { log: 0, checkpointed: 0 }
  while (now.checkpointed <= 0 && now.log < CEILING) {
    await write()
    now = state()
  }
  expect(now.checkpointed).toBeGreaterThan(0)
  expect(now.log).toBeLessThan(CEILING)
})

it('starts over in the middle of a rush, so that it stays short however long that lasts', async () => {
  let longest = 0
  let hasBegunAnew = false
  while (!hasBegunAnew && longest < CEILING) {
    await write()
    const { log } = state()
    hasBegunAnew = log < longest
    longest = Math.max(longest, log)
  }
  expect(hasBegunAnew).toBe(true)
  expect(longest).toBeLessThan(CEILING)
})
