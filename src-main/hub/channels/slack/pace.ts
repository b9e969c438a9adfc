/**
 * Slack takes about one message a second in a channel, a few at once, whatever conversations they belong to: its threads
 * share that. Each waits for its turn here, so that none is refused.
 */
import { sleep, type Timers } from '../../runtime/timers.ts'

const EVERY_MS = 1000
const AT_ONCE = 3
/** Longer than that a message does not wait here, where it holds up its conversation. */
const MAX_WAIT_MS = 15_000
const REMEMBERED = 1000

export interface Pace {
  /** Resolves to 0 when it is this message's turn; otherwise to the milliseconds until it may be tried again. */
  turn(channelId: string, signal: AbortSignal): Promise<number>
  /** Slack asks to wait with this channel. */
  pause(channelId: string, forMs: number): void
}

export function createPace(timers: Timers): Pace {
  /** When the next message of a channel may leave, were they strictly one a second. */
  const nextMs = new Map<string, number>()
  function forgetIdle(): void {
    if (nextMs.size < REMEMBERED) return
    for (const [channelId, atMs] of nextMs) if (atMs <= timers.now()) nextMs.delete(channelId)
  }
  return {
    async turn(channelId, signal) {
      const now = timers.now()
      const next = Math.max(nextMs.get(channelId) ?? 0, now - (AT_ONCE - 1) * EVERY_MS)
      const waitMs = Math.max(0, next - now)
      if (waitMs > MAX_WAIT_MS) return waitMs
      forgetIdle()
      nextMs.set(channelId, next + EVERY_MS)
      if (waitMs > 0) await sleep(timers, waitMs, signal)
      return signal.aborted ? EVERY_MS : 0
    },
    pause(channelId, forMs) {
      nextMs.set(channelId, Math.max(nextMs.get(channelId) ?? 0, timers.now() + forMs))
    },
  }
}
