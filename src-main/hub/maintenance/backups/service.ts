/** Backups: made by hand and by a plan, listed, rotated, and what became of the newest try. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Backup, type BackupPlan, type BackupState, backupPlanSchema } from '../../../../src-shared/contract/backups.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import { createAlarm } from '../../runtime/alarm.ts'
import type { Timers } from '../../runtime/timers.ts'
import { createArchivist } from './archivist.ts'
import { inDiskWords } from './disk-words.ts'
import {
  describeFile,
  findBackup,
  freeName,
  listBackups,
  removeUnfinished,
  requireFolder,
  requireFree,
  requireUsable,
  rotate,
} from './folder.ts'
import { installationId } from './installation.ts'
import { type MakeMeans, makeBackup } from './make.ts'
import { nextDue } from './next-due.ts'
import { type BackupSettings, readBackupSettings, saveBackupSettings } from './settings.ts'

/** After a start other things are more urgent. */
const FIRST_AFTER_MS = 5 * 60_000
const UNEXPECTED = 'An unexpected error has ended the backup. The log says more.'

export interface BackupService {
  load(): Promise<void>
  /** Follows the plan from now on. */
  start(): void
  /** Ends what is being made, of which nothing is left. */
  stop(): Promise<void>
  list(): Promise<Backup[]>
  /**
   * Into the folder of the plan, where the oldest go; or to a path of its own, where no file may be. Rejects with an OmniError in
   * plain words: `conflict` while one is being made, else `storage_unavailable`.
   */
  create(path?: string): Promise<Backup>
  remove(name: string): Promise<void>
  /** The path of this backup; `not_found` without one. */
  pathOf(name: string): Promise<string>
  /** What all of them take together. */
  sizeBytes(): Promise<number>
  state(): BackupState
  /** Throws OmniError('bad_request') with `details.field` for a folder that cannot be used. */
  setPlan(plan: BackupPlan): Promise<BackupState>
}

interface Options extends Omit<MakeMeans, 'archivist' | 'now'> {
  worker: URL
  defaultFolder: string
  bus: Pick<LiveBus, 'publish'>
  log: Logger
  timers: Timers
}

export function createBackupService({ worker, defaultFolder, bus, log, timers, ...making }: Options): BackupService {
  const { storage } = making
  const stopped = new AbortController()
  const archivist = createArchivist(worker, stopped.signal)
  const means: MakeMeans = { ...making, archivist, now: timers.now }
  let saved: BackupSettings = { plan: backupPlanSchema.parse({}), plannedAt: null, lastGood: null, failure: null }
  let running: Promise<Backup> | null = null
  let startedAt = 0

  const folder = (): string => saved.plan.folder ?? defaultFolder
  const iso = (): string => new Date(timers.now()).toISOString()

  async function keep(change: Partial<BackupSettings>): Promise<void> {
    saved = { ...saved, ...change }
    bus.publish({ type: 'backups.changed' })
    await saveBackupSettings(storage, saved)
  }

  function dueAt(): number | null {
    const { plan, lastGood, plannedAt, failure } = saved
    const since = lastGood?.createdAt ?? plannedAt
    if (since === null) return null
    return nextDue(plan, {
      since: Date.parse(since),
      isFirst: lastGood === null,
      failedAt: failure === null ? null : Date.parse(failure.at),
    })
  }

  async function make(path: string | null): Promise<Backup> {
    if (path !== null) {
      await requireFree(path)
      await makeBackup(means, path)
      return describeFile(path)
    }
    const id = await installationId(storage)
    const into = folder()
    await requireFolder(into, saved.plan.folder === null).catch((error: unknown) => {
      throw inDiskWords(error, into)
    })
    await removeUnfinished(into, id)
    const name = await freeName(into, timers.now(), id)
    await makeBackup(means, join(into, name))
    const backup = await find(name, into)
    await rotate(into, saved.plan.keep, id, name).catch((error: unknown) =>
      log.warn({ error: errorMessage(error) }, 'an old backup could not be removed'),
    )
    return backup
  }

  async function noted(path: string | null): Promise<Backup> {
    try {
      const backup = await make(path)
      log.info({ name: backup.name, sizeBytes: backup.sizeBytes }, 'a backup is made')
      if (path === null) await keep({ lastGood: { ...backup, createdAt: iso() }, failure: null })
      return backup
    } catch (error) {
      // Nobody has to look after what was only cut short.
      if (stopped.signal.aborted) throw error
      log.warn({ error: errorMessage(error) }, 'a backup could not be made')
      if (path === null) {
        const message = error instanceof OmniError ? error.message : UNEXPECTED
        await keep({ failure: { at: iso(), message } }).catch(() => undefined)
      }
      throw error
    }
  }

  function create(path: string | null): Promise<Backup> {
    if (running !== null) return Promise.reject(new OmniError('conflict', 'A backup is being made already.'))
    running = noted(path).finally(() => {
      running = null
      bus.publish({ type: 'backups.changed' })
      alarm.reset()
    })
    bus.publish({ type: 'backups.changed' })
    return running
  }

  async function find(name: string, into = folder()): Promise<Backup> {
    const backup = await findBackup(into, name)
    if (backup === null) throw new OmniError('not_found', 'This backup no longer exists.')
    return backup
  }

  const alarm = createAlarm(
    timers,
    async () => {
      const due = startedAt === 0 || running !== null ? null : dueAt()
      return due === null ? null : new Date(Math.max(due, startedAt + FIRST_AFTER_MS)).toISOString()
    },
    async () => {
      // It was noted, and is tried again.
      await create(null).catch(() => undefined)
    },
    (error) => log.error({ error: errorMessage(error) }, 'the plan of backups could not be followed'),
  )

  const list = () => listBackups(folder())

  return {
    async load() {
      saved = await readBackupSettings(storage)
      // What a process that was killed had copied is not encrypted.
      await rm(making.workFolder, { recursive: true, force: true })
    },
    start() {
      startedAt = timers.now()
      alarm.reset()
    },
    async stop() {
      stopped.abort(new OmniError('cancelled', 'Omni was stopped.'))
      await running?.catch(() => undefined)
      await alarm.stop()
    },
    list,
    create: (path) => create(path ?? null),
    async remove(name) {
      await rm((await find(name)).path)
      if (saved.lastGood?.name === name) await keep({ lastGood: (await list())[0] ?? null })
    },
    pathOf: async (name) => (await find(name)).path,
    sizeBytes: async () => (await list()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    state() {
      const due = dueAt()
      return {
        plan: saved.plan,
        folder: folder(),
        isMaking: running !== null,
        nextAt: due === null ? null : new Date(due).toISOString(),
        lastGood: saved.lastGood,
        failure: saved.failure,
      }
    },
    async setPlan(plan) {
      if (plan.folder !== null) await requireUsable(plan.folder)
      await keep({ plan, plannedAt: iso(), failure: null })
      alarm.reset()
      return this.state()
    },
  }
}
