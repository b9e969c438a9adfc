/** Before an agent is asked: is there an answer already, written by the owner or given before? */

import type { RouteChoice } from '../../../src-shared/contract/routing.ts'
import type { AgentBackend, AgentRequest } from '../agents/port.ts'
import type { Known, ToKeep } from '../answer-cache/look-up.ts'
import type { AnswerCache } from '../answer-cache/service.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { AgentProfileRecord, InstanceRecord, MessageRecord } from '../storage/records.ts'
import { plainWordsOf } from './message-words.ts'
import { beginStep } from './steps.ts'
import type { Thought } from './thought.ts'
import type { TurnItem } from './work.ts'

interface Options {
  answerCache: Pick<AnswerCache, 'isOn' | 'fixedAnswer' | 'lookUp'>
  streams: LiveStreams
  now: () => number
}

/** What is known of a turn whatever its answer comes to. */
export type Asked = Omit<Thought, 'detail'>

export interface MemoryOptions {
  request: AgentRequest
  profile: AgentProfileRecord
  backend: AgentBackend
  mayAsk: boolean
  signal: AbortSignal
}

export function createMemory({ answerCache, streams, now }: Options) {
  /** It is shown as every answer is, all of it at once. */
  function give(record: InstanceRecord, item: TurnItem, asked: Asked, known: Known): Thought {
    streams.start({
      turnId: item.turnId,
      conversationId: item.conversation.id,
      instanceName: record.name,
      agentName: asked.agentName,
      startedAt: new Date(now()).toISOString(),
    })
    streams.delta(item.turnId, known.text)
    return {
      ...asked,
      agentKind: 'memory',
      text: known.text,
      agentSucceeded: true,
      memory: { recalled: known.recalled, toKeep: null },
      detail: known.detail,
    }
  }

  /** A person who asks for another answer gets the agent's. */
  function giveFixed(
    record: InstanceRecord,
    item: TurnItem,
    messages: MessageRecord[],
    topic: string | null,
    asked: Asked,
  ): Thought | null {
    if (item.isAsked === true) return null
    const done = beginStep(item, 'memory')
    const known = answerCache.fixedAnswer(record, messages, plainWordsOf(messages), topic)
    if (known === null) return null
    done('ok', known.detail)
    return give(record, item, asked, known)
  }

  return {
    isOn: answerCache.isOn,

    /** What the owner wrote for such a message. */
    written: (record: InstanceRecord, item: TurnItem, messages: MessageRecord[], asked: Asked): Thought | null =>
      giveFixed(record, item, messages, null, asked),

    /** What the owner wrote for the topic that the rule which decided found. */
    onTopic(record: InstanceRecord, item: TurnItem, messages: MessageRecord[], route: RouteChoice | null, asked: Asked): Thought | null {
      const when = record.routing.rules.find(({ id }) => id === route?.ruleId)?.when
      return when?.kind === 'intent' ? giveFixed(record, item, messages, when.intent, asked) : null
    },

    /** What the agent answered to the same question before; else what is to be kept of its answer. */
    async remembered(
      record: InstanceRecord,
      item: TurnItem,
      messages: MessageRecord[],
      asked: Asked,
      options: MemoryOptions,
    ): Promise<{ thought: Thought | null; toKeep: ToKeep | null }> {
      const done = beginStep(item, 'memory')
      const { contact, isAsked = false } = item
      const lookedUp = await answerCache.lookUp(record, { ...options, messages, contactId: contact?.id ?? null, isAsked })
      if (lookedUp === null) return { thought: null, toKeep: null }
      const { found, toKeep, detail } = lookedUp
      done('ok', detail)
      return { thought: found === null ? null : give(record, item, asked, found), toKeep }
    },
  }
}
