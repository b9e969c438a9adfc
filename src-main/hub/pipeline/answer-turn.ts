/** Stages think and deliver of one turn, until it is answered, silent, stopped, or left to a person. */
import { errorMessage } from '../../../src-shared/errors.ts'
import type { RunningInstance } from '../accounts/instances/running-instance.ts'
import type { AnswerCache } from '../answering/cache/service.ts'
import type { Summaries } from '../answering/summaries/service.ts'
import type { Ownership } from '../inbox/conversations/ownership.ts'
import type { LiveEvents } from '../live/events.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { Logger } from '../observe/logger.ts'
import type { Timers } from '../runtime/timers.ts'
import type { Storage } from '../storage/port.ts'
import type { MessageRecord } from '../storage/records.ts'
import type { DeliverAnswer } from './deliver/deliver-answer.ts'
import type { Drafts } from './deliver/drafts-port.ts'
import { keepTyping, markRead } from './deliver/presence.ts'
import type { createStillWorking } from './deliver/still-working.ts'
import type { BeginStreamDelivery } from './deliver/stream-delivery.ts'
import type { FilesFirst } from './gather/files-first.ts'
import type { Bursts } from './gather/gather-burst.ts'
import { gatherCap } from './gather/gather-window.ts'
import type { Answering, Answers } from './lanes/answers.ts'
import type { TurnItem } from './lanes/lane-item.ts'
import type { Lane } from './lanes/lanes.ts'
import type { PausedNow } from './lanes/paused-now.ts'
import type { RunWithoutSlot } from './lanes/slots.ts'
import { beginStep } from './lanes/steps.ts'
import type { TurnEnd } from './lanes/turn-end.ts'
import { type Burst, DELETED } from './lanes/under-way.ts'
import type { Think } from './think/think.ts'
import type { StreamDelivery } from './think/think-context.ts'
import { isOfAgent, type ThinkResult } from './think/think-result.ts'

interface Options {
  storage: Storage
  answerCache: Pick<AnswerCache, 'settle'>
  think: Think
  deliverAnswer: DeliverAnswer
  bursts: Bursts
  pausedNow: PausedNow
  filesFirst: FilesFirst
  answers: Answers
  turnEnd: TurnEnd
  beginStreamDelivery: BeginStreamDelivery
  stillWorking: ReturnType<typeof createStillWorking>
  ownership: Pick<Ownership, 'askForPerson'>
  drafts: Pick<Drafts, 'supersede'>
  streams: LiveStreams
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  timers: Timers
  summaries: Pick<Summaries, 'renewSoon'>
  shutdown: AbortSignal
}

export type AnswerTurn = (lane: Lane, instance: RunningInstance, burst: Burst, withoutSlot: RunWithoutSlot) => Promise<void>

