/** The end of an answer, with what most back ends leave empty. */
import type { AgentEvent } from './port.ts'

type Completed = Extract<AgentEvent, { type: 'completed' }>

export function completed(facts: Partial<Completed>): Completed {
  return {
    type: 'completed',
    text: null,
    usage: null,
    toolCalls: [],
    userId: null,
    sessionId: null,
    wantsHandover: false,
    raw: null,
    ...facts,
  }
}
