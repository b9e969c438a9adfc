/**
 * Webhook calls. A few at once are handled and then acknowledged. What comes while those are being handled
 * is written down as it came and acknowledged, and handled behind it, many in one commit: a platform that waits
 * too long gives up and repeats. The more wait to be acknowledged, the smaller is the share of handling, but it always
 * has one, so that customers are answered however long a rush lasts.
 */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { WebhookCall, WebhookOutcome } from '../../channels/port.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { JournalBatch, JournaledCall, Storage } from '../../storage/port.ts'
import { messageTraceId } from './trace-id.ts'

/**
 * So many are handled at a time, twice as many each time up to `MANY`, because a commit of many is far less to write than
 * many of a few; but while others wait to be acknowledged, who would wait for all of them, the fewer the more they are.
 */
const FEW = 4
const MANY = 32
/** Their time is followed by as many times as long for the others as there are that wait; in a rush by so many. */
const MAX_REST_FACTOR = 19
/** So many at once gain nothing by being written down, and their senders hear what became of them. */
const HANDLED_AT_ONCE = 4
/** Nobody has waited to be acknowledged for so long: the rush is over, or has a gap that is worth using. */
const QUIET_MS = 1
/** After a failure of the database (a full disk), before the next try. */
const RETRY_MS = 1000

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'list'>
  log: Logger
  now: () => number
  timers: Timers
}

export interface CallIntake {
  /** Resolves once what the call brought is durable; throws, or rejects, for what is not acceptable. `text` is its body as it came. */
  handle(instance: RunningInstance, call: WebhookCall, text: string): Promise<WebhookOutcome>
  /** Calls that wait to be handled, those left by the last run included. */
  readonly depth: number
  /** Looks what the last run left; until then nothing may be received. */
  load(): Promise<void>
  /** Begins to handle them. Resolves once all that the last run left is handled, or it is stopped. */
  start(): Promise<void>
  /** Resolves when nothing is being handled any more; the rest stays in the journal. */
  stop(): Promise<void>
}

/** A full disk concerns every call; a value that the database does not take only the one that has it. */
function isOfStorage(error: unknown): boolean {
  if (!(error instanceof OmniError) || error.code !== 'storage_unavailable') return false
  return !String(error.details?.['sqliteCode']).startsWith('SQLITE_CONSTRAINT')
}

