/** `omni backup`: by the hub that runs on these data, or without one. */
import { existsSync } from 'node:fs'
import { errorMessage, OmniError } from '../../src-shared/errors.ts'
import { databaseFile, type ProcessConfig } from '../hub/runtime/config.ts'
import { VaultLocked } from '../hub/secrets/locked.ts'
import { readPhrase } from '../hub/secrets/phrase.ts'
import { backUpRunning, isInUse } from '../running-hub.ts'
import { type HeadlessLocations, type HeadlessSurroundings, LOCKED_EXIT_CODE } from './run.ts'
import { headlessSecretBox } from './secret-box.ts'

/** Resolves to the exit code: 0 when it is made and was opened again, {@link LOCKED_EXIT_CODE} where the secrets are locked, else 1. */
export async function runBackup(
  { config, file }: { config: ProcessConfig; file: string | null },
  locations: HeadlessLocations,
  { createHub, print, printError, recoveryPhrase }: Pick<HeadlessSurroundings, 'createHub' | 'print' | 'printError' | 'recoveryPhrase'>,
): Promise<number> {
  const database = databaseFile(config)
  if (!existsSync(database)) {
    printError(`There is no database of Omni here: ${database}`)
    return 1
  }
  const hub = createHub({
    kind: 'headless',
    config,
    env: process.env,
    secretBox: headlessSecretBox(config),
    recoveryPhrase: () => (recoveryPhrase === null ? null : readPhrase(recoveryPhrase)),
    ...locations,
  })
  try {
    const made = await hub.backUp(file ?? undefined).catch((error: unknown) => {
      if (isInUse(error)) return backUpRunning(config.dataDirectory, file)
      throw error
    })
    print(`The backup is made, and was opened again: ${made.path} (${made.sizeBytes} bytes)`)
    return 0
  } catch (error) {
    if (!(error instanceof OmniError)) throw error
    printError(`No backup was made. ${errorMessage(error)}`)
    return error instanceof VaultLocked ? LOCKED_EXIT_CODE : 1
  }
}
