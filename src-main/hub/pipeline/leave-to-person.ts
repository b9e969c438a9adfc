/** The end of a burst that gets no answer from the agent, and wants one from a person. */
import type { Owner } from '../../../src-shared/contract/conversations.ts'
import type { StopCode } from '../../../src-shared/contract/turn-state.ts'
import type { Ownership } from '../conversations/ownership.ts'
import { beginStep } from './steps.ts'
import type { TurnEnd } from './turn-end.ts'
import type { TurnItem } from './work.ts'

export interface LeftToPerson {
  code: StopCode
  /** One plain sentence, for the trace. */
  reason: string
  /** Why the conversation waits. */
  waitsFor: NonNullable<Owner['reason']>
}

interface Options {
  turnEnd: Pick<TurnEnd, 'stop'>
  ownership: Pick<Ownership, 'askForPerson'>
}

/** Ends the turns of a burst, and marks their conversation as waiting. */
export type LeaveToPerson = (burst: TurnItem[], why: LeftToPerson) => Promise<void>

export function createLeaveToPerson({ turnEnd, ownership }: Options): LeaveToPerson {
  return async (burst, { code, reason, waitsFor }) => {
    for (const item of burst) {
      beginStep(item, 'admit')('stopped', reason)
      await turnEnd.stop(item, code, reason)
    }
    const newest = burst.at(-1)
    if (newest !== undefined) await ownership.askForPerson(newest.conversation.id, waitsFor)
  }
}
