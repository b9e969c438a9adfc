/** What an agent's server has to choose from: its agents, teams, models. */
import type { AgentChoice, AgentOnTry } from '../../../../src-shared/contract/agents.ts'
import { houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import { hiderOf } from '../../secrets/hide.ts'
import type { AgentProfiles } from './service.ts'

const TIMEOUT_MS = 10_000
/** More than anyone scrolls through; OpenRouter has some hundreds of models. */
const MAX_CHOICES = 2000

interface Sources {
  agents: AgentRegistry
  agentProfiles: Pick<AgentProfiles, 'configOnTry'>
}

/** Rejects with OmniError whose message is one plain sentence. */
export async function choicesOf({ agents, agentProfiles }: Sources, agent: AgentOnTry, signal: AbortSignal): Promise<AgentChoice[]> {
  const backend = backendFor(agents, agent.kind)
  if (backend.choices === undefined) throw new OmniError('unsupported', 'This kind of agent has no list to choose from.')
  const config = agentProfiles.configOnTry(agent, houseTextsSchema.parse({}))
  try {
    return (await backend.choices(config, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]))).slice(0, MAX_CHOICES)
  } catch (error) {
    const code = error instanceof OmniError ? error.code : 'platform_error'
    throw new OmniError(code, hiderOf(Object.values(config.secrets))(errorMessage(error)), { cause: error })
  }
}
