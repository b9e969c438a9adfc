/**
 * Runs something at a time of day that may be hours away. The clock is looked at every minute,
 * because a machine sleeps and its clock is set: a timer alone would then be late by as much.
 */
import type { Timers } from './timers.ts'

const LOOK_EVERY_MS = 60_000

export interface Alarm {
  /** Looks again when the next time is: something was added, changed or taken back. */
  reset(): void
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>
}

/**
 * @param next when the next thing is due (ISO 8601), null for nothing
 * @param run does all that is due; it is never called twice at once
 */
export function createAlarm(
  timers: Timers,
  next: () => Promise<string | null>,
  run: () => Promise<void>,
  onError: (error: unknown) => void,
): Alarm {
  let cancel = () => {}
  let isStopped = false
  let running: Promise<void> | null = null
  let isStale = false

  async function look(): Promise<void> {
    cancel()
    if (isStopped) return
    if (running !== null) {
      isStale = true
      return
    }
    running = runDue()
    await running
    running = null
    if (!isStale) return
    isStale = false
    return look()
  }

  async function runDue(): Promise<void> {
    let waitMs = LOOK_EVERY_MS
    try {
      let at = await next()
      if (at !== null && Date.parse(at) <= timers.now()) {
        await run()
        at = await next()
      }
      if (at === null) waitMs = 0
      else waitMs = Math.min(LOOK_EVERY_MS, Math.max(1, Date.parse(at) - timers.now()))
    } catch (error) {
      onError(error)
    }
    if (waitMs > 0 && !isStopped) cancel = timers.after(waitMs, () => void look())
  }

  return {
    reset: () => void look(),
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}
