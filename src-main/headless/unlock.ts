/** `omni unlock`: opens the saved secrets with the recovery phrase, so that the next start finds them open. */
import { existsSync } from 'node:fs'
import { OmniError } from '../../src-shared/errors.ts'
import type { HubHost } from '../hub/host.ts'
import { databaseFile, type ProcessConfig } from '../hub/runtime/config.ts'
import { VaultLocked } from '../hub/secrets/locked.ts'
import { readPhrase } from '../hub/secrets/phrase.ts'
import { phraseLeftIn } from '../hub/secrets/phrase-left.ts'
import { isInUse } from '../running-hub.ts'
import type { Asked } from './ask.ts'
import { type HeadlessLocations, type HeadlessSurroundings, PHRASE_VARIABLE } from './run.ts'
import { headlessSecretBox } from './secret-box.ts'

const TRIES = 5

/** Resolves to the exit code: 0 when the secrets are open, 1 when they are not. */
export async function runUnlock(
  config: ProcessConfig,
  locations: HeadlessLocations,
  { createHub, print, printError, recoveryPhrase }: Pick<HeadlessSurroundings, 'createHub' | 'print' | 'printError' | 'recoveryPhrase'>,
  { ask, isPerson }: Asked,
): Promise<number> {
  const file = databaseFile(config)
  if (!existsSync(file)) {
    printError(`There is no database of Omni here: ${file}`)
    return 1
  }
  const open = (line: string, wasUsed: boolean): number => {
    print(line)
    if (recoveryPhrase !== null) printError(`${phraseLeftIn(PHRASE_VARIABLE, wasUsed)}.`)
    return 0
  }
  let phrase: string | null = null
  const host: HubHost = {
    kind: 'headless',
    config,
    env: process.env,
    secretBox: headlessSecretBox(config),
    recoveryPhrase: () => phrase,
    ...locations,
  }
  const hub = createHub(host)
  try {
    await hub.unlock()
    return open('The saved secrets are not locked.', false)
  } catch (error) {
    if (isInUse(error)) return open('Omni is running with these data: the saved secrets are not locked.', false)
    if (!(error instanceof VaultLocked && error.hasPhrase)) throw error
  }
  for (let tries = 1; ; tries += 1) {
    const typed = recoveryPhrase !== null && tries === 1 ? recoveryPhrase : await ask()
    if (typed === null) {
      printError('No phrase was given: the saved secrets stay locked.')
      return 1
    }
    try {
      phrase = readPhrase(typed)
      await hub.unlock()
      return open('The saved secrets are open again. Start Omni as usual.', recoveryPhrase !== null && tries === 1)
    } catch (error) {
      if (!(error instanceof OmniError)) throw error
      printError(error.message)
      if (!isPerson || tries === TRIES) return 1
    }
  }
}
