/** The start of a hub whose saved secrets are locked: asks for the recovery phrase until it has opened them. */
import type { BrowserWindow } from 'electron'
import { OmniError } from '../../../src-shared/errors.ts'
import { VaultLocked } from '../../hub/secrets/locked.ts'
import { readPhrase, UnknownWord } from '../../hub/secrets/phrase.ts'
import { hubText, t } from '../words.ts'
import { createLockedForm, type LockedForm } from './form.ts'
import { askInWindow } from './window.ts'

/** What the desktop has for the day when its key store is lost. */
export interface Lock {
  /** The phrase that is being tried; null otherwise. */
  phrase: string | null
  /** Answers the page of the form; null while nothing is asked. */
  form: LockedForm | null
}

interface Asking {
  lock: Lock
  start(): Promise<void>
  panel(): BrowserWindow | null
  showPanel(): void
  log(message: string): void
}

/** Resolves to `closed` when somebody has had enough, `up` once the hub is, or else to the error that ended it for another reason. */
export async function askForPhrase({ lock, start, panel, showPanel, log }: Asking): Promise<'closed' | 'up' | { error: unknown }> {
  let other: { error: unknown } | null = null

  async function attempt(typed: string): Promise<string | null> {
    try {
      lock.phrase = readPhrase(typed)
    } catch (error) {
      return error instanceof OmniError ? wrongWords(error) : String(error)
    }
    try {
      await start()
    } catch (error) {
      if (error instanceof VaultLocked) return hubText(error.message)
      other = { error }
    } finally {
      lock.phrase = null
    }
    return null
  }

  const form = createLockedForm(attempt)
  lock.form = form
  try {
    if ((await askInWindow(form, { over: panel(), beforeClose: showPanel, log })) === 'closed') return 'closed'
    return other ?? 'up'
  } finally {
    lock.form = null
  }
}

const wrongWords = (error: OmniError): string =>
  error instanceof UnknownWord ? t('desktop:locked.notAWord', { position: error.position, word: error.word }) : hubText(error.message)
