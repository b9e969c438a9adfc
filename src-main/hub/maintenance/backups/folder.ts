/** The folder that backups lie in, and their names there. */
import { constants } from 'node:fs'
import { access, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { Backup } from '../../../../src-shared/contract/backups.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { inDiskWords } from './disk-words.ts'

/** `omni-20261130-031500-1a2b3c4d.age`: the time in UTC, the beginning of the installation's id, and a number from the second of that time on. */
const NAME = /^omni-(\d{8}-\d{6})-([0-9a-f]{8})(?:-(\d+))?\.age$/
export const UNFINISHED = '.part'
const ID_LENGTH = 8

export const isBackupName = (name: string): boolean => NAME.test(name)

/** Several installations may share a folder: none touches what another has made. */
export const isOwn = (name: string, installationId: string): boolean => NAME.exec(name)?.[2] === installationId.slice(0, ID_LENGTH)

/** Rejects as the file system does. */
export async function describeFile(path: string): Promise<Backup> {
  const { size, mtime } = await stat(path)
  return { name: basename(path), path, sizeBytes: size, createdAt: mtime.toISOString() }
}

const describe = (folder: string, name: string): Promise<Backup | null> => describeFile(join(folder, name)).catch(() => null)

/** What sorts names by their age. */
function inOrder(name: string): string {
  const [, stamp = '', , count = '1'] = NAME.exec(name) ?? []
  return `${stamp} ${count.padStart(6, '0')}`
}

/** Newest first. None where the folder is not there. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(names.filter(isBackupName).map((name) => describe(folder, name)))
  return found.filter((backup) => backup !== null).sort((a, b) => inOrder(b.name).localeCompare(inOrder(a.name)))
}

/** Null for what is not there. The name comes from outside: nothing but a name of ours becomes a path. */
export const findBackup = async (folder: string, name: string): Promise<Backup | null> =>
  isBackupName(name) ? describe(folder, name) : null

export async function freeName(folder: string, nowMs: number, installationId: string): Promise<string> {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  for (let n = 1; ; n += 1) {
    const name = `omni-${stamp}-${installationId.slice(0, ID_LENGTH)}${n === 1 ? '' : `-${n}`}.age`
    if ((await describe(folder, name)) === null) return name
  }
}

/**
 * The default folder is made. A chosen one is not: on a disk that is not connected, a folder of that name would fill the
 * disk of the system. Rejects as the file system does.
 */
export async function requireFolder(folder: string, isDefault: boolean): Promise<void> {
  if (isDefault) await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(`not a folder: ${folder}`), { code: 'ENOTDIR' })
  await access(folder, constants.W_OK)
}

/** For a folder that somebody chooses. Throws OmniError('bad_request') with `details.field`. */
export async function requireUsable(folder: string): Promise<void> {
  const refuse = (message: string, cause?: unknown) => new OmniError('bad_request', message, { cause, details: { field: 'folder' } })
  if (!isAbsolute(folder)) throw refuse('Write the whole path of the folder, from its drive or "/" on.')
  await requireFolder(folder, false).catch((error: unknown) => {
    throw refuse(errorMessage(inDiskWords(error, folder)), error)
  })
}

/** For a file that somebody names: there must be room for it, and none of that name. */
export async function requireFree(path: string): Promise<void> {
  const folder = dirname(path)
  await requireFolder(folder, false).catch((error: unknown) => {
    throw inDiskWords(error, folder)
  })
  if ((await stat(path).catch(() => null)) !== null)
    throw new OmniError('conflict', `There is a file of this name already: "${path}". Choose another name.`)
}

/** Removes what a process that was killed was writing. */
export async function removeUnfinished(folder: string, installationId: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (name.endsWith(UNFINISHED) && isOwn(name.slice(0, -UNFINISHED.length), installationId)) await rm(join(folder, name), { force: true })
}

/** Of those that this installation has made, leaves `keep`: the one just made, whatever the clock said, and the newest others. */
export async function rotate(folder: string, keep: number, installationId: string, made: string): Promise<void> {
  const others = (await listBackups(folder)).filter(({ name }) => isOwn(name, installationId) && name !== made)
  for (const { path } of others.slice(keep - 1)) await rm(path, { force: true })
}

/** So that a name outlives a power cut, where the file system can be told. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
