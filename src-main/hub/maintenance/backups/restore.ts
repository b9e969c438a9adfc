/**
 * Brings a backup into a data folder where no hub runs. All of it is made ready beside what is there, opened as this version
 * opens it, and only then put in its place.
 */
import { rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode, OmniError } from '../../../../src-shared/errors.ts'
import { holdAccounts } from '../../accounts/instances/held-accounts.ts'
import { openDataKey, phraseIn } from '../../secrets/data-key.ts'
import { backupIdentityOf } from '../../secrets/phrase.ts'
import type { SecretBox } from '../../secrets/secret-box.ts'
import type { Storage } from '../../storage/port.ts'
import { DATABASE, damaged, newerVersion } from './archive/manifest.ts'
import type { Archivist } from './archivist.ts'
import { renewInstallationId } from './installation.ts'
import { readBackupSettings, saveBackupSettings } from './settings.ts'

export interface RestoreMeans {
  archivist: Archivist
  /** Opens (and brings up to date) the database at this path. */
  openStorage: (path: string) => Promise<Storage>
  /** See `replaceDatabase`. */
  replace: (atMs: number, fill: (path: string) => Promise<void>) => Promise<{ aside: string | null }>
  /** Answers and sends nothing that was under way when the backup was made. `at`: ISO 8601. */
  leaveOpenWork: (storage: Storage, at: string) => Promise<void>
  box: SecretBox
  now: () => number
}

export interface Restored {
  /** When the backup was made. */
  madeAt: string
  /** Where the data lie that were there before; null where there were none. */
  aside: string | null
}

/** @param phrase the recovery phrase that was valid when the backup was made. Throws an OmniError in plain words; then everything is as it was. */
export async function restoreBackup(means: RestoreMeans, { file, phrase }: { file: string; phrase: string }): Promise<Restored> {
  await requireFile(file)
  const nowMs = means.now()
  let madeAt = ''
  const { aside } = await means.replace(nowMs, async (path) => {
    const folder = dirname(path)
    const manifest = await means.archivist.unpack({ file, identity: backupIdentityOf(phrase), into: folder }).catch((error: unknown) => {
      throw errorCode(error) === 'internal' ? inWords(error, folder) : error
    })
    await rename(join(folder, DATABASE), path)
    const storage = await means.openStorage(path).catch((error: unknown) => {
      const { isNewer, sqliteCode } = error instanceof OmniError ? (error.details ?? {}) : {}
      if (isNewer === true) throw newerVersion(manifest.app)
      throw /^SQLITE_(CORRUPT|NOTADB)/.test(String(sqliteCode)) ? damaged(error) : error
    })
    try {
      await storage.checkCopy(path)
      await settle(storage, means, phrase, manifest.madeAt, nowMs)
    } finally {
      await storage.close()
    }
    madeAt = manifest.madeAt
  })
  return { madeAt, aside }
}

/** What is different on this computer from where the backup was made. */
async function settle(
  storage: Storage,
  { box, now, leaveOpenWork }: RestoreMeans,
  phrase: string,
  madeAt: string,
  nowMs: number,
): Promise<void> {
  const { key, saved } = await openDataKey({ storage, box, recoveryPhrase: () => phrase, now })
  // Another program's database, or an empty one, has just been given a phrase of its own.
  if (phraseIn(key, saved) !== phrase) throw damaged('the database is locked with other words than the file')
  await renewInstallationId(storage)
  await holdAccounts(storage, { since: new Date(nowMs).toISOString(), madeAt })
  await leaveOpenWork(storage, new Date(nowMs).toISOString())
  const { plan } = await readBackupSettings(storage)
  await saveBackupSettings(storage, { plan, plannedAt: new Date(nowMs).toISOString(), lastGood: null, failure: null })
}

async function requireFile(file: string): Promise<void> {
  const facts = await stat(file).catch(() => null)
  if (facts === null) throw new OmniError('not_found', `There is no file "${file}".`)
  if (!facts.isFile()) throw new OmniError('bad_request', `"${file}" is no file.`)
}

function inWords(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OmniError('storage_unavailable', `The disk is full: the data of the backup do not fit into "${dirname(folder)}".`, {
      cause: error,
    })
  if (/^E[A-Z0-9]+$/.test(code))
    return new OmniError('storage_unavailable', `The backup could not be read, or its data not be written: the disk says ${code}.`, {
      cause: error,
    })
  return error
}
