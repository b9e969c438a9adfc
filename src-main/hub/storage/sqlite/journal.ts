/**
 * The journal before the inbox: webhook calls written down as they came, to be handled later. A row
 * holds what arrived together, so that making a call durable costs a share of a row.
 */
import type { JournalBatch, JournaledCall, StorageWrites } from '../port.ts'
import type { Db } from './database.ts'
import type { Sync } from './sync.ts'

/** What the main thread hands over: few and plain values, for they cross to this thread. */
export interface JournalRow {
  /** JSON: of each call its instance, its arrival and the length of its text. */
  heads: string
  /** The texts, one after the other. */
  texts: string
  count: number
}

type Head = [instanceId: number, arrivedAtMs: number, length: number]

interface StoredRow {
  seq: number
  heads: string
  texts: string
}

export function rowOf(calls: JournaledCall[]): JournalRow {
  const heads = calls.map(({ instanceId, arrivedAtMs, text }): Head => [instanceId, arrivedAtMs, text.length])
  return { heads: JSON.stringify(heads), texts: calls.map(({ text }) => text).join(''), count: calls.length }
}

function batchOf({ seq, heads, texts }: StoredRow): JournalBatch {
  let from = 0
  const calls = (JSON.parse(heads) as Head[]).map(([instanceId, arrivedAtMs, length]) => {
    const text = texts.slice(from, from + length)
    from += length
    return { instanceId, arrivedAtMs, text }
  })
  return { id: seq, calls }
}

export interface JournalWrites extends Sync<Pick<StorageWrites, 'settleJournal'>> {
  journalRow(row: JournalRow): void
}

export function journalWrites(db: Db): JournalWrites {
  const insert = db.prepare('INSERT INTO call_journal (heads, texts, count) VALUES (?, ?, ?)')
  const setAside = db.prepare('INSERT INTO call_journal (heads, texts, count, error) VALUES (?, ?, 1, ?)')
  const one = db.prepare<[number], StoredRow>('SELECT seq, heads, texts FROM call_journal WHERE seq = ?')
  const remove = db.prepare('DELETE FROM call_journal WHERE seq = ?')

  // What failed may have failed for a mistake that this version no longer makes.
  db.prepare('UPDATE call_journal SET error = NULL WHERE error IS NOT NULL').run()

  return {
    journalRow({ heads, texts, count }) {
      insert.run(heads, texts, count)
    },
    settleJournal(batchId, failed) {
      const row = failed.length === 0 ? undefined : one.get(batchId)
      const calls = row === undefined ? [] : batchOf(row).calls
      for (const { place, reason } of failed) {
        const call = calls[place]
        if (call === undefined) continue
        const { heads, texts } = rowOf([call])
        setAside.run(heads, texts, reason)
      }
      remove.run(batchId)
    },
  }
}

export interface JournalReads {
  journalDepth(): number
  oldestJournaled(): JournalBatch | null
}

export function journalReads(db: Db): JournalReads {
  const depth = db.prepare<[], number | null>('SELECT sum(count) FROM call_journal WHERE error IS NULL').pluck()
  const oldest = db.prepare<[], StoredRow>('SELECT seq, heads, texts FROM call_journal WHERE error IS NULL ORDER BY seq LIMIT 1')
  return {
    journalDepth: () => depth.get() ?? 0,
    oldestJournaled() {
      const row = oldest.get()
      return row === undefined ? null : batchOf(row)
    },
  }
}
