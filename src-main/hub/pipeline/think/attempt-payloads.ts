import type { AgentAttempt } from '../../agents/call.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import type { PayloadInput } from '../../storage/records.ts'

/** What went to the agent and what came back, per try. Back ends strip credentials; an agent may still quote its key. */
export function attemptPayloads(attempts: AgentAttempt[], textOf: PayloadText, hide: (text: string) => string): PayloadInput[] {
  if (textOf === null) return []
  return attempts.flatMap((attempt) => [
    {
      stage: 'think' as const,
      kind: 'agent_request' as const,
      at: attempt.startedAt,
      statusCode: null,
      body: hide(textOf(attempt.request)),
    },
    {
      stage: 'think' as const,
      kind: 'agent_response' as const,
      at: new Date(Date.parse(attempt.startedAt) + attempt.durationMs).toISOString(),
      statusCode: attempt.statusCode,
      body: hide(
        textOf({
          outcome: attempt.outcome,
          message: attempt.message,
          ...(attempt.reasoning === '' ? {} : { reasoning: attempt.reasoning }),
          answer: attempt.raw ?? null,
        }),
      ),
    },
  ])
}
