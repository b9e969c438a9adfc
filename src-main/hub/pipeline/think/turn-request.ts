/** The request of a turn to the agent that was chosen for it. */
import type { AgentRequest } from '../../agents/port.ts'
import { plainWordsOf } from '../../answering/message-words.ts'
import type { Summaries } from '../../answering/summaries/service.ts'
import type { Storage } from '../../storage/port.ts'
import { beginStep } from '../lanes/steps.ts'
import { buildAgentRequest } from './agent-request.ts'
import type { ChosenAgent, ThinkContext } from './think-context.ts'

interface Options {
  storage: Storage
  summaries: Pick<Summaries, 'beginAfter'>
  now: () => number
}

export function createTurnRequest({ storage, summaries, now }: Options) {
  return async ({ record, item, messages, conversation }: ThinkContext, agent: ChosenAgent): Promise<AgentRequest> => {
    const { profile, backend, byRule } = agent
    const { flags } = profile
    const [first = item.message, ...others] = messages
    const recalled = beginStep(item, 'recall')
    const built = await buildAgentRequest(
      storage,
      record,
      { ...item, conversation, messages: [first, ...others] },
      now(),
      flags,
      backend.remembersNothing,
    )
    if (flags.summarizes && built.session.isNew) summaries.beginAfter(conversation.id, first.seq - 1)
    if (built.summary !== null)
      recalled(
        'ok',
        `A summary stands for ${built.summary.messageCount} older messages; ${built.history.length} newer ones were told word by word.`,
      )
    return byRule === null ? built : forAnother(built, profile.id, plainWordsOf(messages), byRule.text)
  }
}

/**
 * The request to an agent that is not the usual one: it knows the history, and has a session of its own.
 * `asked` is what the rules looked at, `left` what they left of it, without the prefix that chose.
 */
function forAnother(request: AgentRequest, profileId: string, asked: string, left: string): AgentRequest {
  const prefix = asked.slice(0, asked.length - left.length)
  const text = request.text.startsWith(prefix) ? request.text.slice(prefix.length) : request.text
  return { ...request, text, session: { name: `${request.session.name}_${profileId}`, id: null, isNew: request.session.isNew } }
}
