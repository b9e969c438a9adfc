/** What lies in a lane: turns to be answered, and answers to be said. */
import type { StopCode, TraceStep } from '../../../../src-shared/contract/traces.ts'
import type { ContactRecord, ConversationRecord, MessageRecord, TurnRecord } from '../../storage/records.ts'

/** Is a message one to answer? */
export type Decision =
  | { admitted: true; detail: string }
  /** `isBlocked`: a rule names the sender; else nobody has allowed her. */
  | { admitted: false; code: StopCode; reason: string; isBlocked?: boolean }

export interface TurnItem {
  kind: 'turn'
  turnId: string
  instanceName: string
  message: MessageRecord
  conversation: ConversationRecord
  contact: ContactRecord | null
  /** Milliseconds since the epoch when the hub received the message. */
  receivedAtMs: number
  /** `performance.now()` at receipt, for durations that a clock change cannot bend. */
  receivedTick: number
  steps: TraceStep[]
  /** What was decided at receipt; null where it is taken up again or a person asked for it. */
  decision: Decision | null
  /** Taken up after a restart: turns merged into it earlier bring their messages along. */
  isRecovered: boolean
  /** A person asked for this answer, so that a takeover does not keep it from being given. */
  isAsked?: boolean
}

/** A turn whose answer is planned: before the process died, or as a draft that a person approved. */
export interface ResumeItem {
  kind: 'resume'
  turn: TurnRecord
  cause: 'restart' | 'approved'
}

export type LaneItem = TurnItem | ResumeItem
