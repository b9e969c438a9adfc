/**
 * Keeps things for as long as they are to be kept: a clean-up every hour, in small batches with
 * pauses, so that the writer stays free for what customers wait for.
 */
import { type CleanUp, type Expiring, expiringSchema, type Retention, retentionSchema } from '../../../../src-shared/contract/retention.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'

const SETTING = 'retention'
const LAST = 'retention.last'
const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000
/** After a start other things are more urgent. */
const FIRST_AFTER_MS = 5 * 60_000
const BATCH = 200
const PAUSE_MS = 20
const BUSY_PAUSE_MS = 250
/** Rewriting more than this would keep the writer busy for longer than anybody should wait. */
const COMPACT_MAX_BYTES = 256 * 1024 * 1024

const NOTHING: CleanUp['deleted'] = { payloads: 0, traces: 0, media: 0, messages: 0, spend: 0 }

interface Options {
  storage: Pick<Storage, 'expire' | 'digestTurns' | 'compact' | 'getSetting' | 'setSetting'>
  answerCache: Pick<AnswerCache, 'expire'>
  timers: Timers
  log: Logger
  isBusy: () => boolean
}

export interface RetentionService {
  get(): Promise<{ retention: Retention; lastCleanUp: CleanUp | null }>
  set(retention: Retention): Promise<Retention>
  /** Deletes the traces received before, whatever was chosen; resolves to how many there were. */
  expireTraces(beforeIso: string): Promise<number>
  /** Cleans up at once (or waits for the clean-up that is under way), and makes the file smaller if that is quick. */
  freeSpace(): Promise<CleanUp>
  start(): void
  stop(): Promise<void>
}

/** The moment before which things of each kind go; null: none of them does. */
export function cutOffs(retention: Retention, nowMs: number): Record<Expiring, string | null> {
  const { payloadsDays, tracesDays, mediaDays, messagesDays } = retention
  const shortest = (...days: (number | null)[]) => {
    const given = days.filter((day) => day !== null)
    return given.length === 0 ? null : new Date(nowMs - Math.min(...given) * DAY_MS).toISOString()
  }
  return {
    // A trace quotes its message, and a payload holds all of it.
    payloads: shortest(payloadsDays, tracesDays, messagesDays),
    traces: shortest(tracesDays, messagesDays),
    media: shortest(mediaDays, messagesDays),
    messages: shortest(messagesDays),
    spend: shortest(retention.spendDays),
  }
}

export function createRetentionService({ storage, answerCache, timers, log, isBusy }: Options): RetentionService {
  const stopped = new AbortController()
  let running: Promise<CleanUp> | null = null
  let loop: Promise<void> | null = null

  async function read(): Promise<Retention> {
    return retentionSchema.parse((await storage.getSetting(SETTING)) ?? {})
  }

  const pause = () => sleep(timers, isBusy() ? BUSY_PAUSE_MS : PAUSE_MS, stopped.signal)

  /** How many went. */
  async function expireAll(what: Expiring, cutOff: string): Promise<number> {
    let deleted = 0
    while (!stopped.signal.aborted) {
      const batch = await storage.expire(what, cutOff, BATCH)
      deleted += batch.deleted
      if (batch.isDone) break
      await pause()
    }
    return deleted
  }

  async function cleanUp(): Promise<CleanUp> {
    const deleted = { ...NOTHING }
    let error: string | null = null
    try {
      const before = cutOffs(await read(), timers.now())
      for (const what of expiringSchema.options) {
        const cutOff = before[what]
        if (cutOff !== null) deleted[what] = await expireAll(what, cutOff)
      }
      await answerCache.expire()
    } catch (problem) {
      error = errorMessage(problem)
      log.warn({ error }, 'what is past its time could not all be deleted; it is tried again')
    }
    const done: CleanUp = { at: new Date(timers.now()).toISOString(), deleted, freedBytes: 0, error }
    if (Object.values(deleted).some((count) => count > 0)) log.info({ deleted }, 'what was past its time is deleted')
    return done
  }

  /** One at a time: a second one would find nothing to do. */
  function run(): Promise<CleanUp> {
    running ??= cleanUp().finally(() => {
      running = null
    })
    return running
  }

  async function keep(done: CleanUp): Promise<CleanUp> {
    await storage.setSetting(LAST, done)
    return done
  }

  return {
    async get() {
      const [retention, last] = await Promise.all([read(), storage.getSetting(LAST)])
      const cleanUp = last as CleanUp | null
      // What was noted by an earlier version counted fewer things.
      return { retention, lastCleanUp: cleanUp === null ? null : { ...cleanUp, deleted: { ...NOTHING, ...cleanUp.deleted } } }
    },
    async set(retention) {
      await storage.setSetting(SETTING, retention)
      return retention
    },
    async expireTraces(beforeIso) {
      // What is not counted into the figures yet would stay.
      while ((await storage.digestTurns(BATCH)) === BATCH && !stopped.signal.aborted) await pause()
      return expireAll('traces', beforeIso)
    },
    async freeSpace() {
      const done = await run()
      return keep({ ...done, freedBytes: await storage.compact(COMPACT_MAX_BYTES) })
    },
    start() {
      loop = (async () => {
        await sleep(timers, FIRST_AFTER_MS, stopped.signal)
        while (!stopped.signal.aborted) {
          await run()
            .then(keep)
            .catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'the clean-up could not be noted'))
          await sleep(timers, EVERY_MS, stopped.signal)
        }
      })()
    },
    async stop() {
      stopped.abort()
      await loop
      await running
    },
  }
}
