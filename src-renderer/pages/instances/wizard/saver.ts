export interface Saver<T> {
  /** Saves this value after the one under way, if any; values in between are ignored. */
  save(value: T): void
  /** Sends what waits at once, behind the call under way: there may be no later. */
  flush(): void
  /** Resolves when nothing is left to save. */
  settled(): Promise<void>
}

interface Options<T> {
  write: (value: T) => Promise<unknown>
  /** Resolves when a failed write is worth another try; false gives the value up. */
  mayRetry: (error: unknown) => Promise<boolean>
}

/** Saves the newest of quickly changing values, one call at a time. */
export function createSaver<T>({ write, mayRetry }: Options<T>): Saver<T> {
  let waiting: { value: T } | null = null
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting !== null) {
      const current: { value: T } = waiting
      waiting = null
      try {
        await write(current.value)
      } catch (error) {
        // A newer value goes first, and makes this one unneeded.
        if (await mayRetry(error)) waiting ??= current
      }
    }
    running = null
  }
  return {
    save(value) {
      waiting = { value }
      running ??= run()
    },
    flush() {
      const last = waiting
      waiting = null
      if (last !== null) void write(last.value).catch(() => undefined)
    },
    settled: () => running ?? Promise.resolve(),
  }
}
