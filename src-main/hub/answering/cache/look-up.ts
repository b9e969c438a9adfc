/** Is there an answer to this question already: to the very same, or to one that says the same? */
import type { CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import type { AgentBackend, AgentRequest } from '../../agents/port.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, CachedAnswerRecord, InstanceRecord, MessageRecord, ToKeep } from '../../storage/records.ts'
import type { AgentSpend } from '../spend/service.ts'
import { eligible } from './eligible.ts'
import { createNearest, type NearestOptions, type NearestSources } from './nearest.ts'
import { setUpOf } from './set-up.ts'

export interface Known {
  text: string
  cacheHit: CacheHit
  /** One plain sentence. */
  detail: string
}

export interface Question {
  messages: MessageRecord[]
  request: AgentRequest
  profile: AgentProfileRecord
  backend: AgentBackend
  contactId: string | null
  isAsked: boolean
  /** False: nobody may be asked that costs money. */
  mayAsk: boolean
  signal: AbortSignal
}

export interface LookedUp {
  found: Known | null
  toKeep: ToKeep | null
  detail: string
}

interface Sources extends NearestSources {
  storage: Pick<Storage, 'findAnswer' | 'similarAnswers'>
  spend: Pick<AgentSpend, 'count'>
}

const again = (answer: CachedAnswerRecord, kind: 'exact' | 'similar', score: number | null) => ({
  text: answer.answer,
  cacheHit: { kind, answerId: answer.id, question: answer.asked, score },
})

/** `since`: what was kept before is past its time. */
export function createLookUp(sources: Sources) {
  const { storage, spend } = sources
  const nearest = createNearest(sources)

  return async (record: InstanceRecord, question: Question, since: string): Promise<LookedUp> => {
    const { request, profile, contactId, messages, mayAsk, signal } = question
    const { similar } = record.behaviour.answerCache
    const may = eligible(question)
    if (may.why !== null) return { found: null, toKeep: null, detail: may.why }
    const scope = { instanceName: record.name, setUp: setUpOf(profile, record.house), context: may.context }
    const same = await storage.findAnswer(scope, may.question, since)
    if (same !== null) {
      const found: Known = { ...again(same, 'exact', null), detail: 'Remembered answer: the same question was answered before.' }
      return { found, toKeep: null, detail: found.detail }
    }
    const near: NearestOptions = {
      scope,
      question: may.question,
      since,
      signal,
      onUse: (which, usage) => spend.count({ id: request.turnId, instanceName: record.name, contactId }, which, usage),
    }
    const { found, vector, problem } = mayAsk ? await nearest(record, similar, near) : { found: null, vector: null, problem: null }
    if (found !== null) {
      const { answer, score } = found
      const known: Known = {
        ...again(answer, 'similar', score),
        detail: `Remembered answer: "${answer.asked}" was answered before, and is ${Math.floor(score * 100)} % alike.`,
      }
      return { found: known, toKeep: null, detail: known.detail }
    }
    const [first] = messages
    return {
      found: null,
      detail:
        problem === null
          ? 'No answer to this is kept yet.'
          : `No answer to this is kept yet. Similar questions could not be looked for: ${problem}`,
      toKeep:
        first === undefined
          ? null
          : {
              setUp: scope.setUp,
              context: scope.context,
              question: may.question,
              asked: request.text,
              agentProfileId: profile.id,
              agentName: profile.name,
              messageId: first.id,
              turnId: request.turnId,
              vector,
            },
    }
  }
}
