/** Time as the channel sees it; tests put their own in its place, so that none of them has to wait. */

export interface Timers {
  now(): number
  /** Calls `callback` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

export function systemTimers(now: () => number = Date.now): Timers {
  return {
    now,
    after(delayMs, callback) {
      const handle = setTimeout(callback, delayMs)
      // A waiting poll must not keep the process alive on its way out.
      handle.unref()
      return () => clearTimeout(handle)
    },
  }
}

/** Resolves after `delayMs`, or at once when `signal` is aborted. Never rejects. */
export function pause(timers: Timers, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const done = (): void => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = timers.after(delayMs, done)
    signal?.addEventListener('abort', done, { once: true })
  })
}
