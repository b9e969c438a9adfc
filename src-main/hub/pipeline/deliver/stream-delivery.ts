/**
 * What a customer gets of an answer while the agent still writes it: paragraph by paragraph, or one
 * message that grows, by what the channel can do and the instance wants. Each part is planned before
 * the platform is called, as every part is; once the first is, the answer is never started over.
 *
 * A crash in the middle leaves the turn open with what was planned: that is sent (or was), the rest of
 * the text died with the process, and a person is asked (see `recover.ts`).
 */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import { cutOnce, splitAnswer } from '../../channels/split-text.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryRecord, PayloadInput } from '../../storage/records.ts'
import type { Answering, Answers } from '../lanes/answers.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { Lane } from '../lanes/lanes.ts'
import { streamedOutcome } from '../lanes/outcome.ts'
import type { PausedNow } from '../lanes/paused-now.ts'
import { beginStep } from '../lanes/steps.ts'
import type { TurnEnd } from '../lanes/turn-end.ts'
import type { AskedAgent, StreamDelivery } from '../think/think-context.ts'
import type { ThinkResult } from '../think/think-result.ts'
import { type DeliveryPlanner, lengthOn } from './delivery-planner.ts'
import type { DeliveryRunner } from './delivery-runner.ts'
import { createEditedMessage, type EditedMessage } from './edited-message.ts'
import { restOfAnswer } from './rest-of-answer.ts'
import type { SendParts } from './send-parts.ts'
import type { StopStillWorking } from './still-working.ts'
import { streamMode } from './stream-mode.ts'
import { createStreamSplitter } from './stream-split.ts'

interface Options {
  storage: Storage
  answerCache: Pick<AnswerCache, 'settle'>
  planner: Pick<DeliveryPlanner, 'planParts'>
  runner: DeliveryRunner
  sendParts: SendParts
  turnEnd: TurnEnd
  pausedNow: PausedNow
  answers: Pick<Answers, 'stop'>
  streams: LiveStreams
  liveEvents: LiveEvents
  now: () => number
  timers: Timers
  shutdown: AbortSignal
}

export type BeginStreamDelivery = (
  lane: Lane,
  instance: RunningInstance,
  leader: TurnItem,
  answering: Answering,
  stopStillWorking: StopStillWorking,
) => StreamDelivery

/** Sends in the turn's own slot: the agent writes on meanwhile. */
const keepSlot = <T>(wait: () => Promise<T>) => wait()

