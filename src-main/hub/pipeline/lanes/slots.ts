/**
 * How many conversations of one instance may be worked on at once. Each instance has its own
 * slots, so that fifty customers waiting for one slow agent delay nobody of another instance.
 */

interface Slots {
  acquire(): Promise<void>
  release(): void
}

/** Waits without holding the slot: for a back-off, or a pause between parts. */
export type RunWithoutSlot = <T>(wait: () => Promise<T>) => Promise<T>

/** Runs when the instance has a slot free, and holds it until the end. */
export type WithSlot = (instanceName: string, run: (withoutSlot: RunWithoutSlot) => Promise<void>) => Promise<void>

function createSlots(limit: number): Slots {
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

/** @param limit conversations of one instance that are worked on at once */
export function createWithSlot(limit: number): WithSlot {
  const slotsOf = new Map<string, Slots>()
  return async (instanceName, run) => {
    const own = slotsOf.get(instanceName) ?? createSlots(limit)
    slotsOf.set(instanceName, own)
    await own.acquire()
    try {
      await run(async (wait) => {
        own.release()
        try {
          return await wait()
        } finally {
          await own.acquire()
        }
      })
    } finally {
      own.release()
    }
  }
}
