/** "Test connection": the agent is asked something harmless, for nobody. */
import type { AgentOnTry } from '../../../../src-shared/contract/agents.ts'
import { houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { AgentBreakers } from '../../agents/breaker.ts'
import { callAgent } from '../../agents/call.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import { hiderOf } from '../../secrets/hide.ts'
import type { AgentProfiles } from './service.ts'

/** Who presses the button waits no longer than this, whatever a customer would. */
const TIMEOUT_MAX_MS = 20_000

interface Sources {
  agents: AgentRegistry
  agentProfiles: Pick<AgentProfiles, 'configOnTry'>
}

export async function testAgent({ agents, agentProfiles }: Sources, agent: AgentOnTry, signal: AbortSignal) {
  const config = agentProfiles.configOnTry(agent, houseTextsSchema.parse({}))
  const hide = hiderOf(Object.values(config.secrets))
  const startedAt = performance.now()
  const result = await callAgent(
    backendFor(agents, config.kind),
    {
      turnId: 'test',
      text: 'ping',
      kind: 'text',
      media: [],
      quotedText: null,
      sender: { userId: '00000000-0000-5000-8000-000000000000', name: 'Connection test', phoneNumber: null, platformId: 'test' },
      session: { name: 'omni-connection-test', id: null, isNew: true },
      history: [],
      summary: null,
      facts: { customer: {}, shop: {} },
      instance: { id: 0, name: 'test', channel: 'test' },
      chat: { externalId: 'test', kind: 'direct', name: null },
      channelPayload: {},
    },
    { ...config, timeoutMs: Math.min(config.timeoutMs, TIMEOUT_MAX_MS) },
    // A breaker of its own: a test neither trips nor is stopped by the one of the conversations.
    { breakers: new AgentBreakers(), signal },
  )
  return {
    ok: result.ok,
    message: hide(result.ok ? result.text.slice(0, 500) : result.message),
    durationMs: Math.round(performance.now() - startedAt),
  }
}
