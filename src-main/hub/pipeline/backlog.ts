/**
 * What is acknowledged and not yet taken in. Acknowledging goes first, because a platform that
 * waits too long gives up and repeats; but taking in always gets its share, so that customers are
 * answered however long the rush lasts.
 */
import { errorMessage } from '../../../src-shared/errors.ts'
import type { InstanceService } from '../instances/service.ts'
import type { Logger } from '../observe/logger.ts'
import type { InboxEvent, JournalReceipt, SettledEvent, Storage } from '../storage/port.ts'
import type { Timers } from '../timers.ts'
import type { TakenIn } from './taken-in.ts'

/** While others wait to be acknowledged, a batch's time is followed by so many times as long for them. */
const REST_FACTOR = 9
/** After a failure of the database (a full disk), before the next try. */
const RETRY_MS = 1000

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'find'>
  takenIn: TakenIn
  log: Logger
  now: () => number
  timers: Timers
}

export interface Backlog {
  /** Resolves once the event is durable. */
  journal(event: InboxEvent): Promise<JournalReceipt>
  /** Events that wait to be taken in, those left by the last run included. */
  readonly depth: number
  /** Whether an event that comes now must be journaled to keep its place. */
  readonly isOpen: boolean
  /** Looks what the last run left; until then nothing may be received. */
  load(): Promise<void>
  /** Begins to take in. */
  start(): void
  /** Resolves when nothing is being taken in any more; the rest stays in the journal. */
  stop(): Promise<void>
}

export function createBacklog({ storage, instances, takenIn, log, now, timers }: Options): Backlog {
  let depth = 0
  let journaling = 0
  let isStopped = true
  let working: Promise<void> | null = null
  let endRest: () => void = () => {}

  function work(): void {
    if (working !== null || isStopped) return
    working = run().finally(() => {
      working = null
      if (depth > 0) work()
    })
  }

  async function run(): Promise<void> {
    while (depth > 0 && !isStopped) {
      const startedAt = performance.now()
      try {
        const { taken, settled, failures } = await storage.settleInbound()
        for (const { instanceName, event } of settled) hand(instanceName, event)
        for (const error of failures) log.error({ error }, 'a message could not be taken into the inbox; it is kept for the next start')
        depth = taken === 0 ? 0 : depth - taken
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'acknowledged messages wait to be taken into the inbox')
        await rest(RETRY_MS)
        continue
      }
      if (journaling > 0) await rest((performance.now() - startedAt) * REST_FACTOR)
    }
  }

  function hand(instanceName: string, event: SettledEvent): void {
    const instance = instances.find(instanceName)
    if (instance === null) return
    const waitedMs = event.type === 'message' ? Math.max(0, now() - Date.parse(event.receivedAt)) : 0
    takenIn(instance, event, performance.now() - waitedMs, `Stored durably when it came, and taken in ${waitedMs} ms later.`)
  }

  /** Waits, but not beyond the moment when nobody waits to be acknowledged. */
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = timers.after(ms, () => endRest())
      endRest = () => {
        endRest = () => {}
        takeBack()
        resolve()
      }
    })
  }

  return {
    async journal(event) {
      journaling += 1
      try {
        const [receipt = { isNew: true }] = await storage.journalInbound([event])
        if (receipt.isNew) depth += 1
        return receipt
      } finally {
        journaling -= 1
        if (journaling === 0) endRest()
        if (depth > 0) work()
      }
    },
    get depth() {
      return depth
    },
    get isOpen() {
      return depth + journaling > 0
    },
    async load() {
      depth = await storage.journalDepth()
    },
    start() {
      isStopped = false
      if (depth > 0) log.info({ events: depth }, 'acknowledged messages of the last run are taken in')
      work()
    },
    async stop() {
      isStopped = true
      endRest()
      await working
    },
  }
}
