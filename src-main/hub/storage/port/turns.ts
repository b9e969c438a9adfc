/** The work on messages: turns, their answers, and their traces. */
import type { MessageKind } from '../../../../src-shared/contract/conversations.ts'
import type { StopCode, TracePayload, TraceStep, TurnState } from '../../../../src-shared/contract/traces.ts'
import type { ContactRecord, ConversationRecord, DeliveryRecord, MessageRecord, PayloadInput, TurnRecord } from '../records.ts'
import type { AroundOwnMessage } from './inbox.ts'
import type { DeliveryOutcome, PlannedMessage } from './outbox.ts'
import type { DeliveryChange, EventInput, Page, TurnOutcome } from './shared.ts'

export interface AnswerPlan {
  turnId: string
  /** As `NewInbound` has it. */
  isTracePrivate?: boolean
  at: string
  steps: TraceStep[]
  agentKind: string
  agentProfileId: string | null
  agentName: string | null
  agentSucceeded: boolean
  agentDurationMs: number
  sessionName: string
  agentSessionId: string | null
  agentUserId: string | null
  messages: PlannedMessage[]
  payloads: PayloadInput[]
  /** The agent is still writing: more calls for the same turn follow, the last one without this. */
  isOpen?: boolean
  /** It says that a person will answer. */
  isHandedOver?: boolean
}

/** A turn, or a delivery, that a dead owner left open. */
export interface OpenRef {
  kind: 'turn' | 'delivery'
  id: string
  instanceName: string
  conversationId: string
  /** A delivery that was at the platform. */
  isCutOff: boolean
}

/** What becomes of a delivery that was at the platform when its owner died. */
export interface CutOff {
  /** Instances whose platform recognises a repetition. */
  repeatable: string[]
  repeated: DeliveryOutcome
  left: DeliveryOutcome
}

export interface ClaimedTurn {
  turn: TurnRecord
  /** Null when it is gone. */
  conversation: ConversationRecord | null
  message: MessageRecord | null
  contact: ContactRecord | null
  /** Of a message that was written on the account's own phone. */
  around?: AroundOwnMessage
  /** How often it was begun again after a fault of this process. */
  takenUp: number
}

export interface ClaimedWork {
  turns: ClaimedTurn[]
  /** As they are now. */
  deliveries: DeliveryRecord[]
}

export interface TraceFilter {
  instanceName?: string
  /** Any of these. */
  instanceNames?: string[]
  conversationId?: string
  states?: TurnState[]
  stopCodes?: StopCode[]
  /** Turns stopped for these reasons are left out. */
  notStopCodes?: StopCode[]
  /** Words that the trace's texts, names, numbers or ids begin with; `listTraces` alone knows it. */
  query?: string
  hasError?: boolean
  phone?: string
  contactId?: string
  messageKind?: MessageKind
  sessionName?: string
  agentSessionId?: string
  hasMedia?: boolean
  fromIso?: string
  toIso?: string
  minDurationMs?: number
}

export interface TraceSummary {
  total: number
  completed: number
  failed: number
  averageTotalMs: number | null
  averageAgentMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  byKind: Record<string, number>
  byErrorStage: Record<string, number>
  byInstance: Record<string, number>
}

/** What became of the turns of a stretch of time. The percentiles are within 4 %. */
export interface TurnFigures {
  received: number
  answered: number
  /** Their answer was that a person will answer. */
  handedOver: number
  /** On purpose not answered. */
  stopped: number
  failed: number
  medianMs: number | null
  p95Ms: number | null
}

export interface TurnStats {
  total: TurnFigures
  /** One for each pair of neighbouring edges. */
  stretches: TurnFigures[]
  byInstance: Record<string, TurnFigures>
  /** Of each instance that received anything, for each stretch. */
  activity: Record<string, { received: number; failed: number }[]>
  /** False while older turns are still being counted (after an update). */
  isComplete: boolean
}

export interface TurnsWrites {
  /** Ends a turn that gets no (further) answer. */
  finishTurn(turnId: string, outcome: TurnOutcome): Promise<TurnRecord | null>
  /** It is being thought about now. Nothing, if it is answered or ended already. */
  beginThinking(turnId: string): Promise<void>
  /** `mergedIds` are answered together with `leaderId`. */
  mergeTurns(leaderId: string, mergedIds: string[], at: string): Promise<TurnRecord[]>
  /** Writes the answer and its outbox rows in one step; after this the turn is never thought again. */
  planAnswer(plan: AnswerPlan): Promise<{ changes: DeliveryChange[]; turn: TurnRecord }>
  /** Adds payloads to a trace (the agent's failed attempts). */
  addPayloads(turnId: string, payloads: PayloadInput[]): Promise<void>
  /**
   * Opens a turn that answers the last message of the customer (and of its burst) again. Null
   * without one; `conflict` while a turn of the conversation is open.
   */
  repeatTurn(
    conversationId: string,
    turnId: string,
    conversationEvent: EventInput,
    at: string,
    /** As `NewInbound` has it. */
    isTracePrivate?: boolean,
  ): Promise<{ turn: TurnRecord; message: MessageRecord; note: MessageRecord } | null>
  /** The agent is told nothing of what was said until `at`, and its session ends. */
  resetSession(conversationId: string, at: string): Promise<void>
  /**
   * All that dead owners left open: what was cut off, then what is to be sent, then what is to be answered; oldest first in each.
   * It stays theirs until it is claimed.
   */
  openWork(): Promise<OpenRef[]>
  /** Takes some of it over, in this order, where it is still open and nobody else's, and settles what was cut off. */
  claimOpenWork(refs: Pick<OpenRef, 'kind' | 'id'>[], cutOff: CutOff): Promise<ClaimedWork>
  /** Turns that were left open are begun again. */
  countTakenUp(turnIds: string[]): Promise<void>
  /** Another process begins: what is still open has met with none of its faults. */
  forgiveTakenUp(): Promise<void>
  /** Brings up to `limit` finished turns into the search and the figures; gives how many there were. */
  digestTurns(limit: number): Promise<number>
}

export interface TurnsReads {
  /** The messages of a turn, oldest first, those of turns merged into it included. */
  turnMessages(turnId: string): Promise<MessageRecord[]>
  /** The last messages before `beforeSeq`, oldest first. */
  history(conversationId: string, beforeSeq: number, limit: number): Promise<MessageRecord[]>
  /** The newest turn of a conversation, or the one that it was merged into. */
  lastTurn(conversationId: string): Promise<TurnRecord | null>
  /**
   * Newest first. `isBounded` keeps every page quick whatever the filter: one that looked long enough
   * comes short, even empty, with `nextBefore` set.
   */
  listTraces(filter: TraceFilter, page: { before?: string; limit: number; offset?: number; isBounded?: boolean }): Promise<Page<TurnRecord>>
  countTraces(filter: Omit<TraceFilter, 'query'>): Promise<number>
  getTrace(id: string): Promise<TurnRecord | null>
  /** `storedBytes` is what each takes on disk. */
  tracePayloads(turnId: string): Promise<(TracePayload & { storedBytes: number })[]>
  traceSummary(filter: TraceFilter): Promise<TraceSummary>
  /**
   * `edges` are rising points in time, on quarters of an hour: the stretches between them are counted.
   * With an instance, `total` and `stretches` are of it alone.
   */
  turnStats(edges: string[], instanceName: string | null): Promise<TurnStats>
  /** How many traces `expire` would delete in all, once the turns that ended are digested. */
  countExpiredTraces(beforeIso: string): Promise<number>
}
