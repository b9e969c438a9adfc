/**
 * When the write-ahead log is moved into the database file. As a rule by the writer, once nothing has
 * been written for a moment. In a rush that moment never comes: then another thread does it beside
 * the writer, whose commits need not wait for it; the writer moves only what came meanwhile.
 */
import type { Db } from './database.ts'

/** Nothing written for this long: time to move the log into the database file. */
const IDLE_MS = 250
/** How often a busy writer looks. */
const LOOK_EVERY_MS = 10
/** Pages of the log that nobody has moved yet, from which on another thread does. */
const BEHIND_PAGES = 4000
/** A log as long as this is to start over, as it does with the first commit after all of it was moved. */
const LONG_PAGES = 8000
/** Up to this many pages, the writer moves them itself between two commits. */
const FEW_PAGES = 100
/** The other thread moves, again, what was written while it was at it, until there is little left, or this many times. */
const PASSES = 5

interface LogState {
  log: number
  checkpointed: number
}

function logState(db: Db): () => LogState {
  const state = db.prepare<[], LogState>('PRAGMA wal_checkpoint(NOOP)')
  return () => state.get() ?? { log: 0, checkpointed: 0 }
}

const pagesLeft = ({ log, checkpointed }: LogState): number => log - checkpointed

/** Moves what is in the log by now, as far as nobody reads an older state. Waits for nobody. */
function checkpoint(db: Db): void {
  db.pragma('wal_checkpoint(PASSIVE)')
}

/** For another thread than the writer's: leaves it as little to move as it can. */
export function moveLog(db: Db): void {
  const state = logState(db)
  for (let pass = 0; pass < PASSES; pass += 1) {
    checkpoint(db)
    if (pagesLeft(state()) < FEW_PAGES / 2) return
  }
}

/** For the writer's thread. `onBehind` is called, again and again, while there is much to move and no time for it. */
export function keepLogShort(db: Db, onBehind: () => void): { written(): void; stop(): void } {
  const state = logState(db)
  let idle: NodeJS.Timeout | undefined
  let lookedAt = 0

  return {
    written() {
      if (idle === undefined) {
        idle = setTimeout(() => {
          idle = undefined
          checkpoint(db)
        }, IDLE_MS).unref()
      } else idle.refresh()
      const now = performance.now()
      if (now - lookedAt < LOOK_EVERY_MS) return
      lookedAt = now
      const current = state()
      const left = pagesLeft(current)
      if (left > BEHIND_PAGES) onBehind()
      else if (current.log > LONG_PAGES && left < FEW_PAGES) checkpoint(db)
    },
    stop: () => clearTimeout(idle),
  }
}
