/**
 * Looks after the numbers of channels that restrict and ban (see `protectsNumber` of the driver): who
 * may be written to at all, how many messages leave in an hour, with which pauses, and a full stop
 * when the platform gives a warning. A stopped number can be set going again, a banned one is lost.
 */
import type { NumberHealth, NumberStop } from '../../../../src-shared/contract/number-health.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Restriction } from '../../channels/port.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Wait } from '../../runtime/waits.ts'
import type { Storage } from '../../storage/port.ts'
import type { ConversationRecord, DeliveryRecord } from '../../storage/records.ts'
import type { RunningInstance } from '../instances/running-instance.ts'
import type { InstanceService } from '../instances/service.ts'
import { createPace } from './pace.ts'
import { createNumberQueue, type NumberQueue } from './queue.ts'
import { createStops } from './stops.ts'

const HOUR_MS = 3_600_000

const REPLY_ONLY = 'This person has never written here, and this number only replies. Allow first messages in its settings to send it.'
const NO_MORE_STRANGERS = 'This number has written to as many new people today as its settings allow. Try again tomorrow.'

export type Passage = 'go' | 'aborted' | 'not_now' | { refused: string }

/** A message in front of its number. */
export interface Passing {
  /** Lower ones leave earlier. */
  rank: number
  wait: Wait
  /** Asked whenever it could go; where it says no, it leaves the queue with `not_now`. */
  mayGo: () => boolean
  /** It will not leave before this time (ISO 8601): its turn comes later, or the hour is used up. */
  onHeld: (why: 'pace' | 'hour', until: string) => void
}

export interface NumberHealthService {
  /** Reads the stops of the last run; before the first send. */
  load(): Promise<void>
  /** Why the number may send nothing at the moment; null if it may. */
  stopOf(instance: RunningInstance): NumberStop | null
  /** Throws OmniError('forbidden') with the reason when this conversation may not be written to now. */
  check(instance: RunningInstance, conversation: ConversationRecord): Promise<void>
  /** Waits until it is this delivery's turn, and takes its place in the count. What a person wants sent now waits for no pause. */
  pass(instance: RunningInstance, delivery: DeliveryRecord, passing: Passing, signal: AbortSignal): Promise<Passage>
  /** What the platform said about the number. */
  restrict(instanceName: string, restriction: Restriction): Promise<void>
  resume(instanceName: string): Promise<void>
  view(instanceName: string): Promise<NumberHealth>
  /** The numbers that are stopped, for Home. */
  stopped(): { instanceName: string; reason: string; since: string }[]
}

interface Options {
  storage: Storage
  instances: InstanceService
  bus: LiveBus
  timers: Timers
  log: Logger
  random: () => number
}

