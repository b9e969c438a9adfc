/** Starts the hub, and asks what to do about what is in its way. */
import { type BrowserWindow, dialog, shell } from 'electron'
import type { ProcessConfig } from '../hub/runtime/config.ts'
import { VaultLocked } from '../hub/secrets/locked.ts'
import type { KeptHub } from '../keep-hub.ts'
import { askForPhrase, type Lock } from './locked/ask.ts'
import { startFailure } from './start-failure.ts'
import { t } from './words.ts'

interface StartContext {
  config: ProcessConfig
  lock: Lock
  panel(): BrowserWindow | null
  showPanel(): void
  log(message: string): void
  logFile: string
}

/** Tries for as long as a person wants to. Resolves to null once the hub is up, else to the exit code. */
export async function startUntilUp(kept: Pick<KeptHub, 'start'>, context: StartContext): Promise<number | null> {
  const { config, log, logFile } = context
  const start = () => kept.start()
  const logFailure = (error: unknown): void =>
    log(`Start failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  for (;;) {
    try {
      await start()
      return null
    } catch (failure) {
      logFailure(failure)
      let error = failure
      if (failure instanceof VaultLocked && failure.hasPhrase) {
        const asked = await askForPhrase({ ...context, start })
        if (asked === 'up') return null
        if (asked === 'closed') return 1
        error = asked.error
        logFailure(error)
      }
      const { title, body, panel, isPassing } = await startFailure(error, config, logFile)
      if (!isPassing) {
        dialog.showErrorBox(title, body)
        return 1
      }
      const choices = [...(panel === null ? [] : ['openPanel' as const]), 'tryAgain' as const, 'close' as const]
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: title,
        detail: body,
        buttons: choices.map((choice) => t(`desktop:start.${choice}`)),
        defaultId: 0,
        cancelId: choices.length - 1,
      })
      const chosen = choices[response] ?? 'close'
      if (chosen === 'openPanel' && panel !== null) {
        await shell.openExternal(panel)
        return 0
      }
      if (chosen === 'close') return 1
    }
  }
}
