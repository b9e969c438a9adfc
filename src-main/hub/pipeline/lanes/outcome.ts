/** How a turn ended, in the words of its trace. */
import type { DeliveryRecord } from '../../storage/records.ts'

export interface Outcome {
  state: 'completed' | 'failed'
  /** One plain sentence. */
  reason: string
  errorStage: string | null
  channelSucceeded: boolean | null
}

/** By what became of its parts. `detail` says how the agent failed, if it did. */
export function deliveredOutcome(states: DeliveryRecord['state'][], agentSucceeded: boolean, detail: string): Outcome {
  if (states.includes('unknown')) {
    return {
      state: 'failed',
      reason: 'The answer may have been sent: the platform did not say. Check it in the conversation.',
      errorStage: 'deliver',
      channelSucceeded: false,
    }
  }
  if (states.some((state) => state !== 'sent')) {
    return { state: 'failed', reason: 'The answer could not be sent.', errorStage: 'deliver', channelSucceeded: false }
  }
  if (!agentSucceeded)
    return { state: 'failed', reason: `${detail} The fallback text was sent.`, errorStage: 'think', channelSucceeded: true }
  return {
    state: 'completed',
    reason: states.length === 1 ? 'Answered.' : `Answered in ${states.length} messages.`,
    errorStage: null,
    channelSucceeded: true,
  }
}

/** Of an answer whose agent was still writing when the program stopped: the rest of it is lost. */
export function brokenOffOutcome(states: DeliveryRecord['state'][]): Outcome {
  const outcome = deliveredOutcome(states, true, '')
  if (outcome.state === 'failed') return outcome
  const reason = 'The program stopped while the answer was being written: only its beginning was sent.'
  return { state: 'failed', reason, errorStage: 'think', channelSucceeded: true }
}
