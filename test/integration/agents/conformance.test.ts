import { automagik } from '../../../src-main/hub/agents/automagik.ts'
import { createHouse } from '../../../src-main/hub/agents/house.ts'
import { describeAgentBackend } from '../../support/agent-conformance.ts'
import { agentConfig } from '../../support/agent-request.ts'
import { startAgentServer } from '../../support/agent-server.ts'
import { describeAgentServer } from '../../support/agent-server-conformance.ts'
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
