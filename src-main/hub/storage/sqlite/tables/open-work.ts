/** What processes that died left open, and its way to the one that goes on with it. */
import type { ClaimedTurn, ClaimedWork, OpenRef, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { contactStore } from './contacts.ts'
import { conversationAliases } from './merge.ts'
import { outboxWrites } from './outbox.ts'
import { ownMessageReads } from './own-messages.ts'
import {
  CONVERSATION_BY_ID,
  type ConversationRow,
  type DeliveryRow,
  type MessageRow,
  type TurnRow,
  toConversation,
  toDelivery,
  toMessage,
  toTurn,
} from './rows.ts'

/** A turn or a delivery; `place` is its turn to be claimed, 0 for what was at the platform. */
interface LeftRow extends Pick<DeliveryRow, 'id' | 'instance_name' | 'conversation_id' | 'seq'> {
  kind: OpenRef['kind']
  place: number
}

export function openWorkWrites(
  db: Statements,
  owner: string,
): Sync<Pick<StorageWrites, 'openWork' | 'claimOpenWork' | 'countTakenUp' | 'forgiveTakenUp'>> {
  const { finishDelivery } = outboxWrites(db, owner)
  const people = contactStore(db)
  const aliases = conversationAliases(db)
  const { aroundOwnMessage } = ownMessageReads(db)
  // Not what this process has begun itself: that is being worked on.
  const left = db.prepare<[string, string], LeftRow>(
    `SELECT 'delivery' AS kind, id, instance_name, conversation_id,
       CASE WHEN state = 'sending' THEN 0 WHEN turn_id IS NULL THEN 1 ELSE 2 END AS place, seq
     FROM deliveries WHERE owner IS NOT NULL AND owner <> ?
     UNION ALL
     SELECT 'turn', id, instance_name, conversation_id, CASE state WHEN 'delivering' THEN 2 ELSE 3 END, seq
     FROM turns WHERE owner IS NOT NULL AND owner <> ? AND conversation_id IS NOT NULL
     ORDER BY place, seq`,
  )
  const claimTurn = db.prepare<[string, string, string], TurnRow>(
    'UPDATE turns SET owner = ? WHERE id = ? AND owner IS NOT NULL AND owner <> ? RETURNING *',
  )
  const claimDelivery = db.prepare<[string, string, string], DeliveryRow>(
    'UPDATE deliveries SET owner = ? WHERE id = ? AND owner IS NOT NULL AND owner <> ? RETURNING *',
  )
  const conversationRow = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const messageRow = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE id = ?')
  const countOne = db.prepare('UPDATE turns SET taken_up = taken_up + 1 WHERE id = ?')
  const forgive = db.prepare('UPDATE turns SET taken_up = 0 WHERE owner IS NOT NULL AND taken_up > 0')

  function claimed(row: TurnRow): ClaimedTurn {
    const turn = toTurn(row)
    const conversation = turn.conversationId === null ? undefined : conversationRow.get(aliases.current(turn.conversationId))
    const found = turn.messageId === null ? undefined : messageRow.get(turn.messageId)
    const message = found === undefined ? null : toMessage(found)
    return {
      turn,
      conversation: conversation === undefined ? null : toConversation(conversation),
      message,
      contact: turn.contactId === null ? null : people.load(turn.contactId),
      ...(message?.author === 'phone' ? { around: aroundOwnMessage(message) } : {}),
      takenUp: row.taken_up,
    }
  }

  return {
    openWork: () =>
      left.all(owner, owner).map(
        (row): OpenRef => ({
          kind: row.kind,
          id: row.id,
          instanceName: row.instance_name,
          conversationId: row.conversation_id,
          isCutOff: row.place === 0,
        }),
      ),

    claimOpenWork(refs, { repeatable, repeated, left: notRepeated }) {
      const work: ClaimedWork = { turns: [], deliveries: [] }
      for (const { kind, id } of refs) {
        if (kind === 'turn') {
          const row = claimTurn.get(owner, id, owner)
          if (row !== undefined) work.turns.push(claimed(row))
          continue
        }
        const row = claimDelivery.get(owner, id, owner)
        if (row === undefined) continue
        const delivery = toDelivery(row)
        const settled =
          delivery.state === 'sending' ? finishDelivery(id, repeatable.includes(delivery.instanceName) ? repeated : notRepeated) : null
        work.deliveries.push(settled?.delivery ?? delivery)
      }
      return work
    },

    countTakenUp(turnIds) {
      for (const id of turnIds) countOne.run(id)
    },

    forgiveTakenUp() {
      forgive.run()
    },
  }
}
