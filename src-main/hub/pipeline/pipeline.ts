/**
 * The pipeline: what is in a conversation's lane goes through admit, gather, think and deliver,
 * one item after the other. Every exit leaves the turn finished in the database with its reason,
 * or, when the hub stops, open for the next start.
 */
import type { StopCode } from '../../../src-shared/contract/traces.ts'
import { errorMessage } from '../../../src-shared/errors.ts'
import type { AccessService } from '../access/service.ts'
import type { InstanceService, RunningInstance } from '../instances/service.ts'
import type { LiveNews } from '../live/news.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { Logger } from '../observe/logger.ts'
import type { Storage } from '../storage/port.ts'
import type { DeliveryRecord } from '../storage/records.ts'
import type { Timers } from '../timers.ts'
import { admit } from './admit.ts'
import type { Deliver } from './deliver.ts'
import { gatherCap, gatherWait } from './gather.ts'
import { createLanes, type Lane } from './lanes.ts'
import { keepTyping, markRead } from './presence.ts'
import { createSlots, type Slots } from './slots.ts'
import { beginStep, round } from './steps.ts'
import type { Think, Thought } from './think.ts'
import type { LaneItem, TurnItem } from './work.ts'

/** Conversations of one instance that are worked on at once. */
const LANES_PER_INSTANCE = 50

interface Options {
  storage: Storage
  instances: InstanceService
  access: AccessService
  think: Think
  deliver: Deliver
  streams: LiveStreams
  news: LiveNews
  log: Logger
  now: () => number
  timers: Timers
  lanesPerInstance?: number
  /** How many acknowledged events have not come to their lane yet. */
  notYetInLanes: () => number
}

export interface Pipeline {
  enqueue(instanceName: string, conversationId: string, item: LaneItem): void
  /** Ends the answer that is being written; false if it is already on its way. */
  stopAnswer(turnId: string): boolean
  /** Takes no more work up and resolves when what is under way has reached a safe point. */
  stop(): Promise<void>
  /** Resolves once nothing is waiting or under way. */
  idle(): Promise<void>
  readonly depth: number
  readonly oldestMs: number
}