export function createAnswerTurn(options: Options): AnswerTurn {
  const {
    storage,
    answerCache,
    think,
    deliverAnswer,
    beginStreamDelivery,
    stillWorking,
    bursts,
    pausedNow,
    filesFirst,
    answers,
    turnEnd,
    ownership,
    drafts,
    streams,
    liveEvents,
    log,
    now,
    timers,
    summaries,
    shutdown,
  } = options

  async function answer(lane: Lane, instance: RunningInstance, burst: Burst, withoutSlot: RunWithoutSlot): Promise<void> {
    const [leader] = burst.items
    if (leader === undefined) return
    const answering = answers.begin(leader.turnId, leader.conversation.id)
    burst.answering = answering
    const onShutdown = () => answering.controller.abort()
    shutdown.addEventListener('abort', onShutdown, { once: true })
    const stopTyping = keepTyping(instance, leader.conversation.externalId, timers, log)
    try {
      if (leader.conversation.draftId !== null) await drafts.supersede(leader.conversation.draftId)
      const stopStillWorking = stillWorking(instance, leader, answering)
      const writing = beginStreamDelivery(lane, instance, leader, answering, stopStillWorking)
      const thought = await thinkAgain(lane, instance, burst, answering, writing, withoutSlot).finally(stopStillWorking)
      if (writing.hasSpoken && thought !== null) {
        await writing.conclude(thought)
        if (shutdown.aborted) return
        if (thought.isInterrupted) return
        await conclude(instance, leader, thought)
        return
      }
      const { cause } = answering
      if (shutdown.aborted || (thought === null && cause === null)) {
        streams.end(leader.turnId, [])
        return
      }
      if (thought === null || cause !== null) {
        streams.end(leader.turnId, [])
        await turnEnd.stop(leader, cause?.code ?? 'cancelled', cause?.reason ?? '', thought?.payloads)
        return
      }
      if (thought.text === null && thought.agentSucceeded) {
        streams.end(leader.turnId, [])
        await turnEnd.stop(leader, 'silent', thought.detail, thought.payloads)
      } else if (thought.text === null) {
        streams.end(leader.turnId, [])
        if (thought.payloads.length > 0) await storage.addPayloads(leader.turnId, thought.payloads)
        await turnEnd.finish(leader, {
          state: 'failed',
          reason: `${thought.detail} Nothing was sent, as set up.`,
          errorStage: 'think',
          channelSucceeded: null,
        })
      } else if (instance.record.behaviour.answersNeedApproval && isOfAgent(thought)) {
        await deliverAnswer.keepDraft(leader, thought, thought.text)
        // Kept when a person has approved it.
        await answerCache.settle(leader.instanceName, thought.cacheUse, null)
      } else {
        answering.isSpeaking = true
        await deliverAnswer.speak({ instance, leader, thought, text: thought.text, answering, stopTyping }, withoutSlot)
      }
      await conclude(instance, leader, thought)
    } finally {
      stopTyping()
      answers.end(leader.turnId)
      shutdown.removeEventListener('abort', onShutdown)
    }
  }

  async function conclude(instance: RunningInstance, leader: TurnItem, thought: ThinkResult): Promise<void> {
    const { turnId, conversation, contact } = leader
    if (thought.origin === 'agent' && thought.agentSucceeded)
      summaries.renewSoon({
        record: instance.record,
        conversationId: conversation.id,
        turnId,
        contactId: contact?.id ?? null,
        profileId: thought.agentProfileId,
      })
    await askForPerson(instance, leader, thought)
  }

  /** Where the agent wants one, or failed in a way for which the instance wants one. */
  async function askForPerson({ record }: RunningInstance, { conversation }: TurnItem, thought: ThinkResult): Promise<void> {
    const { handOver } = record.behaviour
    if (thought.wantsHandover) await ownership.askForPerson(conversation.id, 'handover')
    else if (!thought.agentSucceeded && handOver[thought.fallbackCause ?? 'error'])
      await ownership.askForPerson(conversation.id, 'agent_failed')
  }

  /**
   * Thinks, and thinks again while the customer keeps writing, or changes what was written, before the answer is
   * spoken. Why it is not to be spoken is then known, too. Null where there is nothing (left) to be thought about.
   */
  async function thinkAgain(
    lane: Lane,
    instance: RunningInstance,
    burst: Burst,
    answering: Answering,
    writing: StreamDelivery,
    withoutSlot: RunWithoutSlot,
  ): Promise<ThinkResult | null> {
    const { items } = burst
    const [leader] = items
    if (leader === undefined) return null
    const { signal } = answering.controller
    let mergedCount = 1
    // Not waited for: whoever looks at the trace meanwhile sees it, and nothing else depends on it.
    storage
      .beginThinking(leader.turnId)
      .catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'the state of a trace could not be saved'))
    while (true) {
      const done = beginStep(leader, 'think')
      const followers = items.slice(mergedCount)
      if (followers.length > 0) {
        const merged = await storage.mergeTurns(
          leader.turnId,
          followers.map((follower) => follower.turnId),
          new Date(now()).toISOString(),
        )
        for (const turn of merged) liveEvents.turn(turn)
        mergedCount = items.length
      }
      answering.isOutdated = false
      const messages = await messagesOf(items)
      burst.asked = new Map(messages.map((message) => [message.id, message]))
      if (messages.length === 0) {
        answering.cause ??= DELETED
        done('stopped', DELETED.reason)
        return null
      }
      markRead(instance, leader.conversation.externalId, messages, timers, log)
      const thought = await think({ instance, item: leader, messages, signal, writing, withoutSlot })
      if (signal.aborted) {
        done('stopped', answers.causeOf(leader.turnId)?.reason ?? thought.detail)
        return thought
      }
      const newer = writing.hasSpoken ? [] : await lookAgain(lane, instance, burst, answering)
      if (newer.length === 0) {
        // Looked at last: from here to the first word nothing is waited for.
        if (!answering.isOutdated || writing.hasSpoken || answering.cause !== null) {
          done(thought.agentSucceeded ? 'ok' : 'failed', thought.detail)
          return thought
        }
        done('stopped', 'The customer changed or deleted a message before the answer was sent; thinking again.')
        writing.restart()
        continue
      }
      done('stopped', 'A newer message came before the answer was sent; thinking again with it.')
      writing.restart()
      await filesFirst(instance, leader, newer)
      items.push(...newer)
      burst.arriving = []
    }
  }

  /**
   * Takes what came while it was thought, and else looks whether it may still be said: a person may have taken the
   * conversation over, or answering was stopped. What comes during that look is taken, too.
   */
  async function lookAgain(lane: Lane, instance: RunningInstance, burst: Burst, answering: Answering): Promise<TurnItem[]> {
    const [leader] = burst.items
    if (leader === undefined) return []
    const isWithinCap = () => performance.now() < gatherCap(instance.record.behaviour, leader.receivedTick)
    do {
      const newer = isWithinCap() ? await bursts.takeNewer(lane, instance, burst) : []
      if (newer.length > 0) return newer
      answering.cause ??= await pausedNow(instance, leader)
    } while (answering.cause === null && isWithinCap() && bursts.isNewerWaiting(lane, instance))
    return []
  }

  /** What is (still) to be answered, as it was written; with the messages of turns that were merged earlier, or that it repeats. */
  async function messagesOf(items: TurnItem[]): Promise<MessageRecord[]> {
    const [leader] = items
    // Any of them may have led a burst before a restart, which is the leader's since they were merged.
    const bringsOthers = leader?.isAsked === true || items.some((item) => item.isRecovered)
    const others = leader !== undefined && bringsOthers ? await storage.turnMessages(leader.turnId) : []
    const known = new Set(others.map((message) => message.id))
    const own = items.slice(bringsOthers ? 1 : 0).map((item) => item.message)
    const all = [...others, ...own.filter((message) => !known.has(message.id))]
    return all.filter((message) => message.revokedAt === null).sort((a, b) => a.seq - b.seq)
  }

  return answer
}
