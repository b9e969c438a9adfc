/** The agent of the channel conformance suite: it repeats the question, unless a test has it say something else. */
import { completed } from '../../src-main/hub/agents/completed.ts'
import type { AgentEvent } from '../../src-main/hub/agents/port.ts'
import { type AgentRegistry, registryOf } from '../../src-main/hub/agents/registry.ts'
import { playedAgent } from './played-agent.ts'

/** An answer that a test writes itself. */
export interface HeldAnswer {
  /** The agent was asked. */
  begun: Promise<void>
  write(text: string): void
  /** Ends the answer, with these words behind what was written. */
  finish(text: string): void
}

export interface ConformanceAgent {
  agents: AgentRegistry
  /** Every question, as the agent was asked it. */
  asked: string[]
  /** The next time it is asked this, it says that, in one piece. */
  says(question: string, answer: string): void
  /** The next time it is asked this, the test writes the answer. */
  holds(question: string): HeldAnswer
}

export const echo = (question: string): string => `You asked: ${question}`

type Script = (signal: AbortSignal) => AsyncIterable<AgentEvent>

export function createConformanceAgent(): ConformanceAgent {
  const asked: string[] = []
  const scripts = new Map<string, Script>()

  const backend = playedAgent('Sofia', async function* ({ text }, _config, signal) {
    asked.push(text)
    const question = [...scripts.keys()].find((key) => text.includes(key))
    const script = scripts.get(question ?? '')
    if (question === undefined || script === undefined) return yield completed({ text: echo(text) })
    scripts.delete(question)
    yield* script(signal)
  })

  return {
    agents: registryOf([backend]),
    asked,
    says(question, answer) {
      scripts.set(question, async function* () {
        yield completed({ text: answer })
      })
    },
    holds(question) {
      const begun = Promise.withResolvers<void>()
      const queue: AgentEvent[] = []
      let wake: () => void = () => undefined
      const put = (...events: AgentEvent[]): void => {
        queue.push(...events)
        wake()
      }
      scripts.set(question, async function* (signal) {
        begun.resolve()
        yield { type: 'started' }
        while (!signal.aborted) {
          const event = queue.shift()
          if (event !== undefined) yield event
          if (event?.type === 'completed') return
          if (event !== undefined) continue
          await new Promise<void>((resolve) => {
            wake = resolve
            signal.addEventListener('abort', () => resolve(), { once: true })
          })
        }
        yield { type: 'failed', code: 'cancelled', message: 'The answer was stopped.', retryAfterMs: null, statusCode: null, raw: null }
      })
      return {
        begun: begun.promise,
        write: (text) => put({ type: 'delta', text }),
        finish: (text) => put({ type: 'delta', text }, completed({})),
      }
    },
  }
}
