/** Answers that wait for a person, as the pipeline sees them: it keeps them and lets them go. */
import type { TurnOutcome } from '../../storage/port.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { ThinkResult } from '../think/think-result.ts'

export interface Drafts {
  /** Keeps the result of a turn instead of sending it, and ends the turn so. */
  keep(item: TurnItem, thought: ThinkResult, text: string, outcome: TurnOutcome): Promise<void>
  /** Something newer was said in the conversation. */
  supersede(draftId: string): Promise<void>
}
