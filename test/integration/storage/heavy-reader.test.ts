import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Storage } from '../../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { storageWorker } from '../../support/storage-worker.ts'

let folder: string
let storage: Storage

const file = () => join(folder, 'omni.db')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-reader-'))
  storage = await openSqliteStorage({ file: file(), worker: storageWorker })
})
afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

it('starts nothing for a read that comes when the storage is closed, be it quick or heavy', async () => {
  await storage.close()
  rmSync(folder, { recursive: true })
  const stopped = { code: 'storage_unavailable', message: 'Omni was stopped.' }
  await expect(storage.databaseUsage()).rejects.toMatchObject(stopped)
  await expect(storage.listInstances()).rejects.toMatchObject(stopped)
  await expect(storage.setSetting('name', 1)).rejects.toMatchObject(stopped)
})

it('reads again when its thread can start again, and is closed without a word when it cannot', async () => {
  renameSync(folder, `${folder}.away`)
  const named = { code: 'storage_unavailable', message: expect.stringContaining(file()) }
  await expect(storage.databaseUsage()).rejects.toMatchObject(named)
  renameSync(`${folder}.away`, folder)
  await expect(storage.databaseUsage()).resolves.toBeDefined()
  await storage.close()

  storage = await openSqliteStorage({ file: file(), worker: storageWorker })
  renameSync(file(), `${file()}.away`)
  const late = expect(storage.databaseUsage()).rejects.toMatchObject(named)
  await storage.close()
  await late
})

it('goes on with another thread when one is lost, by a search that takes too much memory for one', async () => {
  await storage.close()
  const worker = join(folder, 'worker.mjs')
  // The product's own, which ends at a certain question.
  writeFileSync(
    worker,
    `import ${JSON.stringify(storageWorker.href)}
     import { parentPort } from 'node:worker_threads'
     parentPort.on('message', (message) => {
       if (message.calls?.some((call) => call.operation === 'searchPeople')) process.exit(1)
     })`,
  )
  storage = await openSqliteStorage({ file: file(), worker: pathToFileURL(worker) })
  await expect(storage.searchPeople({ words: ['anna'], limit: 5 })).rejects.toMatchObject({ code: 'storage_unavailable' })
  await expect(storage.databaseUsage()).resolves.toBeDefined()
})

it('is not needed for what an agent used this month, which every start asks for, but for a year of it', async () => {
  renameSync(file(), `${file()}.away`)
  await expect(storage.agentUseByDay({ from: '2026-03-01', to: '2026-03-31' })).resolves.toEqual([])
  await expect(storage.agentUseByDay({ from: '2026-01-01', to: '2026-12-31' })).rejects.toMatchObject({ code: 'storage_unavailable' })
})
