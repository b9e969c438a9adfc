/** Messages on their way out. */
import type { CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import type { AuthorKind, Held, Media, Message, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import type { StopCode } from '../../../../src-shared/contract/traces.ts'
import type {
  ConversationRecord,
  DeliveryRecord,
  DraftRecord,
  MessageRecord,
  PayloadInput,
  ScheduledRecord,
  TurnRecord,
} from '../records.ts'
import type { DeliveryChange, EventInput, TurnOutcome } from './shared.ts'

export interface PlannedMessage {
  delivery: Omit<DeliveryRecord, 'seq' | 'attempts' | 'externalId' | 'error' | 'createdAt' | 'updatedAt'>
  author: AuthorKind
  authorName: string | null
  kind: MessageKind
  text: string
  /** Of a file that is stored here already. */
  media?: Media | null
  quote?: Message['quote']
  cacheHit?: CacheHit
}

/** How a draft ends without being sent. */
export interface DraftEnd {
  stopCode: Extract<StopCode, 'draft_discarded' | 'superseded'>
  reason: string
  conversationEvent: EventInput
  at: string
}

export type DeliveryOutcome =
  | { state: 'sent'; externalId: string; chatExternalId: string | null; at: string; payloads: PayloadInput[] }
  | { state: 'failed' | 'unknown' | 'cancelled'; error: string; at: string; payloads: PayloadInput[] }
  /** Goes back to waiting, to be tried again at `notBefore`. */
  | { state: 'pending'; error: string; notBefore: string; held?: Held; at: string; payloads: PayloadInput[] }

export interface SendLimits {
  perHour: number
  /** People who never wrote, within 24 hours. */
  newContactsPerDay: number
}

export type SendSlot = { state: 'taken' } | { state: 'full'; freeAt: string } | { state: 'no_more_strangers'; freeAt: string | null }

export interface OutboxWrites {
  /** A message of a person or of the API. The same delivery id twice changes nothing. */
  enqueueDelivery(planned: PlannedMessage, at: string): Promise<DeliveryChange>
  /**
   * Counts a message that a number is about to send, unless one of the limits keeps it from that. The
   * same delivery counts once. Never more than `perHour` within any hour, also across restarts.
   */
  takeSendSlot(
    send: { instanceName: string; deliveryId: string; conversationId: string; at: string },
    limits: SendLimits,
  ): Promise<SendSlot>
  /** Gives a message that is edited as it grows its text so far; null when it is gone. */
  rewriteDelivery(deliveryId: string, text: string): Promise<DeliveryChange | null>
  /** Notes why a pending delivery waits, until it is begun or ends; null when it is not pending. */
  holdDelivery(deliveryId: string, held: Held): Promise<DeliveryChange | null>
  /** Gives a text that waits to be sent another one; null when it is not pending any more, or no text. */
  changePending(deliveryId: string, text: string): Promise<DeliveryChange | null>
  /** Ends a delivery that has not been begun; null when it is not pending any more. */
  cancelPending(deliveryId: string, error: string, at: string): Promise<DeliveryChange | null>
  /** Marks it as being sent, just before the platform is called; null unless it was pending. */
  startDelivery(deliveryId: string, at: string): Promise<DeliveryRecord | null>
  finishDelivery(deliveryId: string, outcome: DeliveryOutcome): Promise<DeliveryChange | null>
  /** Like {@link finishDelivery}, but only from `unknown`, or from `failed` to `sent`: null when it was decided meanwhile. */
  settleUnknown(
    deliveryId: string,
    outcome: Extract<DeliveryOutcome, { state: 'sent' | 'unknown' | 'failed' | 'cancelled' }>,
  ): Promise<DeliveryChange | null>
  /** From `failed` or `unknown` back to `pending`; null if it is in another state. */
  reopenDelivery(deliveryId: string, at: string): Promise<DeliveryChange | null>
  /** Ends the turn as awaiting approval. An older draft of the conversation is superseded. */
  saveDraft(draft: DraftRecord, outcome: TurnOutcome): Promise<{ conversation: ConversationRecord; turn: TurnRecord }>
  /** Null when it is not open any more; else the turn is open again, with its answer planned. */
  approveDraft(
    draftId: string,
    plan: { messages: PlannedMessage[]; steps: TurnRecord['steps']; at: string; conversationEvent: EventInput; isTracePrivate?: boolean },
  ): Promise<{ changes: DeliveryChange[]; turn: TurnRecord; conversation: ConversationRecord; message: MessageRecord } | null>
  endDraft(
    draftId: string,
    end: DraftEnd,
  ): Promise<{ conversation: ConversationRecord; turn: TurnRecord | null; message: MessageRecord } | null>
  createScheduled(record: ScheduledRecord): Promise<void>
  /** Back to waiting, with this text and time; null when it is gone. */
  updateScheduled(id: string, text: string, sendAt: string): Promise<ScheduledRecord | null>
  markMissed(id: string): Promise<void>
  /** Sent or taken back; false when it was gone already. */
  removeScheduled(id: string): Promise<boolean>
}

export interface OutboxReads {
  getDelivery(id: string): Promise<DeliveryRecord | null>
  /** Those in state `unknown` that were planned after `since`, the oldest first; `limit` at most. */
  unknownDeliveries(instanceName: string, since: string, limit: number): Promise<DeliveryRecord[]>
  turnDeliveries(turnId: string): Promise<DeliveryRecord[]>
  /** When the messages of the hour before `at` were sent, oldest first, and how many new people were written to in the day before. */
  sendUsage(instanceName: string, at: string): Promise<{ sentAt: string[]; newContacts: number }>
  getDraft(id: string): Promise<DraftRecord | null>
  getScheduled(id: string): Promise<ScheduledRecord | null>
  listScheduled(conversationId: string): Promise<ScheduledRecord[]>
  /** Those waiting, soonest first. */
  dueScheduled(at: string): Promise<ScheduledRecord[]>
  nextScheduledAt(): Promise<string | null>
}
