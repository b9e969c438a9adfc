/**
 * What was thrown where nobody caught it: counted while the process lives, and how the hub came out of it
 * written down for whoever looks at the panel afterwards. A file of its own, because it is written in the
 * moment in which nothing else of the hub can be relied on, and read by the hub that comes after.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const DAY_MS = 24 * 3_600_000

export type FaultKind = 'uncaughtException' | 'unhandledRejection'

const setbackSchema = z.object({
  /** ISO 8601 UTC. */
  at: z.iso.datetime(),
  /** `restarted`: inside of its process. `ended`: the process gave up, and was started by somebody since. */
  outcome: z.enum(['restarted', 'ended']),
})
export type Setback = z.infer<typeof setbackSchema>

export interface FaultLedger {
  /** Since the process began. */
  counted(kind: FaultKind): number
  count(kind: FaultKind): void
  /** On disk when it returns. Never throws: a full disk must not stop the restart. */
  note(outcome: Setback['outcome']): void
  /** The last one, if it is less than a day old and nobody has dismissed it. */
  latest(): Setback | null
  dismiss(): void
}

export function openFaultLedger(dataDirectory: string, now: () => number): FaultLedger {
  const file = join(dataDirectory, 'last-setback.json')
  const counts: Record<FaultKind, number> = { uncaughtException: 0, unhandledRejection: 0 }
  return {
    counted: (kind) => counts[kind],
    count(kind) {
      counts[kind] += 1
    },
    note(outcome) {
      try {
        writeFileSync(`${file}.new`, JSON.stringify({ at: new Date(now()).toISOString(), outcome } satisfies Setback))
        renameSync(`${file}.new`, file)
      } catch {
        // The storage reports what is wrong with the disk.
      }
    },
    latest() {
      const found = read(file)
      return found === null || now() - Date.parse(found.at) >= DAY_MS ? null : found
    },
    dismiss: () => rmSync(file, { force: true }),
  }
}

function read(file: string): Setback | null {
  try {
    return setbackSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // There is none, as a rule; and what cannot be read says nothing.
    return null
  }
}
