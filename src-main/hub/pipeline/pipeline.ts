/**
 * The pipeline: what is in a conversation's lane goes through admit, gather, think and deliver,
 * one item after the other. Every exit leaves the turn finished in the database with its reason,
 * or, when the hub stops, open for the next start.
 */
import { errorMessage } from '../../../src-shared/errors.ts'
import type { RunningInstance } from '../accounts/instances/running-instance.ts'
import type { InstanceService } from '../accounts/instances/service.ts'
import type { NumberHealthService } from '../accounts/number-health/service.ts'
import type { AnswerCache } from '../answering/cache/service.ts'
import type { Summaries } from '../answering/summaries/service.ts'
import type { AccessService } from '../guard/service.ts'
import type { Ownership } from '../inbox/conversations/ownership.ts'
import type { MediaFetcher } from '../inbox/media/fetcher.ts'
import type { MediaTextService } from '../inbox/media-text/service.ts'
import type { LiveEvents } from '../live/events.ts'
import { type LiveStreams, turnOfStream } from '../live/streams.ts'
import type { Logger } from '../observe/logger.ts'
import type { Timers } from '../runtime/timers.ts'
import type { Storage } from '../storage/port.ts'
import type { DeliveryRecord, MessageRecord } from '../storage/records.ts'
import { createAdmission } from './admit/admission.ts'
import { createPausedNow } from './admit/paused-now.ts'
import { createAnswerTurn } from './answer-turn.ts'
import { createDeliverAnswer } from './deliver/deliver-answer.ts'
import type { DeliveryPlanner } from './deliver/delivery-planner.ts'
import type { DeliveryRunner } from './deliver/delivery-runner.ts'
import type { Drafts } from './deliver/drafts-port.ts'
import type { RightOfWay } from './deliver/right-of-way.ts'
import { createSendParts } from './deliver/send-parts.ts'
import { createStillWorking } from './deliver/still-working.ts'
import { createBeginStreamDelivery } from './deliver/stream-delivery.ts'
import { createWrittenMessages } from './deliver/written-messages.ts'
import { type LeftToPerson, missedFor } from './gather/catch-up.ts'
import { createFilesFirst } from './gather/files-first.ts'
import { createBursts } from './gather/gather-burst.ts'
import { createAnswers } from './lanes/answers.ts'
import type { LaneItem, TurnItem } from './lanes/lane-item.ts'
import { createLanes, type HeldLane, type Lane } from './lanes/lanes.ts'
import { brokenOffOutcome, deliveredOutcome } from './lanes/outcome.ts'
import { createWithSlot } from './lanes/slots.ts'
import { beginStep } from './lanes/steps.ts'
import { createTurnEnd } from './lanes/turn-end.ts'
import { type Burst, createUnderWay, DELETED } from './lanes/under-way.ts'
import type { Think } from './think/think.ts'

/** Conversations of one instance that are worked on at once. */
const LANES_PER_INSTANCE = 50

interface Options {
  storage: Storage
  answerCache: Pick<AnswerCache, 'settle'>
  instances: InstanceService
  access: AccessService
  think: Think
  planner: DeliveryPlanner
  runner: DeliveryRunner
  rightOfWay: RightOfWay
  ownership: Pick<Ownership, 'askForPerson'>
  drafts: Drafts
  streams: LiveStreams
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  timers: Timers
  media: Pick<MediaFetcher, 'whenSettled'>
  mediaText: Pick<MediaTextService, 'notice' | 'whenRead'>
  numberHealth: Pick<NumberHealthService, 'stopOf'>
  summaries: Pick<Summaries, 'renewSoon'>
  lanesPerInstance?: number
  /** How much that is acknowledged has not come to its lane yet. */
  notYetInLanes: () => number
}

export interface Pipeline {
  /** What is enqueued there waits until the lane is released, behind what was left open. */
  hold(instanceName: string, conversationId: string): HeldLane
  enqueue(instanceName: string, conversationId: string, item: LaneItem): void
  /** Sends what a person wrote, or a program, beside the lanes. `onDone`: it is final, or left for the next start. */
  send(delivery: DeliveryRecord, onDone?: () => void): void
  /** Ends the answer that is being written or sent, with the reason; null if there is none (any more). */
  stopAnswer(turnId: string, reason: string): { conversationId: string } | null
  /**
   * What is gathered or thought for a conversation is not said, for this reason; what is being sent goes on, as the
   * instance is set up, unless somebody answers `isOnPhone`.
   */
  interrupt(conversationId: string, reason: string, isOnPhone: boolean): void
  /** Answering was stopped: the same for all conversations of the account, which then wait for a person. */
  silence(instanceName: string): void
  /** A message of a customer was changed or deleted. */
  changed(message: MessageRecord): void
  /** Is an answer being thought or said there? */
  isAnswering(conversationId: string): boolean
  /** Takes no more work up and resolves when what is under way has reached a safe point. */
  stop(): Promise<void>
  /** Resolves once nothing is waiting or under way. */
  idle(): Promise<void>
  readonly depth: number
  readonly oldestMs: number
}

