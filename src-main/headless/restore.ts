/** `omni restore`: brings back a backup with its recovery phrase, where no hub runs. */
import { existsSync } from 'node:fs'
import { OmniError } from '../../src-shared/errors.ts'
import { databaseFile, type ProcessConfig } from '../hub/runtime/config.ts'
import { readPhrase } from '../hub/secrets/phrase.ts'
import { phraseLeftIn } from '../hub/secrets/phrase-left.ts'
import type { Asked } from './ask.ts'
import { type HeadlessLocations, type HeadlessSurroundings, LOCKED_EXIT_CODE, PHRASE_VARIABLE } from './run.ts'
import { headlessSecretBox } from './secret-box.ts'

const TRIES = 5

/** Resolves to the exit code: 0 when the data are there, {@link LOCKED_EXIT_CODE} for the wrong words, else 1; then everything is as it was. */
export async function runRestore(
  { config, file, mayReplace }: { config: ProcessConfig; file: string; mayReplace: boolean },
  locations: HeadlessLocations,
  { createHub, print, printError, recoveryPhrase }: Pick<HeadlessSurroundings, 'createHub' | 'print' | 'printError' | 'recoveryPhrase'>,
  { ask, askYes, isPerson }: Asked & { askYes(question: string): Promise<boolean> },
): Promise<number> {
  const database = databaseFile(config)
  if (existsSync(database) && !mayReplace) {
    const isSure = await askYes(`There are data already: ${database}. They are moved aside, and the backup takes their place.`)
    if (!isSure) {
      printError(`Nothing was changed: there are data already (${database}). With --replace they are moved aside.`)
      return 1
    }
  }
  const hub = createHub({ kind: 'headless', config, env: process.env, secretBox: headlessSecretBox(config), ...locations })
  for (let tries = 1; ; tries += 1) {
    const isGiven = recoveryPhrase !== null && tries === 1
    const typed = isGiven ? recoveryPhrase : await ask()
    if (typed === null) {
      printError('No phrase was given: nothing was changed.')
      return LOCKED_EXIT_CODE
    }
    let phrase: string | null = null
    try {
      phrase = readPhrase(typed)
      const { madeAt, aside } = await hub.restore({ file, phrase })
      print(`The data of ${madeAt} are back in ${database}.`)
      if (aside !== null) print(`Those that were there before are kept in ${aside}.`)
      print('No account connects before you say in the panel that the other computer is off.')
      if (recoveryPhrase !== null) printError(`${phraseLeftIn(PHRASE_VARIABLE, isGiven)}.`)
      return 0
    } catch (error) {
      if (!(error instanceof OmniError)) throw error
      printError(error.message)
      // Other words are worth a try only where it is the words that were wrong.
      const isOfWords = phrase === null || error.code === 'unauthorized'
      if (!isOfWords) {
        printError('Nothing was changed.')
        return 1
      }
      if (!isPerson || tries === TRIES) return LOCKED_EXIT_CODE
    }
  }
}
