/**
 * Stage 4, think: ask the agent, show its words as they come, and end with what to say: the
 * answer, a fallback text, or nothing. Nothing is sent from here.
 */

import type { AgentBreakers } from '../../agents/breaker.ts'
import type { AgentRegistry } from '../../agents/registry.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { RoutingService } from '../../answering/routing/service.ts'
import type { AgentSpend } from '../../answering/spend/service.ts'
import { asksForReset } from '../../answering/summaries/context.ts'
import type { Summaries } from '../../answering/summaries/service.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import type { Storage } from '../../storage/port.ts'
import { createAnswerFromCache } from './answer-from-cache.ts'
import { createAskAgent } from './ask-agent.ts'
import { createChooseAgent } from './choose-agent.ts'
import { createNoteCall } from './note-call.ts'
import { createResetSession } from './reset-session.ts'
import { resultOfCall } from './result-of-call.ts'
import { refusedByLimit } from './spending.ts'
import { beginAsking, createBeginThink, type TurnToAnswer } from './think-context.ts'
import type { ThinkResult } from './think-result.ts'
import { createTurnRequest } from './turn-request.ts'

interface Options {
  storage: Storage
  agents: AgentRegistry
  breakers: AgentBreakers
  streams: LiveStreams
  now: () => number
  spend: Pick<AgentSpend, 'count' | 'reached'>
  profiles: Pick<AgentProfiles, 'find' | 'get' | 'configOf' | 'noteCall' | 'hideSecrets'>
  payloadText: PayloadText
  routing: RoutingService
  summaries: Pick<Summaries, 'beginAfter'>
  answerCache: Pick<AnswerCache, 'isOn' | 'fixedAnswer' | 'lookUp'>
}

export type Think = (turn: TurnToAnswer) => Promise<ThinkResult>

export function createThink(options: Options): Think {
  const resetSession = createResetSession(options)
  const beginThinking = createBeginThink(options)
  const fromCache = createAnswerFromCache(options)
  const { routeOf, agentOf } = createChooseAgent(options)
  const requestOf = createTurnRequest(options)
  const askAgent = createAskAgent(options)
  const noteCall = createNoteCall(options)

  return async (turn) => {
    if (asksForReset(turn.messages, turn.instance.record.behaviour.context)) return resetSession(turn)
    const thinking = await beginThinking(turn)
    const written = fromCache.written(thinking)
    if (written !== null) return written
    const route = await routeOf(thinking)
    const onTopic = fromCache.onTopic(thinking, route)
    if (onTopic !== null) return onTopic
    const agent = agentOf(thinking, route)
    const asking = beginAsking(thinking, agent, await requestOf(thinking, agent))
    const cached = await fromCache.cached(asking)
    if (cached.thought !== null) return cached.thought
    const refused = refusedByLimit(asking)
    if (refused !== null) return refused
    const call = await askAgent(asking)
    await noteCall(asking, call.result)
    return resultOfCall(asking, call, cached.toKeep)
  }
}
