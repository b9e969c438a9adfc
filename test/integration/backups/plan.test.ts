/** Backups that nobody makes: when, where, how many stay, and what is said when one cannot be made. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BackupService, createBackupService } from '../../../src-main/hub/maintenance/backups/service.ts'
import { silentLog } from '../../../src-main/hub/observe/log.ts'
import { backupIdentityOf, newPhrase } from '../../../src-main/hub/secrets/phrase.ts'
import type { Storage } from '../../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { startTestHub } from '../../support/hub.ts'
import { type ManualTimers, manualTimers } from '../../support/manual-timers.ts'
import { backupWorker, storageWorker } from '../../support/storage-worker.ts'

const hasTmpfs = process.platform === 'linux'
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const PLAN = { every: 'daily', hour: 3, folder: null, keep: 2 } as const

let data: string
let root: string
let storage: Storage
let timers: ManualTimers
let backups: BackupService
/** Resolved by the next event that follows a backup. */
let settled: () => Promise<void>
let words: string[]

async function start(): Promise<void> {
  let wake = (): void => undefined
  settled = () => new Promise((resolve) => (wake = resolve))
  backups = createBackupService({
    storage,
    worker: backupWorker,
    defaultFolder: join(data, 'backups'),
    workFolder: join(data, 'backup-work'),
    identity: () => backupIdentityOf(words[0] ?? ''),
    app: '0.1.0',
    bus: {
      publish: () => {
        if (!backups.state().isMaking) wake()
      },
    },
    log: silentLog,
    timers,
  })
  await backups.load()
}

beforeEach(async () => {
  data = newDataFolder()
  root = mkdtempSync(join(tmpdir(), 'omni-plan-'))
  words = [newPhrase()]
  storage = await openSqliteStorage({ file: join(data, 'omni.db'), worker: storageWorker })
  timers = manualTimers({ startAt: new Date('2026-01-05T12:00').getTime() })
  await start()
})
afterEach(async () => {
  await backups.stop()
  await storage.close()
  for (const folder of [data, root]) rmSync(folder, { recursive: true, force: true })
})

const inFolder = (folder: string) => readdirSync(folder).sort()
/** Lets the clock go on until a backup was made or has failed. */
async function untilTried(): Promise<void> {
  const done = settled()
  // The clock is looked at each minute; a look asks the database.
  for (let minute = 0; minute < 3000 && !backups.state().isMaking; minute += 1) {
    const isArmed = timers.pending() > 0
    timers.advance(isArmed ? MINUTE_MS : 0)
    await new Promise((resolve) => setImmediate(resolve))
    await storage.getSetting('x')
  }
  await done
}

describe('a plan', () => {
  it('makes a backup at its hour, each day, and keeps so many', async () => {
    backups.start()
    const { nextAt } = await backups.setPlan(PLAN)
    expect(nextAt).toBe(new Date('2026-01-06T03:00').toISOString())
    for (const day of ['06', '07', '08']) {
      await untilTried()
      const { lastGood, failure } = backups.state()
      expect(failure).toBeNull()
      const minutes = (Date.parse(lastGood?.createdAt ?? '') - new Date(`2026-01-${day}T03:00`).getTime()) / MINUTE_MS
      expect(minutes).toBeGreaterThanOrEqual(0)
      expect(minutes).toBeLessThan(3)
    }
    expect(await backups.list()).toHaveLength(2)
  })

  it('makes up for what was missed while the computer was off, some minutes after a start', async () => {
    await backups.setPlan(PLAN)
    timers.advance(40 * HOUR_MS)
    backups.start()
    await untilTried()
    expect((await backups.list()).length).toBe(1)
    expect(timers.now()).toBeGreaterThanOrEqual(new Date('2026-01-07T04:05').getTime())
    expect(timers.now()).toBeLessThan(new Date('2026-01-07T04:10').getTime())
  })

  it('leaves what other installations have put into the folder', async () => {
    await backups.setPlan({ ...PLAN, folder: root, keep: 1 })
    const foreign = ['omni-20200101-000000-01234567.age', 'omni-20200101-000000-01234567.age.part', 'holiday.jpg']
    for (const name of foreign) writeFileSync(join(root, name), 'x')
    const first = await backups.create()
    writeFileSync(`${first.path.replace('.age', '')}.age.part`, 'left by a kill')
    const second = await backups.create()
    expect(inFolder(root)).toEqual([...foreign, second.name].sort())
  })

  it('is refused for a folder that cannot be used, and the former one stays', async () => {
    await backups.setPlan({ ...PLAN, folder: root })
    for (const folder of ['backups', join(root, 'gone'), aFile()])
      await expect(backups.setPlan({ ...PLAN, folder })).rejects.toMatchObject({ code: 'bad_request', details: { field: 'folder' } })
    expect(backups.state().folder).toBe(root)
    expect(existsSync(join(root, 'gone'))).toBe(false)
  })
})

