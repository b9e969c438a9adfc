/** Copies of the database, in a folder of their own beside it. */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backup } from '../../../../src-shared/contract/backups.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Storage } from '../../storage/port.ts'

const NAME = /^omni-\d{8}-\d{6}(-\d+)?\.db$/

export interface BackupService {
  list(): Promise<Backup[]>
  /** Conflict while one is being made. */
  create(): Promise<Backup>
  remove(name: string): Promise<void>
  /** The path of this backup; `not_found` without one. */
  pathOf(name: string): Promise<string>
  /** What all of them take together. */
  sizeBytes(): Promise<number>
}

interface Options {
  storage: Pick<Storage, 'backUpTo'>
  folder: string
  log: Logger
  now: () => number
}

export function createBackupService({ storage, folder, log, now }: Options): BackupService {
  let isMaking = false

  async function describe(name: string): Promise<Backup | null> {
    const path = join(folder, name)
    const facts = await stat(path).catch(() => null)
    return facts === null || !facts.isFile() ? null : { name, path, sizeBytes: facts.size, createdAt: facts.mtime.toISOString() }
  }

  async function list(): Promise<Backup[]> {
    const names = await readdir(folder).catch(() => [])
    const found = await Promise.all(names.filter((name) => NAME.test(name)).map(describe))
    return found.filter((backup) => backup !== null).sort((a, b) => b.name.localeCompare(a.name))
  }

  async function find(name: string): Promise<Backup> {
    // The name comes from outside: nothing but a name of ours becomes a path.
    const backup = NAME.test(name) ? await describe(name) : null
    if (backup === null) throw new OmniError('not_found', 'This backup no longer exists.')
    return backup
  }

  async function freeName(): Promise<string> {
    const stamp = new Date(now()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
    for (let n = 1; ; n += 1) {
      const name = `omni-${stamp}${n === 1 ? '' : `-${n}`}.db`
      if ((await describe(name)) === null) return name
    }
  }

  return {
    list,
    async create() {
      if (isMaking) throw new OmniError('conflict', 'A backup is being made already.')
      isMaking = true
      try {
        await mkdir(folder, { recursive: true })
        const name = await freeName()
        const unfinished = join(folder, `${name}.part`)
        await rm(unfinished, { force: true })
        await storage.backUpTo(unfinished)
        // Only a whole copy ever has the name of a backup.
        await rename(unfinished, join(folder, name))
        const backup = await find(name)
        log.info({ name, sizeBytes: backup.sizeBytes }, 'a backup is made')
        return backup
      } finally {
        isMaking = false
      }
    },
    async remove(name) {
      await rm((await find(name)).path)
    },
    pathOf: async (name) => (await find(name)).path,
    sizeBytes: async () => (await list()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}
