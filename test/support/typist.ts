/** An agent that writes word for word what a test tells it to, when the test tells it: no test waits for a pace. */

import { automagik } from '../../src-main/hub/agents/automagik.ts'
import { completed } from '../../src-main/hub/agents/completed.ts'
import type { AgentEvent, AgentRequest } from '../../src-main/hub/agents/port.ts'
import { type AgentRegistry, registryOf } from '../../src-main/hub/agents/registry.ts'
import { playedAgent } from './played-agent.ts'

export interface Typist {
  agents: AgentRegistry
  /** All that it was told, question by question. */
  requests: AgentRequest[]
  /** Resolves with what the customer asked, once the agent has begun `count` answers. */
  asked(count?: number): Promise<string>
  /** Goes on writing the answer that is under way. */
  write(text: string): void
  useTool(name: string): void
  /** Ends it; the whole text is then sent. */
  finish(text?: string): void
  /** Ends it with this as the whole text, whatever it has written. */
  endWith(whole: string): void
  /** It breaks down in the middle. */
  fail(code: Extract<AgentEvent, { type: 'failed' }>['code']): void
}

export function createTypist(name = 'Sofia'): Typist {
  const questions: string[] = []
  const requests: AgentRequest[] = []
  let waiting: { count: number; resolve: (question: string) => void }[] = []
  let queue: AgentEvent[] = []
  let wake: () => void = () => undefined

  const put = (event: AgentEvent): void => {
    queue.push(event)
    wake()
  }
  const backend = playedAgent(name, async function* (request, _config, signal) {
    queue = []
    questions.push(request.text)
    requests.push(request)
    waiting = waiting.filter(({ count, resolve }) => {
      if (questions.length >= count) resolve(request.text)
      return questions.length < count
    })
    yield { type: 'started' }
    while (!signal.aborted) {
      const event = queue.shift()
      if (event !== undefined) {
        yield event
        if (event.type === 'completed') return
        continue
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    yield { type: 'failed', code: 'cancelled', message: 'The answer was stopped.', retryAfterMs: null, statusCode: null, raw: null }
  })
  return {
    requests,
    agents: registryOf([backend, { ...automagik, run: backend.run }]),
    asked: (count = 1) =>
      new Promise((resolve) => {
        const known = questions[count - 1]
        if (known !== undefined) resolve(known)
        else waiting.push({ count, resolve })
      }),
    write: (text) => put({ type: 'delta', text }),
    useTool: (tool) => put({ type: 'tool', name: tool, status: 'started' }),
    fail: (code) => put({ type: 'failed', code, message: 'It broke down.', retryAfterMs: null, statusCode: null, raw: null }),
    finish(text) {
      if (text !== undefined) put({ type: 'delta', text })
      put(completed({}))
    },
    endWith: (whole) => put(completed({ text: whole })),
  }
}
