/** Keeps the computer from going to sleep while an account is connected, if its owner wants that. The screen may go dark. */
import { powerSaveBlocker } from 'electron'

export interface KeepAwake {
  /** Called with every change of either. */
  update(isWanted: boolean, connected: number): void
}

export function createKeepAwake(): KeepAwake {
  let blocker: number | null = null
  return {
    update(isWanted, connected) {
      if (isWanted && connected > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
      else if (blocker !== null) {
        powerSaveBlocker.stop(blocker)
        blocker = null
      }
    },
  }
}
