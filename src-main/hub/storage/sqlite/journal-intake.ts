/**
 * The main thread's end of the journal: what is journaled while the writer is busy goes to it in
 * one piece, so that hundreds of events cost one message between threads and one row.
 */
import type { InboxEvent, JournalReceipt } from '../port.ts'
import { type JournalRepeats, type JournalRow, nameOf } from './journal.ts'
import { encodeEvent } from './journal-text.ts'

/** More in one row would make its later settling a long stop for everybody who writes. */
const MAX_EVENTS = 64
const MAX_CHARACTERS = 1_000_000

interface Waiting {
  resolve(receipts: JournalReceipt[]): void
  reject(error: unknown): void
  count: number
}

/** Builds `Storage.journalInbound`; `write` hands a row to the writer. */
export function createJournalIntake(
  write: (row: JournalRow) => Promise<JournalRepeats>,
): (events: InboxEvent[]) => Promise<JournalReceipt[]> {
  let texts: string[] = []
  let row: Omit<JournalRow, 'events'> = { names: [], turnIds: [] }
  let waiting: Waiting[] = []
  let characters = 0
  let isScheduled = false

  function flush(): void {
    isScheduled = false
    if (waiting.length === 0) return
    const callers = waiting
    const sent = write({ ...row, events: `[${texts.join(',')}]` })
    texts = []
    row = { names: [], turnIds: [] }
    waiting = []
    characters = 0
    sent.then(
      (repeats) => {
        const known = new Map(repeats)
        const receipt = (place: number): JournalReceipt =>
          known.has(place) ? { isNew: false, turnId: known.get(place) ?? null } : { isNew: true }
        let from = 0
        for (const { resolve, count } of callers) {
          const first = from
          from += count
          resolve(Array.from({ length: count }, (_, index) => receipt(first + index)))
        }
      },
      (error: unknown) => {
        for (const { reject } of callers) reject(error)
      },
    )
  }

  return (events) =>
    new Promise((resolve, reject) => {
      for (const event of events) {
        const text = encodeEvent(event)
        characters += text.length
        texts.push(text)
        row.names.push(event.type === 'message' ? nameOf(event.inbound) : '')
        row.turnIds.push(event.type === 'message' ? event.inbound.turnId : null)
      }
      waiting.push({ resolve, reject, count: events.length })
      if (texts.length >= MAX_EVENTS || characters >= MAX_CHARACTERS) {
        flush()
        return
      }
      if (isScheduled) return
      isScheduled = true
      setImmediate(flush)
    })
}
