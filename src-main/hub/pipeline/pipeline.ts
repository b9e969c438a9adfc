/**
 * The pipeline: what is in a conversation's lane goes through admit, gather, think and deliver,
 * one item after the other. Every exit leaves the turn finished in the database with its reason,
 * or, when the hub stops, open for the next start.
 */
import type { StopCode } from '../../../src-shared/contract/traces.ts'
import { errorMessage } from '../../../src-shared/errors.ts'
import type { AccessService } from '../access/service.ts'
import { type Ownership, pausedReason } from '../conversations/ownership.ts'
import type { DraftService } from '../drafts/service.ts'
import type { InstanceService, RunningInstance } from '../instances/service.ts'
import type { LiveNews } from '../live/news.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { Logger } from '../observe/logger.ts'
import type { Storage } from '../storage/port.ts'
import type { DeliveryRecord, MessageRecord } from '../storage/records.ts'
import type { Timers } from '../timers.ts'
import { admit } from './admit.ts'
import { type Answering, type Cause, createAnswers } from './answers.ts'
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
  ownership: Pick<Ownership, 'askForPerson'>
  drafts: Pick<DraftService, 'keep' | 'supersede'>
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
  /** Ends the answer that is being written or sent, with the reason; null if there is none (any more). */
  stopAnswer(turnId: string, reason: string): { conversationId: string } | null
  /** What is being thought for a conversation is not said, for this reason; what is being sent goes on. */
  interrupt(conversationId: string, reason: string): void
  /** Takes no more work up and resolves when what is under way has reached a safe point. */
  stop(): Promise<void>
  /** Resolves once nothing is waiting or under way. */
  idle(): Promise<void>
  readonly depth: number
  readonly oldestMs: number
}

