/** Follows a running hub for as long as the desktop is up: its status, what happens, and over its restarts. */
import type { LiveFrame } from '../../src-shared/contract/live.ts'
import { errorMessage } from '../../src-shared/errors.ts'
import type { Background, HubStatus } from '../hub/background.ts'

const CHANGES_STATUS = new Set(['counters', 'instance.changed', 'instance.removed'])

interface HubWatchOptions {
  /** Null: there is no hub right now. */
  onStatus(status: HubStatus | null): void
  onFrame(frame: LiveFrame): void
  log(message: string): void
}

export interface HubWatch {
  /** The hub is up, for the first time or again. */
  follow(background: Background): void
  stop(): void
  /** Reads the status after something was done that nobody announces. */
  refresh(): Promise<void>
}

export function createHubWatch({ onStatus, onFrame, log }: HubWatchOptions): HubWatch {
  let following: { background: Background; end: AbortController } | null = null
  let reading: Promise<void> | null = null
  let isStale = false

  function stop(): void {
    following?.end.abort()
    following = null
    onStatus(null)
  }

  async function read(): Promise<void> {
    do {
      isStale = false
      const from = following
      if (from === null) return
      const status = await from.background.status()
      if (from === following) onStatus(status)
    } while (isStale)
  }

  /** One at a time; what changed meanwhile is read once more. */
  function refresh(): Promise<void> {
    if (reading !== null) {
      isStale = true
      return reading
    }
    reading = read()
      .catch((error: unknown) => log(`The status of the hub could not be read: ${errorMessage(error)}`))
      .finally(() => {
        reading = null
      })
    return reading
  }

  async function watch(background: Background, signal: AbortSignal): Promise<void> {
    for await (const frame of background.watch(signal)) {
      onFrame(frame)
      if (frame.isReset || frame.events.some(({ type }) => CHANGES_STATUS.has(type))) void refresh()
    }
  }

  return {
    follow(background) {
      following?.end.abort()
      const end = new AbortController()
      following = { background, end }
      watch(background, end.signal).catch((error: unknown) => log(`The hub is not followed any more: ${errorMessage(error)}`))
    },
    stop,
    refresh,
  }
}
