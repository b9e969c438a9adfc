/**
 * Slack counts edits by app, workspace and method: all answers that are being written share them. A passing edit is made
 * where there is room for it and for the last text of every message that is growing. A last text waits only where Slack
 * would refuse it.
 */
import type { Timers } from '../../runtime/timers.ts'

/** A minute, and some for the way there. */
const WINDOW_MS = 61_000
/** Of `chat.update`. Slack promises 50. */
const PER_MINUTE = 48

export interface EditBudget {
  /** Milliseconds until one more passing edit; 0: now. */
  waitMs(): number
  /** Counts an edit of this message, and returns 0; otherwise the milliseconds until it can be made. */
  take(messageId: string): number
  /** Slack asks to wait. */
  pause(forMs: number): void
}

export function createEditBudget(timers: Timers, perMinute = PER_MINUTE): EditBudget {
  let spent: { messageId: string; atMs: number }[] = []
  let pausedUntilMs = 0
  const recent = () => {
    const since = timers.now() - WINDOW_MS
    spent = spent.filter(({ atMs }) => atMs > since)
    return spent
  }
  /** Until as many edits as are over the limit are more than a minute ago. */
  const untilFree = (over: number): number => {
    if (over <= 0) return Math.max(0, pausedUntilMs - timers.now())
    const freedBy = spent[Math.min(over, spent.length) - 1]?.atMs ?? timers.now()
    return Math.max(1, freedBy + WINDOW_MS - timers.now(), pausedUntilMs - timers.now())
  }
  return {
    waitMs() {
      const made = recent()
      const growing = new Set(made.map(({ messageId }) => messageId)).size
      return untilFree(made.length + growing + 1 - perMinute)
    },
    take(messageId) {
      const waitMs = untilFree(recent().length + 1 - perMinute)
      if (waitMs === 0) spent.push({ messageId, atMs: timers.now() })
      return waitMs
    },
    pause(forMs) {
      pausedUntilMs = Math.max(pausedUntilMs, timers.now() + forMs)
    },
  }
}
