/**
 * Slack counts edits by app, workspace and method: all answers that are being written share them. A passing edit is made
 * where there is room for it and for the last text of every message that is growing; last texts wait for nothing.
 */
import type { Timers } from '../../runtime/timers.ts'

const WINDOW_MS = 60_000
/** Of `chat.update`. Slack promises 50. */
const PER_MINUTE = 48

export interface EditBudget {
  /** Milliseconds until one more passing edit; 0: now. */
  waitMs(): number
  /** An edit of this message is made. */
  spend(messageId: string): void
  /** Slack asks to wait. */
  pause(forMs: number): void
}

export function createEditBudget(timers: Timers, perMinute = PER_MINUTE): EditBudget {
  let spent: { messageId: string; atMs: number }[] = []
  let pausedUntilMs = 0
  const recent = () => {
    spent = spent.filter(({ atMs }) => timers.now() - atMs < WINDOW_MS)
    return spent
  }
  return {
    waitMs() {
      const now = timers.now()
      const made = recent()
      const growing = new Set(made.map(({ messageId }) => messageId)).size
      const room = perMinute - growing - made.length
      const nextMs = room > 0 ? now : (made[Math.min(-room, made.length - 1)]?.atMs ?? now) + WINDOW_MS
      return Math.max(0, nextMs - now, pausedUntilMs - now)
    },
    spend(messageId) {
      recent().push({ messageId, atMs: timers.now() })
    },
    pause(forMs) {
      pausedUntilMs = Math.max(pausedUntilMs, timers.now() + forMs)
    },
  }
}
