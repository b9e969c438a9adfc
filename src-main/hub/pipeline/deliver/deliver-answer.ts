/** Stage deliver: the answer is planned in one step with its outbox and sent, or kept for a person to approve. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { Storage } from '../../storage/port.ts'
import type { Answering } from '../lanes/answers.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import { deliveredOutcome } from '../lanes/outcome.ts'
import type { RunWithoutSlot } from '../lanes/slots.ts'
import { beginStep, round } from '../lanes/steps.ts'
import type { TurnEnd } from '../lanes/turn-end.ts'
import type { ThinkResult } from '../think/think-result.ts'
import type { DeliveryPlanner } from './delivery-planner.ts'
import type { Drafts } from './drafts-port.ts'
import type { SendParts } from './send-parts.ts'

interface Options {
  storage: Storage
  answerCache: Pick<AnswerCache, 'settle'>
  planner: Pick<DeliveryPlanner, 'plan'>
  sendParts: SendParts
  turnEnd: TurnEnd
  drafts: Pick<Drafts, 'keep'>
  streams: LiveStreams
  liveEvents: LiveEvents
  now: () => number
}

interface Utterance {
  instance: RunningInstance
  leader: TurnItem
  thought: ThinkResult
  text: string
  answering: Answering
  /** Called when the words are about to leave. */
  stopTyping: () => void
}

export interface DeliverAnswer {
  /** Says it to the customer. */
  speak(utterance: Utterance, withoutSlot: RunWithoutSlot): Promise<void>
  keepDraft(leader: TurnItem, thought: ThinkResult, text: string): Promise<void>
}

export function createDeliverAnswer({
  storage,
  answerCache,
  planner,
  sendParts,
  turnEnd,
  drafts,
  streams,
  liveEvents,
  now,
}: Options): DeliverAnswer {
  const iso = () => new Date(now()).toISOString()

  async function keepDraft(leader: TurnItem, thought: ThinkResult, text: string): Promise<void> {
    const reason = 'The answer is waiting for a person to approve it.'
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

  async function speak({ instance, leader, thought, text, answering, stopTyping }: Utterance, withoutSlot: RunWithoutSlot): Promise<void> {
    const done = beginStep(leader, 'deliver')
    const messages = planner.plan(instance, {
      text,
      origin: thought.origin,
      turnId: leader.turnId,
      conversation: leader.conversation,
      author: thought.origin === 'agent' ? 'agent' : 'system',
      authorName: thought.agentName,
      answers: leader.message.externalId,
      cacheHit: thought.cacheUse?.hit ?? null,
    })
    const planned = await storage.planAnswer({
      turnId: leader.turnId,
      at: iso(),
      steps: leader.steps,
      agentKind: thought.agentKind,
      agentProfileId: thought.agentProfileId,
      agentName: thought.agentName,
      agentSucceeded: thought.agentSucceeded,
      agentDurationMs: thought.agentDurationMs,
      sessionName: thought.sessionName,
      agentSessionId: thought.agentSessionId,
      agentUserId: thought.agentUserId,
      isHandedOver: thought.wantsHandover,
      messages,
      payloads: thought.payloads,
    })
    for (const change of planned.changes) liveEvents.message(change.message)
    streams.end(
      leader.turnId,
      planned.changes.map((change) => change.message.id),
    )
    stopTyping()
    const states = await sendParts(
      planned.changes.map((change) => change.delivery),
      withoutSlot,
      answering,
    )
    if (states === null) return
    const { cause } = answering
    // Written down with the end of the turn. What was stopped in the middle was not wanted, and is not given again.
    const settled = answerCache.settle(instance.record.name, thought.cacheUse, cause === null && !answering.isOutdated ? text : null)
    if (cause !== null) {
      const count = states.filter((state) => state === 'sent').length
      done('stopped', `${count} of ${states.length} parts were sent before it was stopped.`)
      await turnEnd.stop(leader, cause.code, cause.reason)
      await settled
      return
    }
    const outcome = deliveredOutcome(states, thought)
    // That nobody was asked is what matters of such an answer.
    if (outcome.state === 'completed' && thought.cacheUse?.hit != null) outcome.reason = thought.detail
    done(
      outcome.errorStage === 'deliver' ? 'failed' : 'ok',
      `${states.filter((state) => state === 'sent').length} of ${states.length} parts sent.`,
    )
    await turnEnd.finish(leader, outcome)
    await settled
  }

  return { speak, keepDraft }
}
