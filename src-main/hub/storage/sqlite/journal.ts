/**
 * The journal before the inbox: webhook calls written down as they came, to be handled later. A row
 * holds what arrived together, so that making a call durable costs a share of a row.
 */
import type { JournalBatch, JournaledCall, StorageWrites } from '../port.ts'
import type { Db } from './database.ts'
import { type HandedTexts, takeOver } from './shared-texts.ts'
import type { Sync } from './sync.ts'

/** What the main thread hands over: few and plain values, for they cross to this thread. */
export interface JournalRow {
  /** JSON: of each call its instance, its arrival and the length of its text. */
  heads: string
  texts: HandedTexts
  count: number
}

type Head = [instanceId: number, arrivedAtMs: number, length: number]

interface StoredRow {
  seq: number
  heads: string
  texts: string
}

export const headsOf = (calls: JournaledCall[]): string =>
  JSON.stringify(calls.map(({ instanceId, arrivedAtMs, text }): Head => [instanceId, arrivedAtMs, text.length]))

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

/** `memory`: where the texts of rows are handed over. */
export function journalWrites(db: Db, memory: SharedArrayBuffer): JournalWrites {
  const insert = db.prepare('INSERT INTO call_journal (heads, texts, count) VALUES (?, CAST(? AS TEXT), ?)')
  const setAside = db.prepare('INSERT INTO call_journal (heads, texts, count, error) VALUES (?, ?, 1, ?)')
  const one = db.prepare<[number], StoredRow>('SELECT seq, heads, texts FROM call_journal WHERE seq = ?')
  const remove = db.prepare('DELETE FROM call_journal WHERE seq = ?')

  // What failed may have failed for a mistake that this version no longer makes.
  db.prepare('UPDATE call_journal SET error = NULL WHERE error IS NOT NULL').run()

  return {
    journalRow({ heads, texts, count }) {
      insert.run(heads, takeOver(memory, texts), count)
    },
    settleJournal(batchId, failed) {
      const row = failed.length === 0 ? undefined : one.get(batchId)
      const calls = row === undefined ? [] : batchOf(row).calls
      for (const { place, reason } of failed) {
        const call = calls[place]
        if (call === undefined) continue
        setAside.run(headsOf([call]), call.text, reason)
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
