/**
 * The near end of the journal: what comes while a row is being written makes up the next one, so that the more
 * come at once, the less each costs.
 */
import type { JournaledCall } from '../../port.ts'

/** More in one row would make its later handling a long stop for everybody who writes. */
export const MAX_CALLS = 64
export const MAX_CHARACTERS = 1_000_000

interface Waiting {
  call: JournaledCall
  resolve(): void
  reject(error: unknown): void
}

export interface JournalIntake {
  take(call: JournaledCall): Promise<void>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

/** `write` makes a row durable; it is not called again before that. */
export function createJournalIntake(write: (calls: JournaledCall[]) => Promise<void>): JournalIntake {
  let waiting: Waiting[] = []
  let isWriting = false
  let isScheduled = false
  let idle = Promise.withResolvers<void>()
  idle.resolve()

  /** As many of those that wait as one row may hold, in their order. */
  function nextRow(): Waiting[] {
    let characters = 0
    let count = 0
    for (const { call } of waiting) {
      characters += call.text.length
      if (count === MAX_CALLS || (count > 0 && characters > MAX_CHARACTERS)) break
      count += 1
    }
    const row = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return row
  }

  function schedule(): void {
    if (isScheduled || isWriting) return
    isScheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    isScheduled = false
    if (waiting.length === 0) {
      idle.resolve()
      return
    }
    isWriting = true
    const row = nextRow()
    const settle = (each: (caller: Waiting) => void) => {
      isWriting = false
      schedule()
      for (const caller of row) each(caller)
    }
    write(row.map(({ call }) => call)).then(
      () => settle(({ resolve }) => resolve()),
      (error: unknown) => settle(({ reject }) => reject(error)),
    )
  }

  return {
    take: (call) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0 && !isScheduled && !isWriting) idle = Promise.withResolvers()
        waiting.push({ call, resolve, reject })
        schedule()
      }),
    idle: () => idle.promise,
  }
}
