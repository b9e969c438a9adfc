/** How a turn ended, in the words of its trace. */
import type { DeliveryRecord } from '../../storage/records.ts'

export interface Outcome {
  state: 'completed' | 'failed'
  /** One plain sentence. */
  reason: string
  errorStage: string | null
  channelSucceeded: boolean | null
}

interface Answered {
  agentSucceeded: boolean
  /** It said that a person will answer. */
  wantsHandover: boolean
  /** How the agent failed, if it did. */
  detail: string
}

/** By what became of its parts. */
export function deliveredOutcome(states: DeliveryRecord['state'][], { agentSucceeded, wantsHandover, detail }: Answered): Outcome {
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
  if (wantsHandover)
    return { state: 'completed', reason: 'The customer was told that a person will answer.', errorStage: null, channelSucceeded: true }
  return {
    state: 'completed',
    reason: states.length === 1 ? 'Answered.' : `Answered in ${states.length} messages.`,
    errorStage: null,
    channelSucceeded: true,
  }
}

/**
 * Of an answer that was sent while it was written. `isWhole`: its end is in the message that grew. `differs`: the
 * agent's final text is not what it had written before.
 */
export function streamedOutcome(
  states: DeliveryRecord['state'][],
  answered: Answered,
  { isWhole, differs }: { isWhole: boolean; differs: boolean },
): Outcome {
  const outcome = deliveredOutcome(states, { ...answered, agentSucceeded: true })
  if (outcome.state === 'failed') return outcome
  if (!isWhole) {
    const reason = 'The end of the answer could not be put into its message.'
    return { state: 'failed', reason, errorStage: 'deliver', channelSucceeded: false }
  }
  if (!answered.agentSucceeded)
    return { ...outcome, state: 'failed', reason: `${answered.detail} What it had written until then was sent.`, errorStage: 'think' }
  if (differs) return { ...outcome, reason: `${outcome.reason} The final text of the agent differs from what it had written before.` }
  return outcome
}

/** Of an answer whose agent was still writing when the program stopped: the rest of it is lost. */
export function brokenOffOutcome(states: DeliveryRecord['state'][]): Outcome {
  const outcome = deliveredOutcome(states, { agentSucceeded: true, wantsHandover: false, detail: '' })
  if (outcome.state === 'failed') return outcome
  const reason = 'The program stopped while the answer was being written: only its beginning was sent.'
  return { state: 'failed', reason, errorStage: 'think', channelSucceeded: true }
}