export function createPipeline(options: Options): Pipeline {
  const { storage, instances, access, think, deliver, ownership, drafts, streams, news, log, now, timers } = options
  const slotsOf = new Map<string, Slots>()
  const answers = createAnswers()
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
          const isApproved = item.cause === 'approved'
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
                detail: isApproved ? 'Sent after a person approved it.' : 'Resumed after a restart.',
              },
            ],
            completedAt: iso(),
            totalDurationMs: Math.max(0, now() - Date.parse(turn.receivedAt)),
          })
          if (turned !== null) news.turn(turned)
          await tellOutcome(turn.conversationId, outcome.state === 'failed')
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
      const paused = item.isAsked === true ? null : await pausedNow(item)
      done(paused === null ? 'ok' : 'stopped', paused ?? admission.detail)
      if (paused !== null) await finishStopped(item, 'paused', paused)
      return paused === null
    }
    done('stopped', admission.reason)
    const { deniedText } = instance.record.behaviour
    if (admission.code === 'access_denied' && deniedText.trim() !== '') await sayDenied(instance, item, deniedText)
    await finishStopped(item, admission.code, admission.reason)
    return false
  }

  /** Why nothing may be said now, as the conversation is at this moment and not as it was at receipt. */
  async function pausedNow(item: TurnItem): Promise<string | null> {
    const current = await storage.getConversation(item.conversation.id)
    if (current !== null) item.conversation = current
    return pausedReason(item.conversation)
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
    const answering = answers.begin(leader.turnId, leader.conversation.id)
    const onShutdown = () => answering.controller.abort()
    shutdown.signal.addEventListener('abort', onShutdown, { once: true })
    const stopTyping = keepTyping(instance, leader.conversation.externalId, timers, log)
    try {
      if (leader.conversation.draftId !== null) await drafts.supersede(leader.conversation.draftId)
      const thought = await thinkAgain(lane, instance, burst, answering.controller.signal)
      if (shutdown.signal.aborted || thought === null) {
        streams.end(leader.turnId, [])
        return
      }
      const cause = answering.cause ?? (await lookAgain(leader))
      if (cause !== null) {
        streams.end(leader.turnId, [])
        await finishStopped(leader, cause.code, cause.reason, thought)
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
      } else if (instance.record.behaviour.answersNeedApproval && thought.origin === 'agent') {
        await keepDraft(leader, thought, thought.text)
      } else {
        answering.isSpeaking = true
        await speak(instance, leader, thought, thought.text, answering, stopTyping, idle)
      }
      if (!thought.agentSucceeded) await ownership.askForPerson(leader.conversation.id, 'agent_failed')
      else if (thought.wantsHandover) await ownership.askForPerson(leader.conversation.id, 'handover')
    } finally {
      stopTyping()
      answers.end(leader.turnId)
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
      const messages = leader.isRecovered || leader.isAsked === true ? await messagesOf(burst) : burst.map((item) => item.message)
      markRead(instance, leader.conversation.externalId, messages, log)
      const thought = await think(instance, leader, messages, signal)
      if (signal.aborted) {
        done('stopped', answers.causeOf(leader.turnId)?.reason ?? thought.detail)
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

  /** With the messages of turns that were merged into the leader earlier, or that it repeats. */
  async function messagesOf([leader, ...followers]: TurnItem[]): Promise<MessageRecord[]> {
    if (leader === undefined) return []
    const own = await storage.turnMessages(leader.turnId)
    const known = new Set(own.map((message) => message.id))
    return [...own, ...followers.map((item) => item.message).filter((message) => !known.has(message.id))]
  }

  /** The last look before speaking: a person may have taken the conversation over meanwhile. */
  async function lookAgain(leader: TurnItem): Promise<Cause | null> {
    if (leader.isAsked === true) return null
    const reason = await pausedNow(leader)
    return reason === null ? null : { code: 'paused', reason }
  }

  async function keepDraft(leader: TurnItem, thought: Thought, text: string): Promise<void> {
    const reason = 'The answer waits for a person to approve it.'
    beginStep(leader, 'deliver')('stopped', reason)
    await drafts.keep(leader, thought, text, {
      state: 'stopped',
      stopCode: 'awaiting_approval',
      reason,
      errorStage: null,
      steps: leader.steps,
      completedAt: iso(),
      totalDurationMs: round(performance.now() - leader.receivedTick),
      channelSucceeded: null,
    })
    streams.end(leader.turnId, [])
  }

  async function speak(
    instance: RunningInstance,
    leader: TurnItem,
    thought: Thought,
    text: string,
    answering: Answering,
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
      answering,
    )
    if (states === null) return
    const { cause } = answering
    if (cause !== null) {
      const count = states.filter((state) => state === 'sent').length
      done('stopped', `${count} of ${states.length} parts were sent before it was stopped.`)
      await finishStopped(leader, cause.code, cause.reason)
      return
    }
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
    answering?: Answering,
  ): Promise<DeliveryRecord['state'][] | null> {
    const states: DeliveryRecord['state'][] = []
    const signal = answering?.controller.signal ?? shutdown.signal
    let isBroken = false
    const cancel = async (delivery: DeliveryRecord, error: string) => {
      const change = await storage.finishDelivery(delivery.id, { state: 'cancelled', error, at: iso(), payloads: [] })
      if (change !== null) news.message(change.message)
      states.push('cancelled')
    }
    for (const delivery of deliveries) {
      if (delivery.state === 'pending' && !shutdown.signal.aborted) {
        const stopped = answering?.cause?.reason
        // Half an answer after a refused first half would only confuse.
        const why = stopped ?? (isBroken ? 'An earlier part could not be sent.' : null)
        if (why !== null) {
          await cancel(delivery, why)
          continue
        }
      }
      const state = await deliver.run(delivery, signal, idle)
      if (state === 'pending' && answering?.cause != null && !shutdown.signal.aborted) {
        await cancel(delivery, answering.cause.reason)
        continue
      }
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
    await tellOutcome(item.conversation.id, outcome.state === 'failed' || item.conversation.lastAnswerFailed)
  }

  /** Lists show whether the last answer failed: they are told when that may have changed. */
  async function tellOutcome(conversationId: string | null, mayHaveChanged: boolean): Promise<void> {
    if (conversationId === null || !mayHaveChanged || !news.isWatched) return
    const conversation = await storage.getConversation(conversationId)
    if (conversation !== null) news.conversation(conversation)
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
    stopAnswer: (turnId, reason) => answers.stop(turnId, { code: 'cancelled', reason }),
    interrupt: (conversationId, reason) => answers.interrupt(conversationId, { code: 'paused', reason }),
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
