/**
 * What Omni keeps is its owner's alone: no other user of the machine may read the conversations, and a folder that
 * was made by hand, unpacked from an archive or mounted is no exception. Windows gives each user a folder of
 * private already and has no such modes.
 */
import { chmodSync, type Dirent, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errorMessage } from '../../src-shared/errors.ts'
import type { Logger } from './observe/logger.ts'
import type { ProcessConfig } from './runtime/config.ts'

const OTHERS = 0o077
const FOLDERS = ['logs', 'backups', 'uploads']

export interface Narrowed {
  /** What others could open until now. */
  narrowed: string[]
  /** What they still can: the reasons. */
  failed: string[]
}

/**
 * Makes the data folder, lets no file that this process makes from now on be opened by others, and takes that right
 * away where it was given. Never throws: whether the folder can be used at all, those who use it find out.
 */
export function keepPrivate(config: Pick<ProcessConfig, 'dataDirectory' | 'databaseFile'>, platform = process.platform): Narrowed {
  const result: Narrowed = { narrowed: [], failed: [] }
  if (platform === 'win32') return result
  process.umask(OTHERS)
  const { dataDirectory, databaseFile } = config
  try {
    mkdirSync(dataDirectory, { recursive: true })
  } catch {
    return result
  }
  const narrow = (path: string): void => {
    try {
      const entry = lstatSync(path)
      if ((!entry.isFile() && !entry.isDirectory()) || (entry.mode & OTHERS) === 0) return
      chmodSync(path, entry.mode & 0o700)
      result.narrowed.push(path)
    } catch (error) {
      result.failed.push(errorMessage(error))
    }
  }
  narrow(dataDirectory)
  for (const path of filesIn(dataDirectory)) narrow(path)
  for (const name of FOLDERS) {
    const folder = join(dataDirectory, name)
    for (const path of filesIn(folder)) narrow(path)
  }
  // Elsewhere by the owner's own choice: the folder around it is not Omni's.
  if (databaseFile !== undefined)
    for (const path of filesIn(dirname(databaseFile))) if (basename(path).startsWith(basename(databaseFile))) narrow(path)
  return result
}

/** For the person who maintains the machine. */
export function tellNarrowed({ narrowed, failed }: Narrowed, log: Logger): void {
  if (narrowed.length > 0) log.warn({ paths: narrowed }, 'other users of this computer could open these; now they cannot')
  if (failed.length > 0) log.warn({ reasons: failed }, 'other users of this computer can open some of what Omni keeps')
}

/** Links are left alone: what they point to may be anybody's. */
function filesIn(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.filter((entry) => entry.isFile() || entry.isDirectory()).map((entry) => join(folder, entry.name))
}
