/**
 * The main thread's end of the journal: what comes while a row is being written makes up the next
 * one, so that the more come at once, the less each costs.
 */
import type { JournaledCall } from '../port.ts'
import { headsOf, type JournalRow } from './journal.ts'
import { handOver, sharedTexts } from './shared-texts.ts'

/** More in one row would make its later handling a long stop for everybody who writes. */
const MAX_CALLS = 64
const MAX_CHARACTERS = 1_000_000

interface Waiting {
  call: JournaledCall
  resolve(): void
  reject(error: unknown): void
}

/** Room for one row: no other is handed over before it is written. */
export const journalMemory = (): SharedArrayBuffer => sharedTexts(MAX_CHARACTERS)

/** Builds `Storage.journalCall`; `write` hands a row to the writer, which has the same `memory`. */
export function createJournalIntake(
  memory: SharedArrayBuffer,
  write: (row: JournalRow) => Promise<void>,
): (call: JournaledCall) => Promise<void> {
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

  function schedule(): void {
    if (isScheduled || isWriting) return
    isScheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    isScheduled = false
    if (waiting.length === 0) return
    isWriting = true
    const row = nextRow()
    const settle = (each: (caller: Waiting) => void) => {
      isWriting = false
      schedule()
      for (const caller of row) each(caller)
    }
    const calls = row.map(({ call }) => call)
    const texts = handOver(
      memory,
      calls.map(({ text }) => text),
    )
    write({ heads: headsOf(calls), texts, count: calls.length }).then(
      () => settle(({ resolve }) => resolve()),
      (error: unknown) => settle(({ reject }) => reject(error)),
    )
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject })
      schedule()
    })
}