export function createBeginStreamDelivery(options: Options): BeginStreamDelivery {
  const { storage, answerCache, planner, sendParts, turnEnd, pausedNow, answers, streams, liveEvents, now, shutdown } = options

  return (lane, instance, leader, answering, stopStillWorking) => {
    const { behaviour } = instance.record
    const { maxTextLength: maxLength } = instance.driver.capabilities
    const { mode, splitting } = streamMode(instance)
    let agent: AskedAgent | null = null
    const lengthOf = lengthOn(instance)
    let splitter = createStreamSplitter({ splitting, maxLength, lengthOf })
    /** How often the answer started over: what waits to be said of an earlier one is not. */
    let beginnings = 0
    /** A newer message waits and nothing was said yet: both are answered together. */
    let isHeld = false
    let hasSpoken = false
    let isHubStopping = false
    let failure: { error: unknown } | null = null
    let finishStep: ReturnType<typeof beginStep> = () => {}
    let chain = Promise.resolve()
    const startedAt = performance.now()
    const said: string[] = []
    const queued: string[] = []
    const states: DeliveryRecord['state'][] = []
    /** Messages that have begun to grow; all but the last are full. */
    const grown: EditedMessage[] = []
    const beginMessage = () => createEditedMessage({ ...options, instance, answering, enqueue, mayGoOn, maxLength })
    /** The one that is written now, and its text. */
    let growing: EditedMessage | null = mode === 'edit' ? beginMessage() : null
    let piece = ''

    function enqueue(job: () => Promise<void>): void {
      chain = chain.then(async () => {
        if (failure !== null || isHubStopping) return
        try {
          await job()
        } catch (error) {
          failure = { error }
        }
      })
    }

    const isBroken = () => states.some((state) => state === 'failed' || state === 'unknown')

    /** May the next part be said? Looks at what has happened in the conversation meanwhile. */
    function mayGoOn(): boolean {
      if (answering.cause !== null || answering.controller.signal.aborted || isBroken()) return false
      if (behaviour.whenInterrupted === 'finish' || !lane.waiting.some(({ kind }) => kind === 'turn')) return true
      answers.stop(leader.turnId, { code: 'superseded', reason: 'The customer wrote again; the rest of the answer was not sent.' })
      return false
    }

    function mayBegin(): boolean {
      if (isHeld || answering.controller.signal.aborted) return false
      isHeld = answering.isOutdated || (behaviour.gatherWindowMs > 0 && lane.waiting.some(({ kind }) => kind === 'turn'))
      if (isHeld) return false
      hasSpoken = true
      answering.isSpeaking = true
      answering.stopsInTheMiddle = behaviour.whenInterrupted === 'stop'
      finishStep = beginStep(leader, 'deliver')
      enqueue(async () => {
        await stopStillWorking()
        // The last look: a person may have taken the conversation over since the message came.
        const held = await pausedNow(instance, leader)
        if (held !== null) answers.stop(leader.turnId, held)
      })
      return true
    }

    async function plan(texts: string[], origin: 'agent' | 'fallback', thought: ThinkResult | null, payloads: PayloadInput[]) {
      const asked = agent ?? { agentKind: 'none', agentProfileId: '', agentName: '', sessionName: '' }
      const messages = planner.planParts(
        instance,
        {
          origin,
          turnId: leader.turnId,
          conversation: leader.conversation,
          author: origin === 'agent' ? 'agent' : 'system',
          authorName: asked.agentName,
          answers: leader.message.externalId,
        },
        texts,
        states.length > 0,
      )
      return storage.planAnswer({
        turnId: leader.turnId,
        at: new Date(now()).toISOString(),
        steps: leader.steps,
        agentKind: asked.agentKind,
        agentProfileId: asked.agentProfileId,
        agentName: asked.agentName,
        agentSucceeded: thought?.agentSucceeded ?? true,
        agentDurationMs: thought?.agentDurationMs ?? performance.now() - startedAt,
        sessionName: asked.sessionName,
        agentSessionId: thought?.agentSessionId ?? leader.conversation.agentSessionId,
        agentUserId: thought?.agentUserId ?? null,
        messages,
        payloads,
        isOpen: thought === null,
        isHandedOver: thought?.wantsHandover ?? false,
      })
    }

    /** Plans these parts and sends them. With a thought, they are the last. */
    async function say(
      texts: string[],
      origin: 'agent' | 'fallback',
      thought: ThinkResult | null,
      payloads: PayloadInput[] = [],
    ): Promise<void> {
      const planned = await plan(texts, origin, thought, payloads)
      const ids = planned.changes.map(({ message }) => message.id)
      for (const { message } of planned.changes) liveEvents.message(message)
      if (thought !== null) streams.end(leader.turnId, ids)
      else streams.carryOn(leader.turnId, ids, [...queued, splitter.pending()].filter((text) => text !== '').join('\n\n'))
      const sent = await sendParts(
        planned.changes.map(({ delivery }) => delivery),
        keepSlot,
        answering,
      )
      if (sent === null) isHubStopping = true
      else states.push(...sent)
    }

    function paragraph(text: string): void {
      if (!(hasSpoken ? mayGoOn() : mayBegin())) return
      const beginning = beginnings
      queued.push(text)
      enqueue(async () => {
        queued.shift()
        if (beginning !== beginnings || !mayGoOn()) return
        said.push(text)
        await say([text], 'agent', null)
      })
    }

    /** The first words of a message; false while nothing may be said. */
    function beginToGrow(message: EditedMessage, text: string): boolean {
      if (!(hasSpoken ? mayGoOn() : mayBegin())) return false
      grown.push(message)
      enqueue(async () => {
        if (!mayGoOn()) return
        const planned = await plan([text], 'agent', null, [])
        const state = await message.send(planned.changes[0]?.delivery, text)
        if (state === null) isHubStopping = true
        else states.push(state)
      })
      return true
    }

    /** Follows the text: one message until it is full, then the next. */
    function grow(message: EditedMessage): void {
      if (isHeld && !hasSpoken) return
      const cut = cutOnce(piece, maxLength, lengthOf)
      message.write(cut === null ? piece : cut.part)
      const beginning = cut === null ? message.beginning() : cut.part
      if (beginning === null || (!grown.includes(message) && !beginToGrow(message, beginning)) || cut === null) return
      message.rest()
      enqueue(async () => {
        if (mayGoOn()) await message.become(cut.part)
      })
      piece = cut.rest
      growing = beginMessage()
      grow(growing)
    }

    function restOf(text: string): { rest: string[]; differs: boolean } {
      // The messages that grow get the first parts themselves.
      if (growing !== null) return { rest: grownParts(text).slice(grown.length), differs: false }
      return restOfAnswer(said, text, { splitting, maxLength, lengthOf })
    }

    const grownParts = (text: string) => splitAnswer(text, { splitting: 'never', maxLength, lengthOf })

    async function concludeGrown(text: string | null): Promise<boolean> {
      if (text === null) return true
      const parts = grownParts(text)
      let isWhole = true
      for (const [index, message] of grown.entries()) {
        const last = parts[index]
        if (last !== undefined && !(await message.become(last))) isWhole = false
      }
      return isWhole
    }

    const grownIds = () => grown.flatMap((message) => message.messageIds())
    async function tellGrown(): Promise<void> {
      for (const message of grown) await message.tell()
    }

    return {
      get hasSpoken() {
        return hasSpoken
      },
      begin(asked) {
        agent = asked
      },
      delta(text) {
        if (mode === 'paragraphs') for (const part of splitter.push(text)) paragraph(part)
        else if (growing !== null) {
          piece += text
          grow(growing)
        }
      },
      restart() {
        piece = ''
        beginnings += 1
        isHeld = false
        splitter = createStreamSplitter({ splitting, maxLength, lengthOf })
      },

      async conclude(thought) {
        for (const message of grown) message.rest()
        await chain
        if (failure !== null) throw failure.error
        if (isHubStopping || (shutdown.aborted && answering.cause === null)) {
          streams.end(leader.turnId, [])
          return
        }
        const sentCount = () => states.filter((state) => state === 'sent').length
        const { cause } = answering
        if (cause !== null || thought.isInterrupted) {
          streams.end(leader.turnId, grownIds())
          await tellGrown()
          // What was written and not sent is shown as that, not lost.
          if (thought.agentSucceeded && thought.text !== null) await say(restOf(thought.text).rest, 'agent', thought)
          finishStep('stopped', `${sentCount()} of ${states.length} parts were sent before it was stopped.`)
          const settled = answerCache.settle(instance.record.name, thought.cacheUse, null)
          await turnEnd.stop(leader, cause?.code ?? 'cancelled', cause?.reason ?? thought.detail, thought.payloads)
          await settled
          return
        }
        const isAnswer = thought.agentSucceeded && thought.text !== null
        const { rest, differs } = isAnswer
          ? restOf(thought.text ?? '')
          : { rest: thought.text === null ? [] : [thought.text], differs: false }
        const isWhole = isBroken() || (await concludeGrown(isAnswer ? thought.text : null))
        if (growing !== null) streams.end(leader.turnId, grownIds())
        await tellGrown()
        await say(isBroken() || !isWhole ? [] : rest, thought.origin, thought, thought.payloads)
        if (isHubStopping) return
        const outcome = streamedOutcome(states, thought, { isWhole, differs })
        finishStep(
          outcome.errorStage === 'deliver' ? 'failed' : 'ok',
          `${sentCount()} of ${states.length} parts sent, the first while the agent was still writing.`,
        )
        const settled = answerCache.settle(instance.record.name, thought.cacheUse, answering.isOutdated ? null : thought.text)
        await turnEnd.finish(leader, outcome)
        await settled
      },
    }
  }
}
