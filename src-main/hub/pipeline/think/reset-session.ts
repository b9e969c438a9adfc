import type { Storage } from '../../storage/port.ts'
import type { TurnToAnswer } from './think-context.ts'
import { NO_AGENT, type ThinkResult } from './think-result.ts'

interface Options {
  storage: Pick<Storage, 'resetSession'>
  now: () => number
}

/** The customer sent the word for it: no agent is asked, and the next one knows nothing of what was. */
export function createResetSession({ storage, now }: Options) {
  return async ({ instance: { record }, item }: TurnToAnswer): Promise<ThinkResult> => {
    await storage.resetSession(item.conversation.id, new Date(now()).toISOString())
    return {
      ...NO_AGENT,
      agentName: record.name,
      text: record.behaviour.context.resetText,
      origin: 'fallback',
      agentSucceeded: true,
      detail: 'The customer asked to start over.',
    }
  }
}
