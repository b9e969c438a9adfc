/** Whether the icon is still there while no window is open: with neither, starting the app again is the only way back. */
import type { Timers } from '../../hub/runtime/timers.ts'

/** Looking takes a few short-lived processes. */
const LOOK_EVERY_MS = 60_000

interface Options {
  isSeen(): Promise<boolean>
  /** It was there at the last look, and is not any more. */
  onLost(): void
  timers: Timers
}

export interface TrayWatch {
  /** @param wasSeen as it was found just now */
  begin(wasSeen: boolean): void
  /** Nothing is told any more, also by a look that is under way. */
  end(): void
}

export function watchTray({ isSeen, onLost, timers }: Options): TrayWatch {
  let watch = { end: (): void => undefined }

  function begin(wasSeen: boolean): void {
    watch.end()
    const cancel = timers.after(LOOK_EVERY_MS, async () => {
      const isStillSeen = await isSeen()
      if (watch !== mine) return
      if (wasSeen && !isStillSeen) onLost()
      begin(isStillSeen)
    })
    const mine = { end: cancel }
    watch = mine
  }

  return {
    begin,
    end() {
      watch.end()
      watch = { end: () => undefined }
    },
  }
}
