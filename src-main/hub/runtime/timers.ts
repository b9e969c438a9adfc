/** Time as the hub sees it, so that tests move it themselves and never wait. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export const realTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    // What waits must not keep a process alive that is on its way out.
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves after `delayMs`, or at once when the signal is aborted. Never rejects. */
export function sleep(timers: Timers, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = timers.after(delayMs, done)
    signal.addEventListener('abort', done, { once: true })
  })
}
