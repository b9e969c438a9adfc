/** What to say, by what came of asking the agent. */
import type { AgentAnswer } from '../../agents/attempt.ts'
import type { AgentAttempt } from '../../agents/call.ts'
import type { ToKeep } from '../../storage/records.ts'
import type { AgentCall } from './ask-agent.ts'
import { causeOf, insteadOfAnswer } from './fallback.ts'
import type { AskContext } from './think-context.ts'
import type { Asked, ThinkResult } from './think-result.ts'

/** `toKeep`: the question, if its answer may be kept. */
export function resultOfCall(turn: AskContext, call: AgentCall, toKeep: ToKeep | null): ThinkResult {
  const { record, agent } = turn
  const { result, hasUsedTools } = call
  const asked: Asked = { ...turn.asked, agentDurationMs: call.durationMs, payloads: call.payloads }
  if (result.ok) return answered({ ...turn, asked }, result, isPlain(result, hasUsedTools) ? toKeep : null)
  if (result.code === 'cancelled') return { ...asked, isInterrupted: true, detail: 'The answer was stopped before it was sent.' }
  const detail = agent.hide(`${asked.agentName} gave no answer (${result.code}): ${result.message}`)
  return { ...asked, ...insteadOfAnswer(record.behaviour, causeOf(result.code)), detail }
}

function answered(
  { agent, request, asked }: AskContext,
  answer: AgentAnswer & { attempts: AgentAttempt[] },
  toKeep: ToKeep | null,
): ThinkResult {
  const { agentName } = asked
  const { attempts, isSilent, warning } = answer
  const tries = attempts.length > 1 ? ` at the ${ordinal(attempts.length)} try` : ''
  // The conversation remembers its usual agent's session; another's has a name of its own.
  const learned = agent.byRule === null ? { agentUserId: answer.userId, agentSessionId: answer.sessionId ?? request.session.id } : {}
  return {
    ...asked,
    ...learned,
    ...(asked.cacheUse === undefined ? {} : { cacheUse: { hit: null, toKeep } }),
    text: isSilent ? null : answer.text,
    agentSucceeded: true,
    wantsHandover: answer.wantsHandover,
    detail: isSilent
      ? `${agentName} chose to say nothing.`
      : warning === null
        ? `${agentName} answered${tries}.`
        : `${agentName} answered${tries}, but: ${warning}`,
  }
}

/** An answer that tools had a part in was true at that moment, for that person. */
const isPlain = ({ toolCalls, warning, wantsHandover, isSilent }: AgentAnswer, hasUsedTools: boolean): boolean =>
  !hasUsedTools && toolCalls.length === 0 && warning === null && !wantsHandover && !isSilent

const ordinal = (n: number) => (n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`)
