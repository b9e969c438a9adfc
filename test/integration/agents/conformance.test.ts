import { automagik } from '../../../src-main/hub/agents/automagik.ts'
import { hive } from '../../../src-main/hub/agents/hive.ts'
import { createHouse } from '../../../src-main/hub/agents/house.ts'
import { leo } from '../../../src-main/hub/agents/leo.ts'
import { openai } from '../../../src-main/hub/agents/openai.ts'
import type { AgentBackend } from '../../../src-main/hub/agents/port.ts'
import { webhook } from '../../../src-main/hub/agents/webhook.ts'
import { describeAgentBackend } from '../../support/agent-conformance.ts'
import { type AgnoGeneration, type AgUiForm, hiveDialect, leoDialect, openaiDialect, webhookDialect } from '../../support/agent-dialects.ts'
import { agentConfig } from '../../support/agent-request.ts'
import { type Dialect, startAgentServer } from '../../support/agent-server.ts'
import { describeAgentServer } from '../../support/agent-server-conformance.ts'
import { describeAgentStream } from '../../support/agent-stream-conformance.ts'
import { manualTimers } from '../../support/manual-timers.ts'

describeAgentBackend('house', async () => {
  const pauses = { timers: manualTimers({ runsAtOnceUpTo: 100 }) }
  const never = manualTimers()
  let isStalled = false
  return {
    backend: createHouse({
      timers: {
        now: () => pauses.timers.now(),
        after: (delayMs, run) => (isStalled ? never : pauses.timers).after(delayMs, run),
      },
    }),
    config: agentConfig({ kind: 'house' }),
    server: null,
    isUnderWay: async () => {
      while (never.pending() === 0) await new Promise((resolve) => setImmediate(resolve))
    },
    stall: () => {
      isStalled = true
    },
    stop: async () => undefined,
  }
})

for (const shape of ['run', 'chat'] as const) {
  const setUp = async () => {
    const server = await startAgentServer({ shape, apiKey: 'agent-key' })
    return {
      backend: automagik,
      config: agentConfig({ kind: 'automagik', url: server.url, shape }, { apiKey: 'agent-key' }),
      server,
      isUnderWay: () => server.arrived(1),
      stall: () => server.always({ kind: 'hang' }),
      stop: () => server.stop(),
    }
  }
  describeAgentBackend(`automagik, shape ${shape}`, setUp)
  describeAgentServer(`automagik, shape ${shape}`, setUp)
}

interface Kind {
  name: string
  backend: AgentBackend
  dialect: Dialect
  settings: (url: string) => Record<string, unknown>
  bodySaying: (text: unknown) => unknown
}

const KEY = 'agent-key'
const hiveKind = (target: string, generation: AgnoGeneration, isStreaming: boolean): Kind => ({
  name: `hive, ${target}, Agno ${generation}.x${isStreaming ? '' : ', not streamed'}`,
  backend: hive,
  dialect: hiveDialect(generation),
  settings: (url) => ({ url, target, targetId: 'sofia', isStreaming, api: 'agentos' }),
  bodySaying: (content) => ({ content }),
})
const leoKind = (form: AgUiForm, endsWithText: boolean): Kind => ({
  name: `leo, ${form} events${endsWithText ? ', with a final response' : ''}`,
  backend: leo,
  dialect: leoDialect(form, { endsWithText }),
  settings: (url) => ({ url: `${url}/agent` }),
  bodySaying: (final_response) => ({ final_response }),
})

const kinds: Kind[] = [
  {
    name: 'openai',
    backend: openai,
    dialect: openaiDialect,
    settings: (url) => ({ baseUrl: `${url}/v1`, model: 'small' }),
    bodySaying: (content) => ({ choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
  },
  hiveKind('agent', 2, true),
  hiveKind('agent', 1, true),
  hiveKind('agent', 2, false),
  hiveKind('team', 2, true),
  hiveKind('team', 1, true),
  hiveKind('workflow', 2, true),
  leoKind('typed', false),
  leoKind('named', true),
]

for (const { name, backend, dialect, settings, bodySaying } of kinds) {
  const setUp = async () => {
    const server = await startAgentServer({ dialect, apiKey: KEY })
    return {
      backend,
      config: agentConfig({ kind: backend.kind, ...settings(server.url) }, { apiKey: KEY }),
      server,
      bodySaying,
      isUnderWay: () => server.arrived(1),
      stall: () => server.always({ kind: 'hang' }),
      stop: () => server.stop(),
    }
  }
  describeAgentBackend(name, setUp)
  describeAgentServer(name, setUp)
  describeAgentStream(name, { backend, dialect, settings })
}

// It signs instead of sending a key.
const setUpWebhook = async () => {
  const server = await startAgentServer({ dialect: webhookDialect })
  return {
    backend: webhook,
    config: agentConfig({ kind: 'webhook', url: `${server.url}/hook` }, { apiKey: KEY }),
    server,
    bodySaying: (reply: unknown) => ({ reply }),
    isUnderWay: () => server.arrived(1),
    stall: () => server.always({ kind: 'hang' }),
    stop: () => server.stop(),
  }
}
describeAgentBackend('webhook', setUpWebhook)
describeAgentServer('webhook', setUpWebhook)
