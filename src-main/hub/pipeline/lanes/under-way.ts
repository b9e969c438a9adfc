/** The bursts that are being gathered and answered, so that changes to their conversations and messages reach them. */
import type { MessageRecord } from '../../storage/records.ts'
import type { Answering, Answers, Cause } from './answers.ts'
import { NOT_ANSWERING } from './hold-back.ts'
import type { TurnItem } from './lane-item.ts'
import type { Lanes } from './lanes.ts'
import { beginStep } from './steps.ts'

export interface Burst {
  /** Grows; the first leads. */
  items: TurnItem[]
  /** Taken out of the lane and not among the items yet: whether they are admitted is being looked at, or their files are awaited. */
  arriving: TurnItem[]
  /** Why it is not to be answered. */
  cause: Cause | null
  /** Its answer, once it is thought about. */
  answering: Answering | null
  /** What the agent was asked last, by id. */
  asked: Map<string, MessageRecord>
}

export interface UnderWay {
  begin(leader: TurnItem): Burst
  end(burst: Burst): void
  /** Somebody has the conversation: nothing more is said there. `isOnPhone`: nor the rest of what is being said. */
  interrupt(conversationId: string, reason: string, isOnPhone: boolean): void
  /** Answering was stopped for the account: nothing more is said in its conversations. */
  silence(instanceName: string): void
  /** A customer has changed or deleted what may wait for its answer. */
  changed(message: MessageRecord): void
}

export const DELETED: Cause = { code: 'deleted', reason: 'The customer deleted it before it was answered.' }

export function createUnderWay(answers: Answers, lanes: () => Pick<Lanes, 'wake' | 'waiting'>): UnderWay {
  /** One for each conversation, as a lane works on one thing at a time. */
  const bursts = new Map<string, Burst>()

  function outdate(burst: Burst, message: MessageRecord): void {
    const { answering, asked, items } = burst
    if (answering === null || !asked.has(message.id)) return
    if (message.revokedAt !== null) asked.delete(message.id)
    else asked.set(message.id, message)
    answering.isOutdated = true
    if (!answering.isSpeaking) {
      if (asked.size === 0) answers.interrupt(message.conversationId, DELETED, 'never')
      return
    }
    const [leader] = items
    if (leader !== undefined)
      beginStep(leader, 'deliver')('ok', 'The customer changed or deleted a message when a part of its answer had left: the answer stays.')
  }

  function hush(conversationId: string, cause: Cause, whileSpeaking: 'as_set_up' | 'always'): void {
    const burst = bursts.get(conversationId)
    if (burst !== undefined && burst.items[0]?.isAsked !== true) burst.cause ??= cause
    lanes().wake(conversationId)
    answers.interrupt(conversationId, cause, whileSpeaking)
  }

  return {
    begin(leader) {
      const burst: Burst = { items: [leader], arriving: [], cause: null, answering: null, asked: new Map() }
      bursts.set(leader.conversation.id, burst)
      return burst
    },
    end(burst) {
      const [leader] = burst.items
      if (leader !== undefined && bursts.get(leader.conversation.id) === burst) bursts.delete(leader.conversation.id)
    },
    interrupt(conversationId, reason, isOnPhone) {
      hush(conversationId, { code: 'paused', reason }, isOnPhone ? 'always' : 'as_set_up')
    },
    silence(instanceName) {
      for (const [conversationId, { items }] of bursts)
        if (items[0]?.instanceName === instanceName && items[0].isAsked !== true) hush(conversationId, NOT_ANSWERING, 'as_set_up')
    },
    changed(message) {
      const burst = bursts.get(message.conversationId)
      for (const item of [...(burst?.items ?? []), ...(burst?.arriving ?? []), ...lanes().waiting(message.conversationId)])
        if (item.kind === 'turn' && item.message.id === message.id) item.message = message
      if (burst !== undefined) outdate(burst, message)
    },
  }
}
