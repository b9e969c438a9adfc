/** Which installation this is: another one on each computer, also with the data of the same backup. */
import { randomUUID } from 'node:crypto'
import type { Storage } from '../../storage/port.ts'

const SETTING = 'installation.id'

type Settings = Pick<Storage, 'getSetting' | 'setSetting'>

/** A UUID. */
export async function installationId(storage: Settings): Promise<string> {
  const known = await storage.getSetting(SETTING)
  return typeof known === 'string' ? known : renewInstallationId(storage)
}

export async function renewInstallationId(storage: Settings): Promise<string> {
  const id = randomUUID()
  await storage.setSetting(SETTING, id)
  return id
}