function aFile(): string {
  const file = join(root, 'a-file')
  writeFileSync(file, 'x')
  return file
}

describe('a backup that cannot be made', () => {
  it('for its folder has gone is said, leaves nothing, and is tried again each hour', async () => {
    const folder = join(root, 'usb')
    mkdirSync(folder)
    await backups.setPlan({ ...PLAN, folder })
    renameSync(folder, `${folder}-away`)
    backups.start()
    await untilTried()
    const failedAt = timers.now()
    expect(backups.state().failure?.message).toBe(
      `The folder for backups, "${folder}", is not there. Connect its disk, or choose another folder.`,
    )
    expect(existsSync(folder)).toBe(false)
    renameSync(`${folder}-away`, folder)
    await untilTried()
    expect(backups.state()).toMatchObject({ failure: null, lastGood: { path: expect.stringContaining(folder) } })
    expect(timers.now() - failedAt).toBeGreaterThanOrEqual(HOUR_MS)
    expect(timers.now() - failedAt).toBeLessThan(HOUR_MS + 5 * MINUTE_MS)
  })

  it.runIf(hasTmpfs)('for its disk is full is said, leaves no half file, and no copy that is not encrypted', async () => {
    const disk = smallDisk(join(root, 'disk'))
    try {
      await backups.setPlan({ ...PLAN, folder: disk.path })
      const before = inFolder(disk.path)
      await expect(backups.create()).rejects.toThrow(
        `The disk is full: no backup fits into "${disk.path}". Free some space, or choose another folder.`,
      )
      expect(inFolder(disk.path)).toEqual(before)
      expect(existsSync(join(data, 'backup-work'))).toBe(false)
      expect(backups.state().failure?.message).toContain('The disk is full')
    } finally {
      disk.remove()
    }
  })

  it('is not tried twice at once', async () => {
    const making = backups.create()
    await expect(backups.create()).rejects.toThrow('A backup is being made already.')
    await making
  })

  it.runIf(hasTmpfs)('leaves the good ones before it where they are', async () => {
    const { sizeBytes } = await backups.create()
    const disk = smallDisk(join(root, 'disk'), Math.round(sizeBytes * 1.6))
    try {
      await backups.setPlan({ ...PLAN, folder: disk.path, keep: 1 })
      const good = await backups.create()
      await expect(backups.create()).rejects.toThrow('The disk is full')
      expect(await backups.list()).toEqual([good])
      expect(backups.state().lastGood).toMatchObject({ name: good.name })
    } finally {
      disk.remove()
    }
  })

  it('for Omni is being stopped leaves nothing', async () => {
    const making = backups.create()
    await backups.stop()
    await expect(making).rejects.toThrow()
    expect(existsSync(join(data, 'backup-work'))).toBe(false)
    expect(inFolder(join(data, 'backups'))).toEqual([])
    expect(backups.state().failure).toBeNull()
  })
})

/** A file system of its own: nothing else is a full disk. */
function smallDisk(path: string, bytes = 64 * 1024): { path: string; remove(): void } {
  mkdirSync(path)
  const asRoot = (program: string, args: string[]) =>
    process.getuid?.() === 0
      ? execFileSync(program, args, { stdio: 'pipe' })
      : execFileSync('sudo', ['-n', program, ...args], { stdio: 'pipe' })
  asRoot('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=1777`, 'tmpfs', path])
  return { path, remove: () => void asRoot('umount', [path]) }
}

it('a phrase that is renewed while a copy is made makes no file that opens with the other', async () => {
  const [before = ''] = words
  const renewed = newPhrase()
  const real = storage.backUpTo
  let copies = 0
  storage.backUpTo = async (file) => {
    const made = await real.call(storage, file)
    copies += 1
    if (copies === 1) words = [renewed]
    return made
  }
  await backups.create()
  expect(copies).toBe(2)
  expect(before).not.toBe(renewed)
})

it('Home says what stands in the way of backups, until one is made', async () => {
  const omni = await startTestHub()
  const kinds = async () => (await omni.panel.system.home()).attention.map(({ kind }) => kind)
  const folder = join(root, 'away')
  mkdirSync(folder)
  await omni.panel.backups.setPlan({ every: 'off', hour: 3, folder, keep: 2 })
  rmSync(folder, { recursive: true })
  await expect(omni.panel.backups.create()).rejects.toThrow('is not there. Connect its disk')
  expect(await kinds()).toContain('backup_failed')
  expect((await omni.panel.backups.state()).lastGood).toBeNull()
  mkdirSync(folder)
  const made = await omni.panel.backups.create()
  expect(await kinds()).not.toContain('backup_failed')
  expect((await omni.panel.backups.state()).lastGood).toMatchObject({ name: made.name, sizeBytes: made.sizeBytes })
  await omni.stop()
})
