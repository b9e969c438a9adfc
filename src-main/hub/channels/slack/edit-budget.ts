/**
 * Slack counts edits by app, workspace and method: all answers that are being written share them. Each may take its next
 * edit when there is room for all; the last text of an answer comes out of a reserve, and waits for nothing.
 */
import type { Timers } from '../../runtime/timers.ts'

const WINDOW_MS = 60_000
/** Of `chat.update`. Slack promises 50. */
const PER_MINUTE = 48
/** Kept for the last texts. */
const RESERVE = 16

export interface EditBudget {
  /** Milliseconds until one more passing edit; 0: now. */
  waitMs(): number
  /** An edit was made. */
  spend(): void
  /** Slack asks to wait. */
  pause(forMs: number): void
}

export function createEditBudget(timers: Timers, { perMinute = PER_MINUTE, reserve = RESERVE } = {}): EditBudget {
  let spent: number[] = []
  let pausedUntilMs = 0
  const recent = (): number[] => {
    spent = spent.filter((at) => timers.now() - at < WINDOW_MS)
    return spent
  }
  return {
    waitMs() {
      const now = timers.now()
      const made = recent()
      const room = perMinute - reserve
      const oldest = made.length < room ? now : (made[made.length - room] ?? now) + WINDOW_MS
      return Math.max(0, oldest - now, pausedUntilMs - now)
    },
    spend() {
      recent().push(timers.now())
    },
    pause(forMs) {
      pausedUntilMs = Math.max(pausedUntilMs, timers.now() + forMs)
    },
  }
}
