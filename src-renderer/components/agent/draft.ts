import type { AgentSettings, HouseTexts, Instance } from '../../../src-shared/contract/instances.ts'

/** Everything that the question "who answers?" asks. */
export interface AgentDraft {
  agent: AgentSettings
  house: HouseTexts
  /** Typed now; empty leaves the saved one as it is. */
  apiKey: string
}

export function agentDraftOf(instance: Instance): AgentDraft {
  return { agent: instance.agent, house: instance.house, apiKey: '' }
}

/** The part of an update that saves a draft. Entries without a question could never be found, so they go. */
export function agentUpdate(draft: AgentDraft) {
  const faqs = draft.house.faqs.filter((faq) => faq.question.trim() !== '' && faq.answer.trim() !== '')
  return {
    agent: { ...draft.agent, url: draft.agent.url.trim(), agentId: draft.agent.agentId.trim() },
    house: { ...draft.house, faqs },
    ...(draft.apiKey.trim() === '' ? {} : { agentApiKey: draft.apiKey.trim() }),
  }
}

/** Why a draft cannot be saved yet. */
export function agentProblem({ agent }: AgentDraft): 'fieldUrl' | null {
  if (agent.kind !== 'automagik') return null
  const url = agent.url.trim()
  return /^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url) ? null : 'fieldUrl'
}
