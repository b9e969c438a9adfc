import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { StartDryRun } from '../../../../src-shared/contract/playground.ts'
import { type AgentDraft, agentUpdate } from '../../../components/agent/draft.ts'

/** Who is asked: the agent of an instance, as it is saved or changed for the try alone. */
export interface AgentChoice {
  instanceName: string
  draft: AgentDraft | null
}

export function askedAgent({ instanceName, draft }: AgentChoice): StartDryRun['agent'] {
  if (draft === null) return { instanceName }
  const { agent, house, agentApiKey } = agentUpdate(draft)
  return { instanceName, settings: agent, house, ...(agentApiKey === undefined ? {} : { apiKey: agentApiKey }) }
}

/** The one that a person most likely means: what the lists show, the default, the first. */
export function likelyInstance(instances: Instance[], shown: string | null): Instance | undefined {
  return instances.find(({ name }) => name === shown) ?? instances.find(({ isDefault }) => isDefault) ?? instances[0]
}
