import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWriter, storageError } from '../../../src-main/hub/storage/sqlite/connection/database.ts'
import { createWriteEngine } from '../../../src-main/hub/storage/sqlite/connection/engine.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { inbound, instanceRecord } from '../../support/storage-conformance.ts'
import { storageWorker } from '../../support/storage-worker.ts'

describe('a database that cannot be used', () => {
  let folder: string
  let file: string
  const open = () => openSqliteStorage({ file, worker: storageWorker })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'omni-faults-'))
    file = join(folder, 'omni.db')
  })
  afterEach(() => {
    chmodSync(folder, 0o700)
    rmSync(folder, { recursive: true, force: true })
  })

  it('is left untouched and named when the file is no database', async () => {
    const bytes = Buffer.from('this is not a database, but it is what the owner has. '.repeat(100))
    writeFileSync(file, bytes)
    await expect(open()).rejects.toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining(file) })
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('is named when its pages are damaged in the middle', async () => {
    const storage = await open()
    await storage.createInstance(instanceRecord('shop'))
    for (let n = 0; n < 50; n += 1) await storage.acceptInbound(inbound())
    await storage.close()
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 4096, bytes.length)
    writeFileSync(file, bytes)
    await expect(open()).rejects.toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining(file) })
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('is refused while another process works with it, and free again afterwards', async () => {
    const first = await open()
    await expect(open()).rejects.toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining('Another Omni') })
    await first.close()
    const second = await open()
    await second.close()
  })

  it('is refused when another version wrote it', async () => {
    await (await open()).close()
    const db = new Database(file)
    db.prepare("INSERT INTO __migrations VALUES ('9999_future', 'x', 'now')").run()
    db.close()
    await expect(open()).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('by a version of Omni that this one does not know'),
    })
  })

  it('names the folder that cannot be made', async () => {
    writeFileSync(join(folder, 'taken'), '')
    file = join(folder, 'taken', 'omni.db')
    await expect(open()).rejects.toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining(file) })
    expect(existsSync(file)).toBe(false)
  })

  it('says in plain words that a file may be read but not written', () => {
    // Root may write anything, so the adapter's own error is made by opening read-only.
    openWriter(file).close()
    const db = new Database(file, { readonly: true })
    let thrown: unknown
    try {
      db.exec('CREATE TABLE x (a)')
    } catch (error) {
      thrown = error
    }
    db.close()
    expect(storageError(thrown, file)).toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining('not written') })
  })

  it('refuses what no longer fits on a full disk, keeps what was accepted, and goes on when there is room', () => {
    const db = openWriter(file)
    const run = createWriteEngine(db, file, 'me')
    run([{ operation: 'createInstance', args: [instanceRecord('shop')] }])
    const pages = db.pragma('page_count', { simple: true }) as number
    db.pragma(`max_page_count = ${pages + 20}`)
    const accepted: string[] = []
    let refused: unknown = null
    for (let n = 0; n < 500 && refused === null; n += 1) {
      const message = inbound({ externalId: `full-${n}`, text: 'x'.repeat(2000) })
      const [result] = run([{ operation: 'acceptInbound', args: [message] }])
      if (result?.ok === true) accepted.push(message.externalId)
      else refused = result?.error
    }
    expect(refused).toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining('disk is full') })
    expect(accepted.length).toBeGreaterThan(0)
    const stored = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM messages').get()
    expect(stored?.n).toBe(accepted.length)
    const row = { heads: '[[1,1,200000]]', texts: 'x'.repeat(200_000), count: 1 }
    expect(run([{ operation: 'journalRow', args: [row] }])[0]?.ok).toBe(false)
    db.pragma('max_page_count = 1000000')
    expect(run([{ operation: 'acceptInbound', args: [inbound()] }])[0]?.ok).toBe(true)
    expect(run([{ operation: 'journalRow', args: [row] }])[0]?.ok).toBe(true)
    db.close()
  })
})