export function createPipeline(options: Options): Pipeline {
  const { storage, instances, planner, runner, drafts, streams, liveEvents, log, now, timers } = options
  const shutdown = new AbortController()
  const answers = createAnswers()
  const underWay = createUnderWay(answers, () => lanes)
  const withSlot = createWithSlot(options.lanesPerInstance ?? LANES_PER_INSTANCE)
  const turnEnd = createTurnEnd({ storage, instances, ownership: options.ownership, liveEvents, log, now })
  const sendParts = createSendParts({ storage, liveEvents, runner, now, shutdown: shutdown.signal })
  const pausedNow = createPausedNow({ storage, access: options.access })
  const admission = createAdmission({ ...options, sendParts, turnEnd, withSlot, pausedNow, now })
  const bursts = createBursts({ admission, shutdown: shutdown.signal })
  const deliverAnswer = createDeliverAnswer({
    storage,
    answerCache: options.answerCache,
    planner,
    sendParts,
    turnEnd,
    drafts,
    streams,
    liveEvents,
    now,
  })
  const beginStreamDelivery = createBeginStreamDelivery({ ...options, sendParts, turnEnd, pausedNow, answers, shutdown: shutdown.signal })
  const stillWorking = createStillWorking({ storage, planner, runner, pausedNow, liveEvents, log, now, timers })
  const filesFirst = createFilesFirst(options)
  const answerTurn = createAnswerTurn({
    ...options,
    filesFirst,
    deliverAnswer,
    beginStreamDelivery,
    stillWorking,
    bursts,
    pausedNow,
    answers,
    turnEnd,
    shutdown: shutdown.signal,
  })
  const written = createWrittenMessages({
    ...options,
    withSlot: createWithSlot(options.lanesPerInstance ?? LANES_PER_INSTANCE),
    shutdown: shutdown.signal,
  })
  const lanes = createLanes(work, (error) => log.error({ error: errorMessage(error) }, 'a turn ended in an unexpected way'), timers)

  async function work(lane: Lane, item: LaneItem): Promise<void> {
    if (shutdown.signal.aborted) return
    switch (item.kind) {
      case 'turn':
        return workTurn(lane, item)
      case 'resume':
        return withSlot(item.turn.instanceName, async (withoutSlot) => {
          if (item.cause === 'restart') await storage.countTakenUp([item.turn.id])
          const states = await sendParts(await storage.turnDeliveries(item.turn.id), withoutSlot)
          if (states === null) return
          const outcome = item.turn.isAnswerOpen
            ? brokenOffOutcome(states)
            : deliveredOutcome(states, {
                agentSucceeded: item.turn.agentSucceeded ?? true,
                wantsHandover: item.turn.isHandedOver,
                detail: 'The answer was planned before a restart.',
              })
          await turnEnd.finishResumed(item.turn, item.cause, outcome)
          if (item.turn.isAnswerOpen && item.turn.conversationId !== null)
            await options.ownership.askForPerson(item.turn.conversationId, 'agent_failed')
        })
    }
  }

  function stoppedFor(instance: RunningInstance): LeftToPerson | null {
    const stop = options.numberHealth.stopOf(instance)
    return stop === null ? null : { code: 'number_stopped', reason: stop.reason }
  }

  async function leaveToPerson(items: TurnItem[], { code, reason }: LeftToPerson): Promise<void> {
    for (const item of items) {
      beginStep(item, 'admit')('stopped', reason)
      await turnEnd.stop(item, code, reason)
    }
  }

  async function workTurn(lane: Lane, leader: TurnItem): Promise<void> {
    const instance = instances.find(leader.instanceName)
    if (instance === null) return
    // From here on it learns of changes, whatever is waited for.
    const burst = underWay.begin(leader)
    try {
      if (await admission.passes(instance, leader, lane.isFirst && !leader.isRecovered)) await workBurst(lane, instance, leader, burst)
    } finally {
      underWay.end(burst)
    }
  }

  async function workBurst(lane: Lane, instance: RunningInstance, leader: TurnItem, burst: Burst): Promise<void> {
    await bursts.gather(lane, instance, burst)
    if (shutdown.signal.aborted || (await isOver(burst))) return
    // What could not be sent anyhow need not be thought.
    const left = missedFor(instance, burst.items) ?? stoppedFor(instance)
    if (left !== null) return leaveToPerson(burst.items, left)
    // Holds no slot.
    await filesFirst(instance, leader, burst.items)
    await withSlot(leader.instanceName, async (withoutSlot) => {
      if (shutdown.signal.aborted || (await isOver(burst))) return
      const recovered = burst.items.filter(({ isRecovered }) => isRecovered)
      if (recovered.length > 0) await storage.countTakenUp(recovered.map(({ turnId }) => turnId))
      await answerTurn(lane, instance, burst, withoutSlot)
    })
  }

  /** A person took it over, or nothing is left of it: ends its turns. */
  async function isOver({ items, cause }: Burst): Promise<boolean> {
    const isGone = items[0]?.isRecovered === false && items[0].isAsked !== true && items.every(({ message }) => message.revokedAt !== null)
    const why = cause ?? (isGone ? DELETED : null)
    if (why === null) return false
    for (const item of items) await turnEnd.stop(item, why.code, why.reason)
    return true
  }

  async function idle(): Promise<void> {
    do {
      await Promise.all([lanes.idle(), written.idle()])
    } while (lanes.depth + written.depth > 0)
  }

  return {
    hold: lanes.hold,
    enqueue: (instanceName, conversationId, item) => lanes.push(instanceName, conversationId, item),
    send: written.send,
    stopAnswer: (streamId, reason) => answers.stop(turnOfStream(streamId), { code: 'cancelled', reason }),
    interrupt: underWay.interrupt,
    silence: underWay.silence,
    changed: underWay.changed,
    isAnswering: answers.isAnswering,
    async stop() {
      shutdown.abort()
      lanes.releaseAll()
      lanes.wake()
      await idle()
    },
    idle,
    get depth() {
      return lanes.depth + written.depth + options.notYetInLanes()
    },
    get oldestMs() {
      return lanes.oldestMs
    },
  }
}
