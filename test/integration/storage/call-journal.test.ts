import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { storageWorker } from '../../support/storage-worker.ts'

let folder: string
let storage: Storage
const others: Storage[] = []
const damaged: string[] = []

const open = (where: string) =>
  openSqliteStorage({ file: join(where, 'omni.db'), worker: storageWorker, onDamage: (path) => damaged.push(path) })
const journalFiles = (where = folder) => readdirSync(where).filter((name) => name.includes('.call-journal-'))
const call = (text: string) => ({ instanceId: 1, arrivedAtMs: 0, text })
const write = async (...texts: string[]) => {
  // Each in a row of its own.
  for (const text of texts) await storage.journalCall(call(text))
}

/** What a process leaves that is killed now. */
function killed(): string {
  const copy = mkdtempSync(join(tmpdir(), 'omni-killed-'))
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function openKilled(where: string): Promise<Storage> {
  const opened = await open(where)
  others.push(opened)
  return opened
}

/** Everything in the journal, and takes it out. */
async function drain(from: Storage): Promise<string[]> {
  const texts: string[] = []
  for (let batch = await from.oldestJournaled(); batch !== null; batch = await from.oldestJournaled()) {
    texts.push(...batch.calls.map(({ text }) => text))
    await from.settleJournal(batch.id, [])
  }
  return texts
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-call-journal-'))
  storage = await open(folder)
})
afterEach(async () => {
  for (const each of others.splice(0)) await each.close()
  damaged.length = 0
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('after a kill', () => {
  it('has every acknowledged call, in its order, and goes on behind them', async () => {
    await write('one', 'two')
    const next = await openKilled(killed())
    await next.journalCall(call('three'))
    expect(await next.journalDepth()).toBe(3)
    expect(await drain(next)).toEqual(['one', 'two', 'three'])
    expect(await next.journalDepth()).toBe(0)
  })

  it('ignores the piece of a call that was being written', async () => {
    await write('one', 'two')
    const where = killed()
    const [name = ''] = journalFiles(where)
    truncateSync(join(where, name), readFileSync(join(where, name)).length - 1)
    const next = await openKilled(where)
    expect(await drain(next)).toEqual(['one'])
    expect(damaged).toEqual([])
    expect(journalFiles(where)).toEqual([])
  })

  it('has what a bad disk left, and keeps the file it spoiled, under a name that says so', async () => {
    await write('one', 'two', 'three')
    const where = killed()
    const [name = ''] = journalFiles(where)
    const path = join(where, name)
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('two')] = 0
    writeFileSync(path, bytes)
    const next = await openKilled(where)
    expect(await drain(next)).toEqual(['one', 'three'])
    expect(damaged).toEqual([`${path}.damaged`])
    expect(journalFiles(where)).toEqual([`${name}.damaged`])
    expect(readFileSync(`${path}.damaged`).equals(bytes)).toBe(true)
  })

  it('leaves calls alone that belong to another database which was in this place', async () => {
    await write('not for this one')
    const where = killed()
    const fresh = mkdtempSync(join(tmpdir(), 'omni-fresh-'))
    await (await open(fresh)).close()
    renameSync(join(fresh, 'omni.db'), join(where, 'omni.db'))
    for (const rest of ['-wal', '-shm']) rmSync(join(where, `omni.db${rest}`), { force: true })
    const before = journalFiles(where)
    const next = await openKilled(where)
    expect(await next.journalDepth()).toBe(0)
    expect(journalFiles(where)).toEqual(before)
  })
})

describe('bytes that are spoiled while Omni runs', () => {
  /** Spoils the row of 'two' of three. */
  async function spoilTwo() {
    await write('one', 'two', 'three')
    const path = join(folder, journalFiles()[0] ?? '')
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('two')] = 0
    writeFileSync(path, bytes)
    return path
  }

  it('cost their call only: those behind it are handled, and the file is kept', async () => {
    const path = await spoilTwo()
    expect(await drain(storage)).toEqual(['one', 'three'])
    expect(damaged).toEqual([`${path}.damaged`])
    expect(await storage.journalDepth()).toBe(0)
    expect(existsSync(`${path}.damaged`)).toBe(true)
  })

  it('keep neither a backup nor the others from the database', async () => {
    const path = await spoilTwo()
    await storage.backUpTo(join(folder, 'copy.db'))
    expect(damaged).toEqual([`${path}.damaged`])
    expect(await drain(storage)).toEqual(['one', 'three'])
  })
})

