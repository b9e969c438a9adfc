/** What the hub's process and the bench tell each other. */

/** From the hub. */
export interface Said {
  link?: string
  /** Live objects of the main thread, after a collection. */
  heapBytes?: number
  /** The agent was asked: on which channel, and how long after the message was written. */
  asked?: { from: string; ms: number }
}

/** How every growing answer ends. */
export const LAST_WORDS = 'The end.'

/** The same in every process of the machine. Milliseconds since 1970, with fractions. */
export const clock = (): number => performance.timeOrigin + performance.now()

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Looks until it is so; the milliseconds that it took, or null when the time was over. */
export async function until(check: () => boolean | Promise<boolean>, withinMs: number, everyMs = 50): Promise<number | null> {
  const startedAt = performance.now()
  while (!(await check())) {
    if (performance.now() - startedAt > withinMs) return null
    await wait(everyMs)
  }
  return performance.now() - startedAt
}
