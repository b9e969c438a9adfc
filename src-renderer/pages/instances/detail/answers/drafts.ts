import type { AnswerCacheSettings, AnswerFigures, FixedAnswer } from '../../../../../src-shared/contract/answer-cache.ts'
import type { Routing } from '../../../../../src-shared/contract/routing.ts'

export const newFixedAnswer = (): FixedAnswer => ({ id: crypto.randomUUID(), isOn: true, name: '', phrases: [], topic: null, text: '' })

/** Does it say something, to something? One that does not cannot be saved. */
export function isComplete({ name, phrases, topic, text }: FixedAnswer): boolean {
  return name.trim() !== '' && text.trim() !== '' && (phrases.length > 0 || topic !== null)
}

/** Somebody is to tell how alike questions are, and it is not said by which model. */
export const lacksModel = ({ profileId, model }: AnswerCacheSettings['similar']): boolean => profileId !== null && model.trim() === ''

/** What the rules of an instance can be about, each once. */
export function topicsOf({ rules }: Routing): string[] {
  return [...new Set(rules.flatMap(({ when }) => (when.kind === 'intent' && when.intent.trim() !== '' ? [when.intent] : [])))]
}

/** The agents that may answer there, each once. */
export function agentsOf({ rules }: Routing, usual: string): string[] {
  return [...new Set([usual, ...rules.flatMap(({ isOn, agentProfileId }) => (isOn ? [agentProfileId] : []))])]
}

export const hitsOf = ({ exact, similar, fixed }: AnswerFigures): number => exact + similar + fixed
