/**
 * Deliveries of which nobody knows whether they were sent: they are looked up at the platform, by a person's Check
 * and by Omni itself, whenever a channel is connected (again) and a while after a send was cut off. What is
 * found is sent. What is not found stays unknown, and is left to a person.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { DeliveryChange, Storage } from '../../storage/port.ts'
import type { DeliveryRecord } from '../../storage/records.ts'

/** Said where a message was looked for in vain. */
export const NOT_FOUND = 'The platform does not show this message, which does not prove that it was not sent. Look at the chat itself.'

/** A platform may store what it sent a moment later, and what it was about to send while it was restarted. */
const LOOKS_AFTER_MS = [1000, 15_000, 120_000]
/** Older ones are history. */
const MAX_AGE_MS = 14 * 24 * 60 * 60 * 1000
/** At a time; the rest in the next look. */
const MAX_AT_ONCE = 500

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'find' | 'list'>
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  timers: Timers
}

export interface UnknownSends {
  /** Looks for these, of one instance, now. Resolves to those that were found. Rejects when the platform cannot be asked. */
  lookFor(deliveries: DeliveryRecord[]): Promise<DeliveryChange[]>
  /** The channel is connected, or a send of it was cut off: what is unknown there is looked for soon, and again later. */
  lookSoon(instanceName: string): void
  /** Looks at every channel that is connected already. */
  start(): void
  /** Ends what waits. Resolves when no look is under way. */
  stop(): Promise<void>
}

export function createUnknownSends({ storage, instances, liveEvents, log, now, timers }: Options): UnknownSends {
  /** Cancels the next look of each instance. */
  const waiting = new Map<string, () => void>()
  const underWay = new Map<string, Promise<void>>()
  let isRunning = false
  const iso = (ms = now()) => new Date(ms).toISOString()

  async function lookFor(deliveries: DeliveryRecord[]): Promise<DeliveryChange[]> {
    const [first] = deliveries
    const instance = first === undefined ? null : instances.find(first.instanceName)
    if (instance === null) return []
    const found = await instance.channel.findSent(deliveries.map(({ part, createdAt }) => ({ part, since: createdAt })))
    const changes: DeliveryChange[] = []
    for (const [index, delivery] of deliveries.entries()) {
      const one = found[index] ?? null
      if (one === null && delivery.error === NOT_FOUND) continue
      const change = await storage.settleUnknown(
        delivery.id,
        one === null
          ? { state: 'unknown', error: NOT_FOUND, at: delivery.updatedAt, payloads: [] }
          : { state: 'sent', externalId: one.externalId, chatExternalId: null, at: one.sentAt ?? iso(), payloads: [] },
      )
      if (change === null) continue
      if (one !== null) changes.push(change)
      liveEvents.message(change.message)
      liveEvents.conversation(change.conversation)
    }
    return changes
  }

  /** Resolves to whether any is left. */
  async function look(instanceName: string): Promise<boolean> {
    if (instances.find(instanceName)?.record.connection.state !== 'connected') return false
    const deliveries = await storage.unknownDeliveries(instanceName, iso(now() - MAX_AGE_MS), MAX_AT_ONCE)
    if (deliveries.length === 0) return false
    await lookFor(deliveries)
    const left = await storage.unknownDeliveries(instanceName, iso(now() - MAX_AGE_MS), MAX_AT_ONCE)
    const facts = { instance: instanceName, looked: deliveries.length, left: left.length }
    if (left.length < deliveries.length) log.info(facts, 'messages of unknown fate were found')
    else log.debug(facts, 'messages of unknown fate were not found')
    return left.length > 0
  }

  function later(instanceName: string, n: number): void {
    waiting.get(instanceName)?.()
    const delayMs = LOOKS_AFTER_MS[n]
    if (!isRunning || delayMs === undefined) {
      waiting.delete(instanceName)
      return
    }
    const cancel = timers.after(delayMs, () => {
      waiting.delete(instanceName)
      const before = underWay.get(instanceName) ?? Promise.resolve()
      const run = before
        .then(() => look(instanceName))
        .catch((error: unknown) => {
          log.warn({ instance: instanceName, error: errorMessage(error) }, 'messages of unknown fate could not be looked for')
          return true
        })
        .then((isAnyLeft) => {
          if (underWay.get(instanceName) === run) underWay.delete(instanceName)
          if (isAnyLeft && !waiting.has(instanceName)) later(instanceName, n + 1)
        })
      underWay.set(instanceName, run)
    })
    waiting.set(instanceName, cancel)
  }

  return {
    lookFor,
    lookSoon(instanceName) {
      if (isRunning) later(instanceName, 0)
    },
    start() {
      isRunning = true
      for (const { record } of instances.list()) if (record.connection.state === 'connected') later(record.name, 0)
    },
    async stop() {
      isRunning = false
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
      await Promise.all(underWay.values())
    },
  }
}
