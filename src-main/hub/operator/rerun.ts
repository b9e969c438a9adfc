/** "Run again": the last message of the customer is answered once more, in a turn of its own. */
import { OmniError } from '../../../src-shared/errors.ts'
import { conversationEvent } from '../inbox/conversations/events.ts'
import type { LiveEvents } from '../live/events.ts'
import type { LaneItem } from '../pipeline/lanes/lane-item.ts'
import { newId } from '../runtime/ids.ts'
import type { Storage } from '../storage/port.ts'
import type { ConversationRecord } from '../storage/records.ts'

interface Options {
  storage: Storage
  liveEvents: LiveEvents
  now: () => number
  enqueue: (instanceName: string, conversationId: string, item: LaneItem) => void
}

/** @returns the id of the new turn; `conflict` while a turn of the conversation is open. */
export async function runAgain(
  { storage, liveEvents, now, enqueue }: Options,
  conversation: ConversationRecord,
  by: string,
): Promise<string> {
  const turnId = newId()
  const receivedAtMs = now()
  const receivedTick = performance.now()
  const at = new Date(receivedAtMs).toISOString()
  const repeated = await storage.repeatTurn(conversation.id, turnId, conversationEvent('run_again', { by }), at)
  if (repeated === null) throw new OmniError('conflict', 'There is no message of the customer to answer.')
  const { turn, message, note } = repeated
  liveEvents.message(note)
  liveEvents.turn(turn)
  enqueue(conversation.instanceName, conversation.id, {
    kind: 'turn',
    turnId,
    instanceName: conversation.instanceName,
    message,
    conversation,
    contact: turn.contactId === null ? null : await storage.getContact(turn.contactId),
    receivedAtMs,
    receivedTick,
    decision: null,
    steps: [{ stage: 'receive', status: 'ok', offsetMs: 0, durationMs: 0, detail: `${by} asked for another answer.` }],
    isRecovered: false,
    isAsked: true,
  })
  return turnId
}

/** The newest message of the customer, if nobody has answered it. */
export async function hasUnanswered(storage: Storage, conversationId: string): Promise<boolean> {
  const { items } = await storage.listMessages(conversationId, { limit: 50, withEvents: false })
  const newest = items.findLast((message) => message.kind !== 'reaction' && message.revokedAt === null)
  return newest?.author === 'customer'
}
