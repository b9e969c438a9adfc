/** Time that a test moves: nothing fires but what `runsAtOnceUpTo` allows. */
export interface ManualTimers {
  now(): number
  after(delayMs: number, run: () => void): () => void
  /** Fires, in order, everything due within the next `ms`. */
  advance(ms: number): void
  /** The delays asked for so far, in order. */
  delays: number[]
  /** What is armed and has not fired. */
  pending(): number
  /** Milliseconds until the next one is due; null when none is armed. */
  nextInMs(): number | null
}

/** `runsAtOnceUpTo`: pauses up to this long end at the next turn of the event loop, the clock moved past them. */
export function manualTimers(options: { runsAtOnceUpTo?: number; startAt?: number } = {}): ManualTimers {
  let now = options.startAt ?? Date.parse('2025-01-01T00:00:00Z')
  const armed = new Map<object, { at: number; run: () => void }>()
  const delays: number[] = []
  const fire = (key: object): void => {
    const timer = armed.get(key)
    if (timer === undefined) return
    armed.delete(key)
    now = Math.max(now, timer.at)
    timer.run()
  }
  return {
    now: () => now,
    delays,
    pending: () => armed.size,
    nextInMs: () => (armed.size === 0 ? null : Math.min(...[...armed.values()].map(({ at }) => at)) - now),
    after(delayMs, run) {
      const key = {}
      delays.push(delayMs)
      armed.set(key, { at: now + delayMs, run })
      if (delayMs <= (options.runsAtOnceUpTo ?? -1)) setImmediate(() => fire(key))
      return () => void armed.delete(key)
    },
    advance(ms) {
      const until = now + ms
      while (true) {
        const due = [...armed].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0]
        if (due === undefined) break
        fire(due[0])
      }
      now = until
    },
  }
}
