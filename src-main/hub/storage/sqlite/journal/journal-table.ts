/**
 * The call journal's table: webhook calls written down as they came, to be handled later. In a rush they are in files
 * beside the database (`journal-files.ts`); here is what was left when Omni was closed, and what could not be handled.
 */
import type { JournalBatch, JournaledCall, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { Json } from '../schema/columns.ts'
import type { CallHead, callJournal } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import { parse } from '../tables/rows.ts'

/** Calls that arrived together. */
export interface JournalRow {
  /** Of each call its instance, its arrival and the length of its text. */
  heads: Json<CallHead[]>
  /** One after the other. */
  texts: string
  count: number
}

export interface FailedCall {
  call: JournaledCall
  reason: string
}

type StoredRow = Pick<Row<typeof callJournal>, 'seq' | 'heads' | 'texts'>

export const headsOf = (calls: JournaledCall[]): string =>
  JSON.stringify(calls.map(({ instanceId, arrivedAtMs, text }): CallHead => [instanceId, arrivedAtMs, text.length]))

export function callsOf({ heads, texts }: Pick<JournalRow, 'heads' | 'texts'>): JournaledCall[] {
  let from = 0
  return parse(heads).map(([instanceId, arrivedAtMs, length]) => {
    const text = texts.slice(from, from + length)
    from += length
    return { instanceId, arrivedAtMs, text }
  })
}

/** Places that the batch does not have are ignored. */
export const failedOf = (calls: JournaledCall[], failed: { place: number; reason: string }[]): FailedCall[] =>
  failed.flatMap(({ place, reason }) => {
    const call = calls[place]
    return call === undefined ? [] : [{ call, reason }]
  })

export interface JournalWrites extends Sync<Pick<StorageWrites, 'settleJournal'>> {
  journalRow(row: JournalRow): void
  /** Until the next start. */
  setCallsAside(failed: FailedCall[]): void
}

export function journalWrites(db: Statements): JournalWrites {
  const insert = db.prepare('INSERT INTO call_journal (heads, texts, count) VALUES (?, ?, ?)')
  const setAside = db.prepare('INSERT INTO call_journal (heads, texts, count, error) VALUES (?, ?, 1, ?)')
  const one = db.prepare<[number], StoredRow>('SELECT seq, heads, texts FROM call_journal WHERE seq = ?')
  const remove = db.prepare('DELETE FROM call_journal WHERE seq = ?')

  // What failed may have failed for a mistake that this version no longer makes.
  db.prepare('UPDATE call_journal SET error = NULL WHERE error IS NOT NULL').run()

  function setCallsAside(failed: FailedCall[]): void {
    for (const { call, reason } of failed) setAside.run(headsOf([call]), call.text, reason)
  }

  return {
    journalRow({ heads, texts, count }) {
      insert.run(heads, texts, count)
    },
    setCallsAside,
    settleJournal(batchId, failed) {
      const row = failed.length === 0 ? undefined : one.get(batchId)
      if (row !== undefined) setCallsAside(failedOf(callsOf(row), failed))
      remove.run(batchId)
    },
  }
}

export interface JournalReads {
  journalDepth(): number
  oldestJournaled(): JournalBatch | null
}

export function journalReads(db: Statements): JournalReads {
  const depth = db.prepare<[], number | null>('SELECT sum(count) FROM call_journal WHERE error IS NULL').pluck()
  const oldest = db.prepare<[], StoredRow>('SELECT seq, heads, texts FROM call_journal WHERE error IS NULL ORDER BY seq LIMIT 1')
  return {
    journalDepth: () => depth.get() ?? 0,
    oldestJournaled() {
      const row = oldest.get()
      return row === undefined ? null : { id: row.seq, calls: callsOf(row) }
    },
  }
}
