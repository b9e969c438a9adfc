/**
 * Makes one backup: a copy of the database, packed, opened again, and only then given its name. What is not encrypted never
 * leaves the data folder, and nothing half-made is left.
 */
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode, OmniError } from '../../../../src-shared/errors.ts'
import type { Storage } from '../../storage/port.ts'
import { DATABASE } from './archive/manifest.ts'
import type { Archivist } from './archivist.ts'
import { inDiskWords } from './disk-words.ts'
import { syncFolder, UNFINISHED } from './folder.ts'
import { installationId } from './installation.ts'

export interface MakeMeans {
  storage: Pick<Storage, 'backUpTo' | 'checkCopy' | 'getSetting' | 'setSetting'>
  archivist: Archivist
  /** `AGE-SECRET-KEY-1…`, of the recovery phrase in force. */
  identity: () => string
  /** In the data folder; whatever is there goes. */
  workFolder: string
  /** The version of Omni. */
  app: string
  now: () => number
}

/** Rejects with an OmniError in plain words, and leaves no file then. */
export async function makeBackup(means: MakeMeans, path: string): Promise<void> {
  const { archivist, storage, workFolder } = means
  const folder = dirname(path)
  const unfinished = path + UNFINISHED
  const copy = join(workFolder, DATABASE)
  try {
    await emptyFolder(workFolder)
    const { identity, facts } = await copyDatabase(means, copy)
    await archivist.pack({ database: copy, into: unfinished, identity, facts }).catch((error: unknown) => {
      throw inDiskWords(error, folder)
    })
    // The trial needs its room, and must not find what it is to bring back.
    await emptyFolder(workFolder)
    await archivist.unpack({ file: unfinished, identity, into: workFolder }).catch((error: unknown) => {
      throw errorCode(error) === 'bad_request' ? notReadable(folder, error) : inDiskWords(error, workFolder)
    })
    await storage.checkCopy(copy)
    await rename(unfinished, path).catch((error: unknown) => {
      throw inDiskWords(error, folder)
    })
    await syncFolder(folder)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** With the identity that its phrase makes: one that is renewed meanwhile would lock the data in it with other words than the file. */
async function copyDatabase({ identity, storage, app, now }: MakeMeans, copy: string) {
  for (;;) {
    const before = identity()
    const madeAt = new Date(now()).toISOString()
    const id = await installationId(storage)
    const { schema } = await storage.backUpTo(copy)
    if (identity() === before) return { identity: before, facts: { app, schema, installationId: id, madeAt } }
    await rm(copy)
  }
}

async function emptyFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw inDiskWords(error, folder)
  }
}

const notReadable = (folder: string, cause: unknown) =>
  new OmniError(
    'storage_unavailable',
    `The backup could not be read again: the disk of "${folder}" may be failing. Choose a folder on another disk.`,
    {
      cause,
    },
  )
