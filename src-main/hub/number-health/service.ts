/**
 * Looks after the numbers of channels that restrict and ban (see `protectsNumber` of the driver): who
 * may be written to at all, how many messages leave in an hour, with which pauses, and a full stop
 * when the platform gives a warning. A stopped number can be set going again, a banned one is lost.
 */
import type { NumberHealth, NumberStop } from '../../../src-shared/contract/number-health.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import type { Restriction } from '../channels/port.ts'
import type { RunningInstance } from '../instances/running-instance.ts'
import type { InstanceService } from '../instances/service.ts'
import type { LiveBus } from '../live/bus.ts'
import type { Logger } from '../observe/logger.ts'
import type { Storage } from '../storage/port.ts'
import type { ConversationRecord, DeliveryRecord } from '../storage/records.ts'
import { sleep, type Timers } from '../timers.ts'
import { createPace } from './pace.ts'
import { createStops } from './stops.ts'

const HOUR_MS = 3_600_000

const REPLY_ONLY = 'This person has never written here, and this number only replies. Allow first messages in its settings to send it.'
const NO_MORE_STRANGERS = 'This number has written to as many new people today as its settings allow. Try again tomorrow.'

export type Passage = 'go' | 'aborted' | { refused: string }

export interface NumberHealthService {
  /** Reads the stops of the last run; before the first send. */
  load(): Promise<void>
  /** Why the number may send nothing at the moment; null if it may. */
  stopOf(instance: RunningInstance): NumberStop | null
  /** Throws OmniError('forbidden') with the reason when this conversation may not be written to now. */
  check(instance: RunningInstance, conversation: ConversationRecord): Promise<void>
  /** Waits until it is this delivery's turn, and takes its place in the count. */
  pass(instance: RunningInstance, delivery: DeliveryRecord, signal: AbortSignal): Promise<Passage>
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
  const waiting = new Map<string, number>()
  const iso = (ms = timers.now()) => new Date(ms).toISOString()
  const applies = ({ driver }: RunningInstance) => driver.capabilities.protectsNumber === true

  function tell(instanceName: string): void {
    const instance = instances.find(instanceName)
    if (instance !== null) bus.publish({ type: 'instance.changed', instanceName, connection: instance.record.connection })
  }

  /** One of an instance of the same name that is gone is no stop of this one. */
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

  async function queue(instance: RunningInstance, delivery: DeliveryRecord, signal: AbortSignal): Promise<Passage> {
    await sleep(timers, pace.take(instance.record.name, timers.now(), instance.record.behaviour.health), signal)
    while (!signal.aborted) {
      // Looked at last, since much may have happened while it waited.
      const refused = await refusal(instance, delivery.conversationId)
      if (refused !== null) return { refused }
      const { perHour, newContactsPerDay } = instance.record.behaviour.health
      const { id, instanceName, conversationId } = delivery
      const slot = await storage.takeSendSlot({ instanceName, deliveryId: id, conversationId, at: iso() }, { perHour, newContactsPerDay })
      if (slot.state === 'taken') return 'go'
      if (slot.state === 'no_more_strangers') return { refused: NO_MORE_STRANGERS }
      log.info({ instance: instanceName, until: slot.freeAt }, 'the number has sent all that it may in an hour')
      await sleep(timers, Math.max(1, Date.parse(slot.freeAt) - timers.now()), signal)
    }
    return 'aborted'
  }

  return {
    load: () => stops.load(),
    stopOf,

    async check(instance, conversation) {
      if (!applies(instance)) return
      const refused = await refusal(instance, conversation.id)
      if (refused !== null) throw new OmniError('forbidden', refused)
    },

    async pass(instance, delivery, signal) {
      if (!applies(instance)) return 'go'
      const { name } = instance.record
      waiting.set(name, (waiting.get(name) ?? 0) + 1)
      try {
        return await queue(instance, delivery, signal)
      } finally {
        waiting.set(name, (waiting.get(name) ?? 1) - 1)
      }
    },

    async restrict(instanceName, restriction) {
      if (!(await stops.apply(instanceName, restriction))) return
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
        waiting: waiting.get(instanceName) ?? 0,
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
