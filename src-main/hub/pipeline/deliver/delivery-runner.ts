/**
 * Stage 5, deliver: runs one planned delivery until it is final, with its pauses, its turn among those of its number,
 * and a growing pause before each repetition.
 */

import type { Held } from '../../../../src-shared/contract/conversations.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { NumberHealthService, Passage, Passing } from '../../accounts/number-health/service.ts'
import type { OutboundPart } from '../../channels/port.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Wait, Waits } from '../../runtime/waits.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryOrigin, DeliveryRecord } from '../../storage/records.ts'
import type { RunWithoutSlot } from '../lanes/slots.ts'
import type { AttemptDelivery, Attempted } from './attempt-delivery.ts'
import { isByPerson } from './by-person.ts'
import type { RightOfWay } from './right-of-way.ts'

/** A wait that is over before anybody has read why is not told of. */
const TOLD_FROM_MS = 3000
/** Who leaves first where several wait for the same number. */
const RANKS: Record<DeliveryOrigin, number> = { person: 0, api: 1, agent: 2, fallback: 2 }

interface Options {
  attempt: AttemptDelivery
  storage: Pick<Storage, 'getDelivery' | 'holdDelivery' | 'finishDelivery'>
  instances: Pick<InstanceService, 'find'>
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  numberHealth: Pick<NumberHealthService, 'pass'>
  rightOfWay: RightOfWay
  waits: Pick<Waits, 'begin'>
  /** A send was cut off: nobody knows whether it arrived. */
  onUnknown: (instanceName: string) => void
}

export interface DeliveryRunner {
  /**
   * Sends one delivery, with its pauses and repetitions, until it is final or the signal aborts.
   * Every wait is run `withoutSlot`, so that others may have the caller's slot meanwhile.
   */
  run(
    delivery: DeliveryRecord,
    signal: AbortSignal,
    withoutSlot: RunWithoutSlot,
    options?: {
      /** The panel is not told: it is shown the stream that the message is a part of. */
      isQuiet?: boolean
      /** It waits to be tried again: what stands behind it may go meanwhile. */
      onRetry?: () => void
    },
  ): Promise<DeliveryRecord['state']>
}

export function createDeliveryRunner(options: Options): DeliveryRunner {
  const { storage, instances, liveEvents, log, now, attempt, numberHealth, rightOfWay } = options
  const iso = () => new Date(now()).toISOString()

  async function type(instance: RunningInstance, part: OutboundPart, isTyping: boolean, signal: AbortSignal): Promise<void> {
    if (!instance.record.behaviour.showTyping) return
    await instance.channel.setTyping(part.chatExternalId, isTyping, signal).catch((error: unknown) => {
      log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'typing could not be shown')
    })
  }

  /** Tells people why a message waits, where that lasts. */
  function hold(delivery: DeliveryRecord, held: Held): void {
    if (held.until !== null && Date.parse(held.until) - now() < TOLD_FROM_MS) return
    void storage.holdDelivery(delivery.id, held).then(
      (change) => change !== null && liveEvents.message(change.message),
      (error: unknown) => log.warn({ delivery: delivery.id, error: errorMessage(error) }, 'why a message waits could not be noted'),
    )
  }

  /** A protected number sends one message after the other, within its limits. */
  function waitForTurn(instance: RunningInstance, delivery: DeliveryRecord, way: Way): Promise<Passage> {
    if (instance.driver.capabilities.protectsNumber !== true) return Promise.resolve('go')
    const { signal, wait, mayGo, withoutSlot } = way
    const passing: Passing = {
      rank: RANKS[delivery.origin],
      wait,
      mayGo,
      onHeld: (why, until) => hold(delivery, { why, until }),
    }
    return withoutSlot(() => numberHealth.pass(instance, delivery, passing, signal))
  }

  /** Its own pause, or the one before it is tried again. */
  async function pause(instance: RunningInstance, waiting: DeliveryRecord, isPaused: boolean, way: Way): Promise<void> {
    const { signal, wait, withoutSlot } = way
    const pauseMs = waiting.notBefore === null ? (isPaused ? 0 : waiting.pauseBeforeMs) : Date.parse(waiting.notBefore) - now()
    if (pauseMs <= 0 || wait.isUrgent) return
    if (waiting.notBefore === null) await type(instance, waiting.part, true, signal)
    else way.onRetry?.()
    await withoutSlot(() => wait.rest(pauseMs, signal))
  }

  /** Announced at once: its receipt may be stored in the same moment, and is announced after it. */
  async function attemptAndTell(instance: RunningInstance, deliveryId: string, isQuiet: boolean): Promise<Attempted> {
    const attempted = await attempt(instance, deliveryId)
    if (typeof attempted === 'string') return attempted
    if (!isQuiet) liveEvents.message(attempted.message)
    liveEvents.conversation(attempted.conversation)
    return attempted
  }

  async function runUntilFinal(first: DeliveryRecord, way: Way): Promise<DeliveryRecord['state']> {
    const { signal, withoutSlot, mayGo } = way
    let waiting = first
    let isPaused = false
    while (true) {
      if (waiting.state !== 'pending') return waiting.state
      const instance = instances.find(waiting.instanceName)
      if (instance === null) return 'cancelled'
      await pause(instance, waiting, isPaused, way)
      isPaused = true
      if (way.wait.isOver) return (await storage.getDelivery(waiting.id))?.state ?? 'cancelled'
      if (!mayGo() && !signal.aborted) {
        hold(waiting, { why: 'person', until: null })
        await withoutSlot(() => rightOfWay.whenClear(waiting.conversationId, signal))
      }
      if (signal.aborted) return 'pending'
      const passage = await waitForTurn(instance, waiting, way)
      if (passage === 'aborted') return 'pending'
      if (passage === 'not_now') {
        waiting = { ...waiting, notBefore: null }
        continue
      }
      if (passage !== 'go') {
        const refused = await storage.finishDelivery(waiting.id, { state: 'failed', error: passage.refused, at: iso(), payloads: [] })
        if (refused === null) return 'cancelled'
        liveEvents.message(refused.message)
        liveEvents.conversation(refused.conversation)
        return 'failed'
      }
      const sent = await rightOfWay.onWire(waiting.conversationId, mayGo, () => attemptAndTell(instance, waiting.id, way.isQuiet))
      way.wait.calm()
      if (sent === null) {
        waiting = { ...waiting, notBefore: null }
        continue
      }
      if (sent === 'not_begun') return (await storage.getDelivery(waiting.id))?.state ?? 'cancelled'
      if (sent === 'gone') return 'cancelled'
      waiting = sent.delivery
      if (waiting.state === 'unknown') options.onUnknown(waiting.instanceName)
      if (waiting.state === 'pending')
        log.warn(
          { instance: waiting.instanceName, delivery: waiting.id, attempt: waiting.attempts, error: waiting.error },
          'a send is tried again later',
        )
    }
  }

  return {
    async run(first, signal, withoutSlot, { isQuiet = false, onRetry } = {}) {
      const { wait, end } = options.waits.begin(first.id, first.instanceName)
      const mayGo = () => !wait.isOver && (isByPerson(first) || !rightOfWay.isClaimed(first.conversationId))
      try {
        return await runUntilFinal(first, { signal, wait, withoutSlot, mayGo, isQuiet, onRetry })
      } finally {
        end()
      }
    },
  }
}

/** One delivery on its way. */
interface Way {
  signal: AbortSignal
  wait: Wait
  withoutSlot: RunWithoutSlot
  /** No person's message goes before it. */
  mayGo: () => boolean
  isQuiet: boolean
  onRetry: (() => void) | undefined
}
