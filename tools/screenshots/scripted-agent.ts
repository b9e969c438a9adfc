/** The agent of the pictures: it does with every message what the script says. */
import { automagik } from '../../src-main/hub/agents/automagik.ts'
import type { AgentEvent } from '../../src-main/hub/agents/port.ts'
import { type AgentRegistry, createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import { playedAgent } from '../../test/support/played-agent.ts'
import { script, usual } from './script.ts'

const nothing = { usage: null, toolCalls: [], userId: null, sessionId: null, wantsHandover: false, raw: null }

export function createScriptedAgent(): AgentRegistry {
  const backend = playedAgent('Sofia', async function* (request, _config, signal): AsyncGenerator<AgentEvent> {
    const answer = [...script, ...usual].find(({ text }) => text === request.text)?.answer
    yield { type: 'started' }
    if (!answer) {
      yield { type: 'completed', text: 'We are open Monday to Saturday from 7:00 to 19:00.', ...nothing }
      return
    }
    if (answer.type === 'fails') {
      yield {
        type: 'failed',
        code: 'server_error',
        message: 'The agent answered with error 503.',
        retryAfterMs: null,
        statusCode: 503,
        raw: null,
      }
      return
    }
    const tool = answer.type === 'says' ? answer.tool : undefined
    if (tool) yield { type: 'tool', name: tool, status: 'started' }
    // As long as a language model takes, so that the figures are those of a real day.
    await new Promise((resolve) => setTimeout(resolve, 120 + (answer.text.length % 7) * 70))
    if (tool) yield { type: 'tool', name: tool, status: 'completed' }
    yield { type: 'delta', text: answer.text }
    if (answer.type === 'is writing') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      return
    }
    yield { type: 'completed', text: null, ...nothing }
  })
  return { ...createAgentRegistry(), house: backend, automagik: { ...automagik, run: backend.run } }
}
