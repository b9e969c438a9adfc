/** Before an agent is asked: is there an answer already, written by the owner or given before? */

import type { RouteChoice } from '../../../../src-shared/contract/routing.ts'
import type { Known } from '../../answering/cache/look-up.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import { plainWordsOf } from '../../answering/message-words.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { ToKeep } from '../../storage/records.ts'
import { beginStep } from '../lanes/steps.ts'
import { type AskContext, streamOf, type ThinkContext } from './think-context.ts'
import type { ThinkResult } from './think-result.ts'

interface Options {
  answerCache: Pick<AnswerCache, 'fixedAnswer' | 'lookUp'>
  streams: LiveStreams
  now: () => number
}

export function createAnswerFromCache({ answerCache, streams, now }: Options) {
  /** It is shown as every answer is, all of it at once. */
  function give(turn: ThinkContext, known: Known): ThinkResult {
    streams.start(streamOf(turn, now()))
    streams.delta(turn.item.turnId, known.text)
    return {
      ...turn.asked,
      agentKind: 'answer_cache',
      text: known.text,
      agentSucceeded: true,
      cacheUse: { hit: known.cacheHit, toKeep: null },
      detail: known.detail,
    }
  }

  /** A person who asks for another answer gets the agent's. */
  function giveFixed(turn: ThinkContext, topic: string | null): ThinkResult | null {
    const { record, item, messages } = turn
    if (item.isAsked === true) return null
    const done = beginStep(item, 'answer_cache')
    const known = answerCache.fixedAnswer(record, messages, plainWordsOf(messages), topic)
    if (known === null) return null
    done('ok', known.detail)
    return give(turn, known)
  }

  return {
    /** What the owner wrote for such a message. */
    written: (turn: ThinkContext): ThinkResult | null => giveFixed(turn, null),

    /** What the owner wrote for the topic that the rule which decided found. */
    onTopic(turn: ThinkContext, route: RouteChoice | null): ThinkResult | null {
      const when = turn.record.routing.rules.find(({ id }) => id === route?.ruleId)?.when
      return when?.kind === 'intent' ? giveFixed(turn, when.intent) : null
    },

    /** What the agent answered to the same question before; else what is to be kept of its answer. */
    async cached(turn: AskContext): Promise<{ thought: ThinkResult | null; toKeep: ToKeep | null }> {
      const { record, item, messages, agent, request, reached, signal } = turn
      const done = beginStep(item, 'answer_cache')
      const { contact, isAsked = false } = item
      const lookedUp = await answerCache.lookUp(record, {
        messages,
        request,
        profile: agent.profile,
        backend: agent.backend,
        contactId: contact?.id ?? null,
        isAsked,
        mayAsk: reached === null,
        signal,
      })
      if (lookedUp === null) return { thought: null, toKeep: null }
      const { found, toKeep, detail } = lookedUp
      done('ok', detail)
      return { thought: found === null ? null : give(turn, found), toKeep }
    },
  }
}
