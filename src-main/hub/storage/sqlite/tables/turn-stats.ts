/** What became of the turns of some stretches of time, out of the figures and of what is not in them yet. */

import { percentile } from '../../histogram.ts'
import type { StorageReads, TurnFigures } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import {
  COUNTED,
  type CountedRow,
  countTurn,
  mergeFigures,
  noFigures,
  SLOT_MS,
  type SlotFigures,
  slotOf,
  type TurnStatsRow,
  UNDIGESTED,
} from './digest.ts'

/** After an update, or a very busy hour, this many traces are counted one by one; the rest a little later. */
const COUNTED_ONE_BY_ONE = 20_000

const toFigures = ({ received, answered, handedOver, stopped, failed, answerTimes }: SlotFigures): TurnFigures => ({
  received,
  answered,
  handedOver,
  stopped,
  failed,
  medianMs: percentile(answerTimes, 0.5),
  p95Ms: percentile(answerTimes, 0.95),
})

export function turnStatsReads(db: Statements): Sync<Pick<StorageReads, 'turnStats'>> {
  const slots = db.prepare<[number, number], TurnStatsRow>('SELECT * FROM turn_stats WHERE slot >= ? AND slot < ?')
  const open = db.prepare<[string, string], CountedRow>(
    `SELECT ${COUNTED} FROM turns t INDEXED BY turns_open WHERE owner IS NOT NULL AND received_at >= ? AND received_at < ?`,
  )
  const undigested = db.prepare<[string, string], CountedRow>(
    `SELECT ${COUNTED} FROM (SELECT * FROM ${UNDIGESTED} ORDER BY seq DESC LIMIT ${COUNTED_ONE_BY_ONE}) t WHERE received_at >= ? AND received_at < ?`,
  )
  const undigestedCount = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${UNDIGESTED} LIMIT ${COUNTED_ONE_BY_ONE + 1})`,
  )

  return {
    turnStats: db.transaction((edges: string[], instanceName: string | null) => {
      const bounds = edges.map(slotOf)
      const [first = 0] = bounds
      const last = bounds.at(-1) ?? 0
      const stretches = Array.from({ length: Math.max(0, edges.length - 1) }, noFigures)
      const byInstance = new Map<string, SlotFigures>()
      const activity = new Map<string, { received: number; failed: number }[]>()
      const total = noFigures()

      /** Where a slot belongs: few stretches, so a look from the newest is quick. */
      const stretchOf = (slot: number) => bounds.findLastIndex((bound) => bound <= slot)
      const activityOf = (name: string) => {
        const known = activity.get(name) ?? stretches.map(() => ({ received: 0, failed: 0 }))
        activity.set(name, known)
        return known
      }
      const put = (row: Pick<CountedRow, 'instance_name'>, slot: number, add: (figures: SlotFigures) => void) => {
        const ofInstance = byInstance.get(row.instance_name) ?? noFigures()
        byInstance.set(row.instance_name, ofInstance)
        add(ofInstance)
        const at = stretchOf(slot)
        const active = activityOf(row.instance_name)[at]
        if (active !== undefined) {
          const one = noFigures()
          add(one)
          active.received += one.received
          active.failed += one.failed
        }
        if (instanceName !== null && row.instance_name !== instanceName) return
        add(total)
        const stretch = stretches[at]
        if (stretch !== undefined) add(stretch)
      }
      for (const row of slots.all(first, last)) put(row, row.slot, (figures) => mergeFigures(figures, row))
      const range: [string, string] = [new Date(first * SLOT_MS).toISOString(), new Date(last * SLOT_MS).toISOString()]
      for (const row of [...open.all(...range), ...undigested.all(...range)])
        put(row, slotOf(row.received_at), (figures) => countTurn(figures, row))

      return {
        total: toFigures(total),
        stretches: stretches.map(toFigures),
        byInstance: Object.fromEntries([...byInstance].map(([name, figures]) => [name, toFigures(figures)])),
        activity: Object.fromEntries(activity),
        isComplete: (undigestedCount.get()?.n ?? 0) <= COUNTED_ONE_BY_ONE,
      }
    }),
  }
}