it('leaves nothing beside the database when it is closed: the calls are in it', async () => {
  await write('one', 'two')
  await storage.close()
  expect(journalFiles()).toEqual([])
  storage = await open(folder)
  expect(await storage.journalDepth()).toBe(2)
  expect(await drain(storage)).toEqual(['one', 'two'])
})

describe('a long rush', () => {
  const large = 'x'.repeat(900_000)

  it('gives back what is behind it while it goes on', async () => {
    let most = 0
    await write(large)
    const [first] = journalFiles()
    for (let n = 0; n < 40; n += 1) {
      await write(large, large)
      await storage.settleJournal((await storage.oldestJournaled())?.id ?? 0, [])
      if (n >= 20) await storage.settleJournal((await storage.oldestJournaled())?.id ?? 0, [])
      most = Math.max(most, journalFiles().length)
    }
    expect(journalFiles()).not.toContain(first)
    // Of 73 MB, the 19 MB that wait are in files of 8 or more.
    expect(most).toBeLessThanOrEqual(5)
    expect(await storage.journalDepth()).toBe(21)
  })

  it('over several files loses nothing in a kill, and keeps its order', async () => {
    const written: string[] = []
    for (let n = 0; n < 12; n += 1) {
      const call = `${n} ${large}`
      written.push(call)
      await write(call)
    }
    expect(journalFiles()).toHaveLength(2)
    expect(await drain(await openKilled(killed()))).toEqual(written)
    expect(await drain(storage)).toEqual(written)
    expect(journalFiles()).toEqual([])
    expect(damaged).toEqual([])
  })

  it('goes on in another file where one cannot be made', async () => {
    await write(...Array.from({ length: 9 }, () => large))
    mkdirSync(join(folder, (journalFiles()[0] ?? '').replace(/1$/, '2')))
    await expect(write('two')).rejects.toMatchObject({ code: 'storage_unavailable' })
    await write('three')
    expect((await drain(storage)).slice(9)).toEqual(['three'])
  })
})

describe('a copy of the database', () => {
  const copyOf = async () => {
    const where = mkdtempSync(join(tmpdir(), 'omni-copy-'))
    await storage.backUpTo(join(where, 'omni.db'))
    return where
  }

  it('has the calls that are acknowledged and not handled yet, and here each is still handled once', async () => {
    await write('one', 'two')
    const copy = await openKilled(await copyOf())
    await write('three')
    expect(await drain(copy)).toEqual(['one', 'two'])
    expect(await drain(storage)).toEqual(['one', 'two', 'three'])
  })

  it('waits for those that are being handled, which would be in it twice or not at all', async () => {
    await write('one', 'two')
    const batch = await storage.oldestJournaled()
    await write('three')
    let isDone = false
    const copying = copyOf().finally(() => {
      isDone = true
    })
    await storage.databaseUsage()
    expect(isDone).toBe(false)
    await storage.settleJournal(batch?.id ?? 0, [])
    const copy = await openKilled(await copying)
    expect(await drain(copy)).toEqual(['three'])
    expect(await drain(storage)).toEqual(['three'])
  })

  it('does not wait for those that could not be handled and are asked for again', async () => {
    await write('one')
    await storage.oldestJournaled()
    const copying = copyOf()
    const again = await storage.oldestJournaled()
    expect(again?.calls.map(({ text }) => text)).toEqual(['one'])
    const copy = await openKilled(await copying)
    expect(await drain(copy)).toEqual(['one'])
  })
})

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it('refuses a call in plain words, and takes the next when there is room', async () => {
    await write('one')
    const [name = ''] = journalFiles()
    await drain(storage)
    // Whatever is written to this device finds no room.
    symlinkSync('/dev/full', join(folder, name.replace(/1$/, '2')))
    await expect(storage.journalCall(call('two'))).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('disk is full'),
    })
    expect(await storage.journalDepth()).toBe(0)
    rmSync(join(folder, name.replace(/1$/, '2')), { force: true })
    await write('three')
    expect(await drain(storage)).toEqual(['three'])
  })
})

it.runIf(process.platform !== 'win32')('a folder that is gone refuses a call in plain words', async () => {
  const away = mkdtempSync(join(tmpdir(), 'omni-away-'))
  renameSync(folder, join(away, 'data'))
  await expect(storage.journalCall(call('one'))).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: expect.stringContaining('Check that its folder exists'),
  })
  renameSync(join(away, 'data'), folder)
  await write('two')
  expect(await drain(storage)).toEqual(['two'])
})
