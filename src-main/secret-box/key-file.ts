/**
 * The key of a secret box in a file that only its owner may read.
 *
 * Known limits: on Windows the file has the permissions of its folder; there is no 0600.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { errorMessage, OmniError } from '../../src-shared/errors.ts'

const KEY_BYTES = 32

export function keyFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'master.key')
}

/**
 * Reads the key file, making it on the first start. Never replaces a file that is there: whatever
 * is wrong with it, the saved secrets may depend on it. Throws an OmniError that names the file.
 */
export function readOrCreateKeyFile(path: string, platform: NodeJS.Platform = process.platform): Buffer {
  return readKeyFile(path, platform) ?? createKeyFile(path, platform)
}

/** Null where there is none. Throws an OmniError that names the file. */
export function readKeyFile(path: string, platform: NodeJS.Platform = process.platform): Buffer | null {
  let text: string
  try {
    if (platform !== 'win32') refuseOpenFile(path)
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof OmniError) throw cause
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new OmniError('storage_unavailable', `The key file ${path} cannot be read: ${errorMessage(cause)}`, { cause })
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.byteLength === KEY_BYTES) return key
  throw new OmniError(
    'storage_unavailable',
    `The key file ${path} is damaged. Put it back from a backup, or move it away and unlock Omni with the recovery phrase.`,
  )
}

function refuseOpenFile(path: string): void {
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) === 0) return
  throw new OmniError(
    'storage_unavailable',
    `The key file ${path} can be opened by other users (permissions ${mode.toString(8)}). Make it yours alone: chmod 600 '${path}'`,
  )
}

function createKeyFile(path: string, platform: NodeJS.Platform): Buffer {
  const key = randomBytes(KEY_BYTES)
  const draft = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = openSync(draft, 'wx', 0o600)
    try {
      // The umask may have taken bits away; it never adds any.
      if (platform !== 'win32') chmodSync(draft, 0o600)
      writeSync(file, `${key.toString('base64')}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    publish(draft, path)
  } catch (cause) {
    throw new OmniError('storage_unavailable', `The key file ${path} cannot be made: ${errorMessage(cause)}`, { cause })
  }
  // Another process may have been first: then its key is the one.
  const written = readKeyFile(path, platform)
  if (written === null) throw new OmniError('storage_unavailable', `The key file ${path} was removed while it was being made.`)
  return written
}

/** Gives the finished draft its name in one step, so that a power cut leaves a whole key file or none. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path)
    unlinkSync(draft)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || existsSync(path)) unlinkSync(draft)
    // File systems without hard links (USB sticks, some network drives).
    else renameSync(draft, path)
  }
}
