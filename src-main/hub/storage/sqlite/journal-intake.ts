/**
 * The main thread's end of the journal: what comes while a row is being written makes up the next
 * one, so that the more come at once, the less each costs.
 */
import type { JournaledCall } from '../port.ts'
import { type JournalRow, rowOf } from './journal.ts'

/** More in one row would make its later handling a long stop for everybody who writes. */
const MAX_CALLS = 64
const MAX_CHARACTERS = 1_000_000

interface Waiting {
  call: JournaledCall
  resolve(): void
  reject(error: unknown): void
}

/** Builds `Storage.journalCall`; `write` hands a row to the writer. */
export function createJournalIntake(write: (row: JournalRow) => Promise<void>): (call: JournaledCall) => Promise<void> {
  let waiting: Waiting[] = []
  let isWriting = false
  let isScheduled = false

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

  function flush(): void {
    isScheduled = false
    if (isWriting || waiting.length === 0) return
    isWriting = true
    const row = nextRow()
    const settle = (each: (caller: Waiting) => void) => {
      isWriting = false
      // The next row leaves before the answers of this one are worked on.
      flush()
      for (const caller of row) each(caller)
    }
    write(rowOf(row.map(({ call }) => call))).then(
      () => settle(({ resolve }) => resolve()),
      (error: unknown) => settle(({ reject }) => reject(error)),
    )
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject })
      if (isWriting || isScheduled) return
      isScheduled = true
      setImmediate(flush)
    })
}
