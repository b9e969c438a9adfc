/** The ends of a turn: written down with steps and reason, and told to whoever watches. */
import type { Owner } from '../../../../src-shared/contract/conversations.ts'
import type { StopCode } from '../../../../src-shared/contract/traces.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { Ownership } from '../../inbox/conversations/ownership.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Storage } from '../../storage/port.ts'
import type { PayloadInput, TurnRecord } from '../../storage/records.ts'
import type { ResumeItem, TurnItem } from './lane-item.ts'
import type { Outcome } from './outcome.ts'
import { round } from './steps.ts'

export interface TurnEnd {
  /** It was answered, or should have been. */
  finish(item: TurnItem, outcome: Outcome): Promise<void>
  /** It gets no (further) answer; some causes leave its conversation waiting for a person. `payloads` are kept with its trace. */
  stop(item: TurnItem, code: StopCode, reason: string, payloads?: PayloadInput[]): Promise<void>
  /** It is not tried any more after several crashes, nor is what of its answer was not sent. */
  giveUp(turn: TurnRecord, reason: string): Promise<void>
  /** Its answer was planned earlier and is delivered now. */
  finishResumed(turn: TurnRecord, cause: ResumeItem['cause'], outcome: Outcome): Promise<void>
}

/** Ends after which a person is wanted, and why their conversation then waits. */
const WAITS_FOR: Partial<Record<StopCode, NonNullable<Owner['reason']>>> = {
  came_while_away: 'missed',
  number_stopped: 'number_stopped',
  not_answering: 'not_answering',
}

interface Options {
  storage: Storage
  ownership: Pick<Ownership, 'askForPerson'>
  instances: Pick<InstanceService, 'find'>
  log: Logger
  liveEvents: LiveEvents
  now: () => number
}

export function createTurnEnd({ storage, ownership, instances, liveEvents, log, now }: Options): TurnEnd {
  const iso = () => new Date(now()).toISOString()

  /** Lists show whether the last answer failed: they are told when that may have changed. */
  async function tellOutcome(conversationId: string | null, mayHaveChanged: boolean): Promise<void> {
    if (conversationId === null || !mayHaveChanged || !liveEvents.isWatched) return
    const conversation = await storage.getConversation(conversationId)
    if (conversation !== null) liveEvents.conversation(conversation)
  }

  /** The channel shows no answer to come any more. */
  function notAnswered({ instanceName, message: { externalId } }: TurnItem): void {
    if (externalId === null) return
    instances
      .find(instanceName)
      ?.channel.notAnswered?.(externalId)
      .catch((error: unknown) =>
        log.info({ instance: instanceName, reason: errorMessage(error) }, 'an answer that does not come still shows'),
      )
  }

  return {
    async finish(item, outcome) {
      const turn = await storage.finishTurn(item.turnId, {
        ...outcome,
        stopCode: null,
        steps: item.steps,
        completedAt: iso(),
        totalDurationMs: round(performance.now() - item.receivedTick),
      })
      if (turn !== null) liveEvents.turn(turn)
      if (outcome.state === 'failed' && outcome.channelSucceeded === null) notAnswered(item)
      await tellOutcome(item.conversation.id, outcome.state === 'failed' || item.conversation.lastAnswerFailed)
    },
    async stop(item, code, reason, payloads = []) {
      if (payloads.length > 0) await storage.addPayloads(item.turnId, payloads)
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
      if (turn !== null) liveEvents.turn(turn)
      notAnswered(item)
      const waitsFor = WAITS_FOR[code]
      if (waitsFor !== undefined) await ownership.askForPerson(item.conversation.id, waitsFor)
    },
    async giveUp(turn, reason) {
      const at = iso()
      for (const { id, state } of await storage.turnDeliveries(turn.id)) {
        const change = state === 'pending' ? await storage.finishDelivery(id, { state: 'failed', error: reason, at, payloads: [] }) : null
        if (change !== null) liveEvents.message(change.message)
      }
      const stage = turn.state === 'delivering' ? 'deliver' : 'think'
      const ended = await storage.finishTurn(turn.id, {
        state: 'failed',
        stopCode: null,
        reason,
        errorStage: stage,
        steps: [...turn.steps, { stage, status: 'failed', offsetMs: 0, durationMs: 0, detail: reason }],
        completedAt: at,
        totalDurationMs: Math.max(0, now() - Date.parse(turn.receivedAt)),
        channelSucceeded: turn.state === 'delivering' ? false : null,
      })
      if (ended !== null) liveEvents.turn(ended)
      await tellOutcome(turn.conversationId, true)
    },
    async finishResumed(turn, cause, outcome) {
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
            detail: cause === 'approved' ? 'Sent after a person approved it.' : 'Resumed after a restart.',
          },
        ],
        completedAt: iso(),
        totalDurationMs: Math.max(0, now() - Date.parse(turn.receivedAt)),
      })
      if (turned !== null) liveEvents.turn(turned)
      await tellOutcome(turn.conversationId, outcome.state === 'failed')
    },
  }
}
