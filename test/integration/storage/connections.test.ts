import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { storageWorker } from '../../support/storage-worker.ts'

/** How the settings read in SQLite's own words. */
const FULL = 2
const ON = 1

it('every connection waits for the disk, writes ahead and keeps to its references, in whatever thread it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'omni-connections-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'omni.db')
  const seen = join(folder, 'seen')
  const worker = join(folder, 'worker.mjs')
  // The product's own, which notes what SQLite says of its connection before it closes it.
  writeFileSync(
    worker,
    `import { appendFileSync } from 'node:fs'
     import { createRequire } from 'node:module'
     import { workerData } from 'node:worker_threads'
     const { prototype } = createRequire(${JSON.stringify(storageWorker.href)})('better-sqlite3')
     const { close } = prototype
     prototype.close = function () {
       if (this.name === workerData.file) {
         const read = (name) => this.pragma(name, { simple: true })
         const settings = [read('synchronous'), read('foreign_keys'), read('journal_mode')]
         appendFileSync(${JSON.stringify(seen)}, JSON.stringify([workerData.role, ...settings]) + '\\n')
       }
       return close.call(this)
     }
     await import(${JSON.stringify(storageWorker.href)})`,
  )
  const storage = await openSqliteStorage({ file, worker: pathToFileURL(worker) })
  await storage.listInstances()
  // What is heavy has a thread of its own, and so has a backup.
  await storage.databaseUsage()
  await storage.backUpTo(join(folder, 'copy.db'))
  await storage.close()

  const connections = readFileSync(seen, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(connections).toHaveLength(4)
  for (const [, ...settings] of connections) expect(settings).toEqual([FULL, ON, 'wal'])
  expect(connections.map(([role]) => role).sort()).toEqual(['reader', 'reader', 'reader', 'writer'])
})