export function createNumberHealth({ storage, instances, bus, timers, log, random }: Options): NumberHealthService {
  const stops = createStops(storage, timers.now)
  const pace = createPace(random)
  const queues = new Map<string, NumberQueue>()
  /** Of a number that has sent all that it may: when each of the next messages may leave. */
  const freeAt = new Map<string, string[]>()
  const iso = (ms = timers.now()) => new Date(ms).toISOString()
  const applies = ({ driver }: RunningInstance) => driver.capabilities.protectsNumber === true

  function tell(instanceName: string): void {
    const instance = instances.find(instanceName)
    if (instance !== null) bus.publish({ type: 'instance.changed', instanceName, connection: instance.record.connection })
  }

  /** One of an instance of the same name that is gone does not stop this one. */
  function stopOf({ record }: RunningInstance): NumberStop | null {
    const stop = stops.of(record.name)
    return stop !== null && stop.since >= record.createdAt ? stop : null
  }

  async function refusal(instance: RunningInstance, conversationId: string): Promise<string | null> {
    const stop = stopOf(instance)
    if (stop !== null) return stop.reason
    if (!instance.record.behaviour.health.replyOnly) return null
    return (await storage.hasWritten(conversationId)) ? null : REPLY_ONLY
  }

  /** What it may send from now on, when it has sent all that it may in an hour. */
  async function noteFull(instanceName: string, perHour: number): Promise<void> {
    const { sentAt } = await storage.sendUsage(instanceName, iso())
    freeAt.set(
      instanceName,
      sentAt.slice(-perHour).map((at) => iso(Date.parse(at) + HOUR_MS)),
    )
  }

  function heldUntil({ record }: RunningInstance, index: number): number {
    const { pauseMinMs, pauseMaxMs } = record.behaviour.health
    const paced = timers.now() + pace.waitMs(record.name, timers.now()) + (index * (pauseMinMs + pauseMaxMs)) / 2
    const times = freeAt.get(record.name) ?? []
    const free = times[Math.min(index, times.length - 1)]
    return Math.max(paced, free === undefined ? 0 : Date.parse(free))
  }

  async function takeSlot({ record }: RunningInstance, { id, conversationId }: DeliveryRecord, perHour: number) {
    const { newContactsPerDay } = record.behaviour.health
    const instanceName = record.name
    return storage.takeSendSlot({ instanceName, deliveryId: id, conversationId, at: iso() }, { perHour, newContactsPerDay })
  }

  async function queue(instance: RunningInstance, delivery: DeliveryRecord, passing: Passing, signal: AbortSignal): Promise<Passage> {
    const { name } = instance.record
    const { wait, rank, mayGo, onHeld } = passing
    const line = queues.get(name) ?? createNumberQueue()
    queues.set(name, line)
    const place = line.join(rank, wait.nudge)
    try {
      while (!signal.aborted) {
        if (!mayGo()) return 'not_now'
        const { index } = place
        const isNext = index === 0 || wait.isUrgent
        const pauseMs = wait.isUrgent ? 0 : pace.waitMs(name, timers.now())
        if (!isNext || pauseMs > 0) {
          onHeld(freeAt.has(name) ? 'hour' : 'pace', iso(heldUntil(instance, index)))
          await wait.rest(isNext ? pauseMs : null, signal)
          continue
        }
        // Looked at last, since much may have happened while it waited.
        const refused = await refusal(instance, delivery.conversationId)
        if (refused !== null) return { refused }
        // Somebody may have come in front meanwhile.
        if (!mayGo() || (place.index !== 0 && !wait.isUrgent)) continue
        const { perHour } = instance.record.behaviour.health
        const slot = await takeSlot(instance, delivery, wait.isUrgent ? Number.MAX_SAFE_INTEGER : perHour)
        if (slot.state === 'taken') {
          freeAt.delete(name)
          pace.leave(name, timers.now(), instance.record.behaviour.health)
          return 'go'
        }
        if (slot.state === 'no_more_strangers') return { refused: NO_MORE_STRANGERS }
        log.info({ instance: name, until: slot.freeAt }, 'the number has sent all that it may in an hour')
        await noteFull(name, perHour)
        if (place.index !== 0 || wait.isUrgent || !mayGo()) continue
        onHeld('hour', slot.freeAt)
        await wait.rest(Math.max(1, Date.parse(slot.freeAt) - timers.now()), signal)
      }
      return 'aborted'
    } finally {
      place.leave()
      if (line.length === 0) queues.delete(name)
    }
  }

  return {
    load: () => stops.load(),
    stopOf,

    async check(instance, conversation) {
      if (!applies(instance)) return
      const refused = await refusal(instance, conversation.id)
      if (refused !== null) throw new OmniError('forbidden', refused)
    },

    async pass(instance, delivery, passing, signal) {
      return applies(instance) ? queue(instance, delivery, passing, signal) : 'go'
    },

    async restrict(instanceName, restriction) {
      if (!(await stops.apply(instanceName, restriction, instances.find(instanceName)?.driver.texts))) return
      log.warn({ instance: instanceName, restriction: restriction.kind }, 'what the platform lets this number do has changed')
      tell(instanceName)
    },

    async resume(instanceName) {
      instances.get(instanceName)
      if (await stops.lift(instanceName)) tell(instanceName)
    },

    async view(instanceName) {
      const instance = instances.get(instanceName)
      const { health: policy } = instance.record.behaviour
      const { sentAt, newContacts } = await storage.sendUsage(instanceName, iso())
      const oldest = sentAt.at(-policy.perHour)
      return {
        applies: applies(instance),
        policy,
        sentLastHour: sentAt.length,
        nextFreeAt: oldest === undefined ? null : iso(Date.parse(oldest) + HOUR_MS),
        newContactsToday: newContacts,
        waiting: queues.get(instanceName)?.length ?? 0,
        stop: stopOf(instance),
      }
    },

    stopped() {
      return instances.list().flatMap((instance) => {
        const stop = stopOf(instance)
        return stop === null ? [] : [{ instanceName: instance.record.name, reason: stop.reason, since: stop.since }]
      })
    },
  }
}
