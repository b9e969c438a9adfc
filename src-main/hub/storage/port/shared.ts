/** What several parts of the port speak of. */
import type { ConversationEvent } from '../../../../src-shared/contract/conversations.ts'
import type { StopCode, TraceStep, TurnState } from '../../../../src-shared/contract/traces.ts'
import type { ConversationRecord, DeliveryRecord, MessageRecord } from '../records.ts'

export interface TurnOutcome {
  state: Extract<TurnState, 'completed' | 'stopped' | 'failed'>
  stopCode: StopCode | null
  reason: string
  errorStage: string | null
  steps: TraceStep[]
  completedAt: string
  totalDurationMs: number
  channelSucceeded: boolean | null
}

/** Something that happened in a conversation: `text` is the sentence for those who know no events (REST). */
export interface EventInput {
  event: ConversationEvent
  text: string
  turnId?: string | null
}

export interface DeliveryChange {
  delivery: DeliveryRecord
  message: MessageRecord
  conversation: ConversationRecord
}

export interface Page<T> {
  items: T[]
  nextBefore: string | null
}
