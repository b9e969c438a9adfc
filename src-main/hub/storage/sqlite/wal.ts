/**
 * When the write-ahead log is moved into the database file. As a rule by the writer, once nothing has
 * been written for a moment. In a rush that moment never comes: then another thread does it beside
 * the writer, whose commits need not wait for it.
 */
import type { Db } from './database.ts'

/** Nothing written for this long: time to move the log into the database file. */
const IDLE_MS = 250
/** Pages of the log that nobody has moved yet, and how often a busy writer looks. */
const BEHIND_PAGES = 1000
const LOOK_EVERY_MS = 25

/** Moves what is in the log by now, as far as nobody reads an older state. Waits for nobody. */
export const checkpoint = (db: Db): void => {
  db.pragma('wal_checkpoint(PASSIVE)')
}

/** For the writer's thread. `onBehind` is called, again and again, while there is much to move and no time for it. */
export function keepLogShort(db: Db, onBehind: () => void): { written(): void; stop(): void } {
  const state = db.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
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
      const { log, checkpointed } = state.get() ?? { log: 0, checkpointed: 0 }
      if (log - checkpointed > BEHIND_PAGES) onBehind()
    },
    stop: () => clearTimeout(idle),
  }
}