export function createPipeline(options: Options): Pipeline {
  const { storage, instances, access, think, deliver, streams, news, log, now, timers } = options
  const slotsOf = new Map<string, Slots>()
  const answering = new Map<string, AbortController>()
  const shutdown = new AbortController()
  const lanes = createLanes(work, (error) => log.error({ error: errorMessage(error) }, 'a turn ended in an unexpected way'), timers)
  const iso = () => new Date(now()).toISOString()

  function slots(instanceName: string): Slots {
    let found = slotsOf.get(instanceName)
    if (found === undefined) {
      found = createSlots(options.lanesPerInstance ?? LANES_PER_INSTANCE)
      slotsOf.set(instanceName, found)
    }
    return found
  }

  async function work(lane: Lane, item: LaneItem): Promise<void> {
    if (shutdown.signal.aborted) return
    switch (item.kind) {
      case 'turn':
        return workTurn(lane, item)
      case 'delivery':
        return withSlot(item.instanceName, async (idle) => {
          const delivery = await storage.getDelivery(item.deliveryId)
          if (delivery !== null) await deliver.run(delivery, shutdown.signal, idle)
        }).finally(() => item.onDone?.())
      case 'resume':
        return withSlot(item.turn.instanceName, async (idle) => {
          const states = await deliverAll(await storage.turnDeliveries(item.turn.id), idle)
          if (states === null) return
          const { turn } = item
          const outcome = deliveredOutcome(states, turn.agentSucceeded ?? true, 'The answer was planned before a restart.')
          const turned = await storage.finishTurn(turn.id, {
            ...outcome,
            stopCode: null,
            steps: [
              ...turn.steps,
              {
                stage: 'deliver',
                status: outcome.state === 'completed' ? 'ok' : 'failed',
                offsetMs: 0,
                durationMs: 0,
                detail: 'Resumed after a restart.',
              },
            ],
            completedAt: iso(),
            totalDurationMs: Math.max(0, now() - Date.parse(turn.receivedAt)),
          })
          if (turned !== null) news.turn(turned)
        })
    }
  }

  async function withSlot(instanceName: string, run: (idle: <T>(wait: () => Promise<T>) => Promise<T>) => Promise<void>): Promise<void> {
    const own = slots(instanceName)
    await own.acquire()
    try {
      await run(async (wait) => {
        own.release()
        try {
          return await wait()
        } finally {
          await own.acquire()
        }
      })
    } finally {
      own.release()
    }
  }

  async function workTurn(lane: Lane, leader: TurnItem): Promise<void> {
    const instance = instances.find(leader.instanceName)
    if (instance === null || !(await passes(instance, leader))) return
    const burst = [leader]
    await gather(lane, instance, burst)
    if (shutdown.signal.aborted) return
    await withSlot(leader.instanceName, (idle) => answer(lane, instance, burst, idle))
  }

  /** Stage admit. What is not to be answered is finished here, with the reason. */
  async function passes(instance: RunningInstance, item: TurnItem): Promise<boolean> {
    const done = beginStep(item, 'admit')
    const admission = admit(instance.record, item.message, item.conversation, item.contact, access)
    if (admission.admitted) {
      done('ok', admission.detail)
      return true
    }
    done('stopped', admission.reason)
    const { deniedText } = instance.record.behaviour
    if (admission.code === 'access_denied' && deniedText.trim() !== '') await sayDenied(instance, item, deniedText)
    await finishStopped(item, admission.code, admission.reason)
    return false
  }

  async function sayDenied(instance: RunningInstance, item: TurnItem, text: string): Promise<void> {
    const messages = deliver.plan(instance, {
      text,
      origin: 'fallback',
      turnId: item.turnId,
      conversation: item.conversation,
      author: 'system',
      authorName: null,
    })
    const { changes } = await storage.planAnswer({
      turnId: item.turnId,
      at: iso(),
      steps: item.steps,
      agentKind: 'none',
      agentSucceeded: false,
      agentDurationMs: 0,
      sessionName: '',
      agentSessionId: item.conversation.agentSessionId,
      agentUserId: null,
      messages,
      payloads: [],
    })
    await withSlot(item.instanceName, async (idle) => {
      await deliverAll(
        changes.map((change) => change.delivery),
        idle,
      )
    })
  }

  /** Stage gather. Holds no slot: waiting for a customer to finish costs nobody anything. */
  async function gather(lane: Lane, instance: RunningInstance, burst: TurnItem[]): Promise<void> {
    const [leader] = burst
    if (leader === undefined) return
    const done = beginStep(leader, 'gather')
    const { behaviour } = instance.record
    const firstAt = leader.receivedTick
    while (!shutdown.signal.aborted) {
      burst.push(...(await takeNewer(lane, instance, behaviour.debounceMs > 0)))
      const waitMs = gatherWait(behaviour, firstAt, burst.at(-1)?.receivedTick ?? firstAt, performance.now())
      if (waitMs === 0) break
      await lane.rest(waitMs)
      // A message of a person or of the API ends the burst: it must not overtake or be overtaken.
      if (lane.waiting[0] !== undefined && lane.waiting[0].kind !== 'turn') break
    }
    done('ok', burst.length === 1 ? 'One message.' : `${burst.length} messages were gathered into one turn.`)
  }

  /** Takes the turns that wait right behind, finishing those that are not admitted. */
  async function takeNewer(lane: Lane, instance: RunningInstance, gathers: boolean): Promise<TurnItem[]> {
    const newer: TurnItem[] = []
    while (gathers && lane.waiting[0]?.kind === 'turn') {
      const next = lane.take()
      if (next?.kind === 'turn' && (await passes(instance, next))) newer.push(next)
    }
    return newer
  }

  /** Stages think and deliver. */
  async function answer(
    lane: Lane,
    instance: RunningInstance,
    burst: TurnItem[],
    idle: <T>(wait: () => Promise<T>) => Promise<T>,
  ): Promise<void> {
    const [leader] = burst
    if (leader === undefined) return
    const controller = new AbortController()
    const onShutdown = () => controller.abort()
    shutdown.signal.addEventListener('abort', onShutdown, { once: true })
    answering.set(leader.turnId, controller)
    const stopTyping = keepTyping(instance, leader.conversation.externalId, timers, log)
    try {
      const thought = await thinkAgain(lane, instance, burst, controller.signal)
      if (shutdown.signal.aborted || thought === null) {
        streams.end(leader.turnId, [])
        return
      }
      answering.delete(leader.turnId)
      if (thought.isInterrupted) {
        streams.end(leader.turnId, [])
        await finishStopped(leader, 'cancelled', 'The answer was stopped by a person before it was sent.', thought)
        return
      }
      if (thought.text === null) {
        streams.end(leader.turnId, [])
        if (thought.payloads.length > 0) await storage.addPayloads(leader.turnId, thought.payloads)
        await finish(leader, {
          state: 'failed',
          reason: `${thought.detail} Nothing was sent, as set up.`,
          errorStage: 'think',
          channelSucceeded: null,
        })
        return
      }
      await speak(instance, leader, thought, thought.text, stopTyping, idle)
    } finally {
      stopTyping()
      answering.delete(leader.turnId)
      shutdown.signal.removeEventListener('abort', onShutdown)
    }
  }

  /** Thinks, and thinks again while the customer keeps writing before the answer is spoken. */
  async function thinkAgain(lane: Lane, instance: RunningInstance, burst: TurnItem[], signal: AbortSignal): Promise<Thought | null> {
    const [leader] = burst
    if (leader === undefined) return null
    const { behaviour } = instance.record
    let mergedCount = 1
    while (true) {
      const done = beginStep(leader, 'think')
      const followers = burst.slice(mergedCount)
      if (followers.length > 0) {
        const merged = await storage.mergeTurns(
          leader.turnId,
          followers.map((follower) => follower.turnId),
          iso(),
        )
        for (const turn of merged) news.turn(turn)
        mergedCount = burst.length
      }
      const messages = leader.isRecovered ? await storage.turnMessages(leader.turnId) : burst.map((item) => item.message)
      markRead(instance, leader.conversation.externalId, messages, log)
      const thought = await think(instance, leader, messages, signal)
      if (signal.aborted) {
        done('stopped', thought.detail)
        return thought
      }
      const isWithinCap = performance.now() < gatherCap(behaviour, leader.receivedTick)
      const newer = isWithinCap ? await takeNewer(lane, instance, behaviour.debounceMs > 0) : []
      if (newer.length === 0) {
        done(thought.agentSucceeded ? 'ok' : 'failed', thought.detail)
        return thought
      }
      done('stopped', 'A newer message came before the answer was sent; thinking again with it.')
      burst.push(...newer)
    }
  }

  async function speak(
    instance: RunningInstance,
    leader: TurnItem,
    thought: Thought,
    text: string,
    stopTyping: () => void,
    idle: <T>(wait: () => Promise<T>) => Promise<T>,
  ): Promise<void> {
    const done = beginStep(leader, 'deliver')
    const messages = deliver.plan(instance, {
      text,
      origin: thought.origin,
      turnId: leader.turnId,
      conversation: leader.conversation,
      author: thought.origin === 'agent' ? 'agent' : 'system',
      authorName: thought.agentName,
    })
    const planned = await storage.planAnswer({
      turnId: leader.turnId,
      at: iso(),
      steps: leader.steps,
      agentKind: thought.agentKind,
      agentSucceeded: thought.agentSucceeded,
      agentDurationMs: thought.agentDurationMs,
      sessionName: thought.sessionName,
      agentSessionId: thought.agentSessionId,
      agentUserId: thought.agentUserId,
      messages,
      payloads: thought.payloads,
    })
    for (const change of planned.changes) news.message(change.message)
    streams.end(
      leader.turnId,
      planned.changes.map((change) => change.message.id),
    )
    stopTyping()
    const states = await deliverAll(
      planned.changes.map((change) => change.delivery),
      idle,
    )
    if (states === null) return
    const outcome = deliveredOutcome(states, thought.agentSucceeded, thought.detail)
    done(
      outcome.errorStage === 'deliver' ? 'failed' : 'ok',
      `${states.filter((state) => state === 'sent').length} of ${states.length} parts sent.`,
    )
    await finish(leader, outcome)
  }

  /** Sends one after the other; null when the hub stops in between. */
  async function deliverAll(
    deliveries: DeliveryRecord[],
    idle: <T>(wait: () => Promise<T>) => Promise<T>,
  ): Promise<DeliveryRecord['state'][] | null> {
    const states: DeliveryRecord['state'][] = []
    let isBroken = false
    for (const delivery of deliveries) {
      if (isBroken && delivery.state === 'pending') {
        // Half an answer after a refused first half would only confuse.
        const change = await storage.finishDelivery(delivery.id, {
          state: 'cancelled',
          error: 'An earlier part could not be sent.',
          at: iso(),
          payloads: [],
        })
        if (change !== null) news.message(change.message)
        states.push('cancelled')
        continue
      }
      const state = await deliver.run(delivery, shutdown.signal, idle)
      if (state === 'pending' || state === 'sending') return null
      isBroken = state === 'failed'
      states.push(state)
    }
    return states
  }

  async function finish(
    item: TurnItem,
    outcome: { state: 'completed' | 'failed'; reason: string; errorStage: string | null; channelSucceeded: boolean | null },
  ): Promise<void> {
    const turn = await storage.finishTurn(item.turnId, {
      ...outcome,
      stopCode: null,
      steps: item.steps,
      completedAt: iso(),
      totalDurationMs: round(performance.now() - item.receivedTick),
    })
    if (turn !== null) news.turn(turn)
  }

  async function finishStopped(item: TurnItem, code: StopCode, reason: string, thought?: Thought): Promise<void> {
    if (thought !== undefined && thought.payloads.length > 0) await storage.addPayloads(item.turnId, thought.payloads)
    const turn = await storage.finishTurn(item.turnId, {
      state: 'stopped',
      stopCode: code,
      reason,
      errorStage: null,
      steps: item.steps,
      completedAt: iso(),
      totalDurationMs: round(performance.now() - item.receivedTick),
      channelSucceeded: null,
    })
    if (turn !== null) news.turn(turn)
  }

  return {
    enqueue: (instanceName, conversationId, item) => lanes.push(instanceName, conversationId, item),
    stopAnswer(turnId) {
      const controller = answering.get(turnId)
      controller?.abort()
      return controller !== undefined
    },
    async stop() {
      shutdown.abort()
      lanes.wake()
      await lanes.idle()
    },
    idle: () => lanes.idle(),
    get depth() {
      return lanes.depth + options.notYetInLanes()
    },
    get oldestMs() {
      return lanes.oldestMs
    },
  }
}

/** How a turn ended, by what became of its parts. */
function deliveredOutcome(
  states: DeliveryRecord['state'][],
  agentSucceeded: boolean,
  detail: string,
): { state: 'completed' | 'failed'; reason: string; errorStage: string | null; channelSucceeded: boolean } {
  if (states.includes('unknown')) {
    return {
      state: 'failed',
      reason: 'The answer may have been sent: the platform did not say. Check it in the conversation.',
      errorStage: 'deliver',
      channelSucceeded: false,
    }
  }
  if (states.some((state) => state !== 'sent')) {
    return { state: 'failed', reason: 'The answer could not be sent.', errorStage: 'deliver', channelSucceeded: false }
  }
  if (!agentSucceeded)
    return { state: 'failed', reason: `${detail} The fallback text was sent.`, errorStage: 'think', channelSucceeded: true }
  return {
    state: 'completed',
    reason: states.length === 1 ? 'Answered.' : `Answered in ${states.length} messages.`,
    errorStage: null,
    channelSucceeded: true,
  }
}
