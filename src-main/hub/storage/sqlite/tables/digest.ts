/**
 * What is worked out of finished turns behind the accept path: the search index and the figures of
 * each quarter of an hour. A turn is digested once; until then readers look at it directly.
 */

import { addTo, type Histogram, mergeInto } from '../../histogram.ts'
import type { StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from '../schema/row.ts'
import type { turnStats } from '../schema/turns.ts'
import { parse, type TurnRow, toTurn } from './rows.ts'
import { searchText } from './search-words.ts'

export const SLOT_MS = 900_000
/** The turns to be digested; the planner would rather walk the whole table, where there is nothing to find. */
export const UNDIGESTED = 'turns INDEXED BY turns_undigested WHERE completed_at IS NOT NULL AND is_digested IS NULL'

/** Turns that say nothing about customers and how they are answered. */
const NOT_COUNTED = new Set<TurnRow['stop_code']>(['own_message', 'duplicate', 'history'])

export interface SlotFigures {
  received: number
  answered: number
  handedOver: number
  stopped: number
  failed: number
  answerTimes: Histogram
}

export const noFigures = (): SlotFigures => ({ received: 0, answered: 0, handedOver: 0, stopped: 0, failed: 0, answerTimes: {} })

/** The columns of a turn `t` that {@link countTurn} reads. What became of a merged one is what became of the turn it went into. */
export const COUNTED = `t.instance_name, t.received_at, t.state, t.stop_code, t.total_duration_ms, t.is_handed_over,
  (SELECT l.state FROM turns l WHERE l.id = t.merged_into) AS leader_state,
  (SELECT l.is_handed_over FROM turns l WHERE l.id = t.merged_into) AS leader_is_handed_over`

export type CountedRow = Pick<TurnRow, 'instance_name' | 'received_at' | 'state' | 'stop_code' | 'total_duration_ms' | 'is_handed_over'> & {
  leader_state: TurnRow['state'] | null
  leader_is_handed_over: TurnRow['is_handed_over']
}

export type TurnStatsRow = Row<typeof turnStats>

/** Counts one turn, finished or not. */
export function countTurn(figures: SlotFigures, row: CountedRow): void {
  if (NOT_COUNTED.has(row.stop_code)) return
  figures.received += 1
  const isMerged = row.state === 'merged'
  // One whose leader was deleted was answered, as far as anybody knows.
  const state = isMerged ? (row.leader_state ?? 'completed') : row.state
  const isHandedOver = state === 'completed' && row[isMerged ? 'leader_is_handed_over' : 'is_handed_over'] === 1
  if (isHandedOver) figures.handedOver += 1
  else if (state === 'completed') figures.answered += 1
  else if (state === 'stopped') figures.stopped += 1
  else if (state === 'failed') figures.failed += 1
  if (row.state === 'completed' && !isHandedOver && row.total_duration_ms !== null) addTo(figures.answerTimes, row.total_duration_ms)
}

export function mergeFigures(into: SlotFigures, row: TurnStatsRow): void {
  into.received += row.received
  into.answered += row.answered
  into.handedOver += row.handed_over
  into.stopped += row.stopped
  into.failed += row.failed
  mergeInto(into.answerTimes, parse(row.answer_times))
}

export const slotOf = (iso: string): number => Math.floor(Date.parse(iso) / SLOT_MS)

export function digestWrites(db: Statements): Sync<Pick<StorageWrites, 'digestTurns'>> {
  const undigested = db.prepare<[number], TurnRow & CountedRow>(
    // A merged turn waits for the one it went into.
    `SELECT t.*, ${COUNTED} FROM (SELECT * FROM ${UNDIGESTED}) t
     WHERE t.merged_into IS NULL OR NOT EXISTS (SELECT 1 FROM turns l WHERE l.id = t.merged_into AND l.completed_at IS NULL)
     ORDER BY t.seq LIMIT ?`,
  )
  const index = db.prepare('INSERT INTO turns_search (rowid, words) VALUES (?, ?)')
  const mark = db.prepare('UPDATE turns SET is_digested = 1 WHERE seq = ?')
  const readSlot = db.prepare<[string, number], TurnStatsRow>('SELECT * FROM turn_stats WHERE instance_name = ? AND slot = ?')
  const writeSlot = db.prepare(
    `INSERT OR REPLACE INTO turn_stats (instance_name, slot, received, answered, handed_over, stopped, failed, answer_times) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )

  return {
    digestTurns(limit) {
      const rows = undigested.all(limit)
      const slots = new Map<string, { instanceName: string; slot: number; figures: SlotFigures }>()
      for (const row of rows) {
        const turn = toTurn(row)
        index.run(turn.seq, searchText(turn))
        const slot = slotOf(turn.receivedAt)
        const key = `${turn.instanceName}/${slot}`
        const entry = slots.get(key) ?? { instanceName: turn.instanceName, slot, figures: noFigures() }
        slots.set(key, entry)
        countTurn(entry.figures, row)
        mark.run(turn.seq)
      }
      for (const { instanceName, slot, figures } of slots.values()) {
        const before = readSlot.get(instanceName, slot)
        if (before !== undefined) mergeFigures(figures, before)
        const { received, answered, handedOver, stopped, failed, answerTimes } = figures
        writeSlot.run(instanceName, slot, received, answered, handedOver, stopped, failed, JSON.stringify(answerTimes))
      }
      return rows.length
    },
  }
}
