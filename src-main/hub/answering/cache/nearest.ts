/**
 * Questions that say the same in other words, by the vectors of an embeddings server. A customer waits
 * meanwhile, so the server has little time, and is left alone when it keeps failing.
 */

import type { AnswerCacheSettings } from '../../../../src-shared/contract/answer-cache.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { AgentBreakers, OPEN_FOR_MS } from '../../agents/breaker.ts'
import type { AgentUsage } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { AnswerScope, Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, CachedAnswerRecord, InstanceRecord, QuestionVector } from '../../storage/records.ts'
import type { AgentProfiles } from '../profiles/service.ts'
import { tellTheSame } from './telling-words.ts'

/** The longest that an answer is held up for this. */
const TIMEOUT_MS = 1500
/** The nearest may differ in a number; the next ones need not. */
const CANDIDATES = 5

export interface NearestSources {
  storage: Pick<Storage, 'similarAnswers'>
  profiles: Pick<AgentProfiles, 'find' | 'configOf' | 'hideSecrets'>
  agents: AgentRegistry
  timers: Timers
}

export interface NearestOptions {
  scope: AnswerScope
  question: string
  since: string
  signal: AbortSignal
  /** What asking the server has used; `profile` bears the name of the model. */
  onUse: (profile: Pick<AgentProfileRecord, 'id' | 'name' | 'settings'>, usage: AgentUsage) => Promise<void>
}

export interface Nearest {
  found: { answer: CachedAnswerRecord; score: number } | null
  /** Of the question, to be kept with its answer. */
  vector: QuestionVector | null
  /** Why it could not be looked for: one plain sentence. */
  problem: string | null
}

const NOTHING: Nearest = { found: null, vector: null, problem: null }
const LEFT_ALONE = `The agent failed five times in a row and is left alone for ${OPEN_FOR_MS / 1000} s.`

export function createNearest({ storage, profiles, agents, timers }: NearestSources) {
  // Of its own: a failing embeddings server says nothing about the agent.
  const breakers = new AgentBreakers()

  async function embed(record: InstanceRecord, profile: AgentProfileRecord, model: string, text: string, signal: AbortSignal) {
    const { embed: ask } = backendFor(agents, profile.kind)
    if (ask === undefined) return { problem: 'This kind of agent has no embeddings.' }
    const controller = new AbortController()
    const cancel = timers.after(TIMEOUT_MS, () => controller.abort(new DOMException('timeout', 'TimeoutError')))
    const limited = AbortSignal.any([signal, controller.signal])
    const run = async () => {
      try {
        const embedded = await ask([text], model, profiles.configOf(profile.id, record.house), limited)
        return { isAgentFailure: false, embedded, problem: null }
      } catch (error) {
        return { isAgentFailure: !signal.aborted, embedded: null, problem: profiles.hideSecrets(profile.id, errorMessage(error)) }
      } finally {
        cancel()
      }
    }
    const guarded = await breakers.guard(record.name, JSON.stringify([profile.id, profile.settings, model]), run, limited)
    cancel()
    if (guarded.state !== 'ran') return { problem: LEFT_ALONE }
    const { embedded, problem } = guarded.value
    return embedded === null ? { problem } : { embedded }
  }

  return async (
    record: InstanceRecord,
    { profileId, model, threshold }: AnswerCacheSettings['similar'],
    options: NearestOptions,
  ): Promise<Nearest> => {
    const profile = profileId === null || model === '' ? null : profiles.find(profileId)
    if (profile === null) return NOTHING
    const { scope, question, since, signal, onUse } = options
    const { embedded, problem = null } = await embed(record, profile, model, question, signal)
    const [values] = embedded?.vectors ?? []
    if (embedded === undefined || values === undefined) return { ...NOTHING, problem }
    if (embedded.usage !== null) await onUse({ ...profile, settings: { ...profile.settings, model } }, embedded.usage)
    const vector = { model: `${profile.id}/${model}`, values }
    const candidates = await storage.similarAnswers(scope, vector, threshold, since, CANDIDATES)
    return { found: candidates.find(({ answer }) => tellTheSame(answer.question, question)) ?? null, vector, problem: null }
  }
}
