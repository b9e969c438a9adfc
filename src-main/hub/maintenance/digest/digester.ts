/**
 * Keeps the search and the figures of finished turns up to date, behind the accept path: a few at a
 * time, and with pauses in which the writer does what customers wait for.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'

const BATCH = 200
/** New turns are found by words and counted directly until they are digested: there is no hurry. */
const LOOK_EVERY_MS = 2000
const PAUSE_MS = 20
const BUSY_PAUSE_MS = 200

interface Options {
  storage: Pick<Storage, 'digestTurns'>
  log: Logger
  timers: Timers
  isBusy: () => boolean
  /** Do calls wait in the journal? A batch is a long stop for those who wait to be acknowledged. */
  isRush: () => boolean
}

/** Runs until the returned function is called; that resolves when the last batch is written. */
export function startDigester({ storage, log, timers, isBusy, isRush }: Options): () => Promise<void> {
  const stopped = new AbortController()

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      let count = 0
      try {
        count = await storage.digestTurns(BATCH)
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'finished turns could not be digested; they are tried again')
      }
      await sleep(timers, count < BATCH || isRush() ? LOOK_EVERY_MS : isBusy() ? BUSY_PAUSE_MS : PAUSE_MS, stopped.signal)
    }
  }
  const running = run()
  return async () => {
    stopped.abort()
    await running
  }
}
