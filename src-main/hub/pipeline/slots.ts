/**
 * How many conversations of one instance may be worked on at once. Each instance has its own
 * slots, so that fifty customers waiting for one slow agent delay nobody of another instance.
 * Whoever only waits (a burst, a back-off, a pause between parts) holds no slot.
 */
export interface Slots {
  acquire(): Promise<void>
  release(): void
}

export function createSlots(limit: number): Slots {
  let free = limit
  const waiting: (() => void)[] = []
  return {
    acquire() {
      if (free > 0) {
        free -= 1
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    release() {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}
