export interface Saver<T> {
  /** Saves this value after the one under way, if any; values in between are passed over. */
  save(value: T): void
  /** Resolves when nothing is left to save. */
  settled(): Promise<void>
}

/** Saves the newest of quickly changing values, one call at a time. */
export function createSaver<T>(write: (value: T) => Promise<unknown>, onProblem: (error: unknown) => void): Saver<T> {
  let waiting: { value: T } | null = null
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting !== null) {
      const { value } = waiting
      waiting = null
      await write(value).catch(onProblem)
    }
    running = null
  }
  return {
    save(value) {
      waiting = { value }
      running ??= run()
    },
    settled: () => running ?? Promise.resolve(),
  }
}
