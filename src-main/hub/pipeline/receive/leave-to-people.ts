/**
 * What was under way when a backup was made. The computer that made it may have gone on and finished it, so here nothing
 * of it is answered or sent again: messages become "may have been sent", and whoever waited for an answer waits for a person.
 */
import { conversationEvent } from '../../inbox/conversations/events.ts'
import type { DeliveryOutcome } from '../../storage/port/outbox.ts'
import type { Storage } from '../../storage/port.ts'

const AT_A_TIME = 200
const MAY_BE_SENT = 'It was to be sent when the backup was made: the other computer may have sent it.'
const MAY_BE_ANSWERED = 'It was open when the backup was made: the other computer may have answered it.'

/** Of a storage that no hub works on. `at`: ISO 8601. */
export async function leaveOpenWorkToPeople(storage: Storage, at: string): Promise<void> {
  const unknown: DeliveryOutcome = { state: 'unknown', error: MAY_BE_SENT, at, payloads: [] }
  const refs = await storage.openWork()
  for (let from = 0; from < refs.length; from += AT_A_TIME) {
    const some = refs.slice(from, from + AT_A_TIME)
    const { turns, deliveries } = await storage.claimOpenWork(some, { repeatable: [], repeated: unknown, left: unknown })
    for (const { id, state } of deliveries) if (state === 'pending') await storage.finishDelivery(id, unknown)
    for (const { turn } of turns) {
      await storage.finishTurn(turn.id, {
        state: 'stopped',
        stopCode: 'came_while_away',
        reason: MAY_BE_ANSWERED,
        errorStage: null,
        steps: turn.steps,
        completedAt: at,
        totalDurationMs: Math.max(0, Date.parse(at) - Date.parse(turn.receivedAt)),
        channelSucceeded: null,
      })
      if (turn.conversationId === null) continue
      const waiting = { kind: 'waiting', name: null, until: null, reason: 'missed', minutes: null } as const
      await storage.setOwner(turn.conversationId, waiting, ['bot'], at, conversationEvent('asked_for_person', { reason: 'missed' }))
    }
  }
  for (const { id } of await storage.dueScheduled(at)) await storage.markMissed(id)
}