export function createCallIntake({ storage, instances, log, now, timers }: Options): CallIntake {
  let underWay = 0
  let depth = 0
  /** Calls that were written down, ever. */
  let written = 0
  let journaling = 0
  /** The most that waited to be acknowledged at once since the last quiet moment, or since the last were handled. */
  let pressure = 0
  let atATime = FEW
  let isStopped = true
  /** How many of those that the last run left are to come. */
  let leftBefore = 0
  const { promise: caughtUp, resolve: hasCaughtUp } = Promise.withResolvers<void>()
  let working: Promise<void> | null = null
  let endRest: () => void = () => {}
  let cancelQuiet: () => void = () => {}

  function work(): void {
    if (working !== null || isStopped) return
    working = run().finally(() => {
      working = null
      if (depth > 0) work()
    })
  }

  async function run(): Promise<void> {
    while (depth > 0 && !isStopped) {
      try {
        const before = written
        const batch = await storage.oldestJournaled()
        if (batch !== null) await storage.settleJournal(batch.id, await handleAll(batch))
        // Where nothing was found, there is what was written down meanwhile.
        depth = batch === null ? written - before : depth - batch.calls.length
        leftBefore = batch === null ? 0 : leftBefore - batch.calls.length
        if (leftBefore <= 0) hasCaughtUp()
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'the call journal waits to be handled')
        await rest(RETRY_MS)
      }
    }
  }

  /** Throws for what concerns them all. */
  async function handleAll({ calls }: JournalBatch): Promise<{ place: number; reason: string }[]> {
    const failed: { place: number; reason: string }[] = []
    let done = 0
    while (done < calls.length) {
      const startedAt = performance.now()
      const some = calls.slice(done, done + atATime)
      for (const [index, each] of (await handleSome(some)).entries()) {
        if (each.status === 'fulfilled') continue
        if (isOfStorage(each.reason)) throw each.reason
        const reason = errorMessage(each.reason)
        log.error({ error: reason }, 'a call in the journal could not be handled; it is kept for the next start')
        failed.push({ place: done + index, reason })
      }
      done += some.length
      atATime = Math.min(atATime * 2, mostAtATime())
      const factor = Math.min(pressure, MAX_REST_FACTOR)
      pressure = journaling
      if (factor > 0 && !isStopped) await rest((performance.now() - startedAt) * factor)
    }
    return failed
  }

  const mostAtATime = () => Math.max(FEW, Math.floor(MANY / Math.max(1, pressure)))

  /** Issued in their order and awaited together, so that one commit serves many. */
  function handleSome(calls: JournaledCall[]): Promise<PromiseSettledResult<void>[]> {
    const byId = new Map(instances.list().map((instance) => [instance.record.id, instance]))
    return Promise.allSettled(calls.map((call) => handleOne(byId.get(call.instanceId), call)))
  }

  /** A removed instance took everything with it that belonged to it. */
  async function handleOne(instance: RunningInstance | undefined, { arrivedAtMs, text }: JournaledCall): Promise<void> {
    await instance?.channel.handleWebhook?.({ headers: {}, body: JSON.parse(text), arrival: { atMs: arrivedAtMs, isDurable: true } })
  }

  /** Waits, but not on when nobody waits to be acknowledged any more. */
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = timers.after(ms, () => endRest())
      endRest = () => {
        endRest = () => {}
        cancel()
        resolve()
      }
    })
  }

  /** Time alone says nothing when this thread was busy all along: what has arrived meanwhile is heard first. */
  function lookWhetherQuiet(): void {
    setImmediate(() => {
      if (journaling > 0) return
      pressure = 0
      endRest()
    })
  }

  function left(): void {
    journaling -= 1
    if (journaling === 0) cancelQuiet = timers.after(QUIET_MS, lookWhetherQuiet)
    if (depth > 0) work()
  }

  /** By hand, not by `await`: in a rush each further promise of a call adds up. */
  function journal(call: JournaledCall, outcome: WebhookOutcome): Promise<WebhookOutcome> {
    journaling += 1
    pressure = Math.max(pressure, journaling)
    // Kept through a gap in a rush, which is only a gap.
    atATime = Math.min(atATime, mostAtATime())
    cancelQuiet()
    return storage.journalCall(call).then(
      () => {
        depth += 1
        written += 1
        left()
        return outcome
      },
      (error: unknown) => {
        left()
        throw error
      },
    )
  }

  async function handleAtOnce({ channel }: RunningInstance, call: WebhookCall): Promise<WebhookOutcome> {
    underWay += 1
    try {
      return (await channel.handleWebhook?.(call)) ?? { status: 'ignored', turnId: null }
    } finally {
      underWay -= 1
    }
  }

  return {
    handle(instance, call, text) {
      const { channel, record } = instance
      const arrival = { atMs: now(), isDurable: false }
      // What came earlier must be handled earlier: behind the call journal there is no short cut.
      if (underWay >= HANDLED_AT_ONCE || depth + journaling > 0) {
        const forJournal = channel.callForJournal?.({ ...call, arrival }, text) ?? null
        if (forJournal !== null) {
          const turnId = forJournal.message && messageTraceId(record.id, forJournal.message)
          return journal(
            { instanceId: record.id, arrivedAtMs: arrival.atMs, text: instance.hideSecrets(forJournal.text) },
            { status: 'success', turnId },
          )
        }
      }
      return handleAtOnce(instance, { ...call, arrival })
    },
    get depth() {
      return depth
    },
    async load() {
      depth = await storage.journalDepth()
      leftBefore = depth
    },
    start() {
      isStopped = false
      if (depth > 0) log.info({ calls: depth }, 'the call journal of the last run is handled')
      if (depth === 0) hasCaughtUp()
      work()
      return caughtUp
    },
    async stop() {
      isStopped = true
      hasCaughtUp()
      cancelQuiet()
      endRest()
      await working
    },
  }
}
