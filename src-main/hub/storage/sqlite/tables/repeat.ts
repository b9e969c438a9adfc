/** A turn that a person wants answered again: a new turn about the same messages. */
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { conversationEventStore } from './conversation-events.ts'
import { lengthOf, preview } from './preview.ts'
import { type MessageRow, type TurnRow, toMessage, toTurn, written } from './rows.ts'

export function repeatWrites(db: Statements, owner: string): Sync<Pick<StorageWrites, 'repeatTurn'>> {
  const conversationEvents = conversationEventStore(db)
  const open = db.prepare<[string], { id: string }>('SELECT id FROM turns WHERE owner IS NOT NULL AND conversation_id = ? LIMIT 1')
  const lastOfCustomer = db.prepare<[string], MessageRow>(
    `SELECT * FROM messages WHERE conversation_id = ? AND author = 'customer' AND kind <> 'reaction' AND revoked_at IS NULL
     ORDER BY seq DESC LIMIT 1`,
  )
  const turnById = db.prepare<[string], TurnRow>('SELECT * FROM turns WHERE id = ?')
  const insert = db.prepare(
    `INSERT INTO turns (id, instance_name, conversation_id, contact_id, contact_name, contact_phone, message_id, message_external_id,
       message_kind, message_preview, message_count, has_media, has_quote, state, steps, received_at, owner, rerun_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', '[]', ?, ?, ?)`,
  )
  return {
    repeatTurn(conversationId, turnId, conversationEvent, at, isPrivate = false) {
      const conversation = conversationEvents.find(conversationId)
      const row = lastOfCustomer.get(conversationId)
      if (conversation === null || row === undefined) return null
      if (open.get(conversationId) !== undefined) throw new OmniError('conflict', 'An answer is being prepared already.')
      const message = toMessage(row)
      const first = message.turnId === null ? undefined : turnById.get(message.turnId)
      const earlier = first === undefined ? null : toTurn(first)
      insert.run(
        turnId,
        conversation.instanceName,
        conversationId,
        message.contactId,
        isPrivate ? null : (message.authorName ?? conversation.contactName),
        isPrivate ? null : conversation.phoneNumber,
        message.id,
        message.externalId,
        message.kind,
        isPrivate && message.text !== '' ? lengthOf(message.text) : preview(message.text) || `[${message.kind}]`,
        earlier?.mergedInto == null ? (earlier?.messageCount ?? 1) : (turnById.get(earlier.mergedInto)?.message_count ?? 1),
        message.media === null ? 0 : 1,
        message.quote === null ? 0 : 1,
        at,
        owner,
        earlier?.mergedInto ?? earlier?.id ?? null,
      )
      const note = conversationEvents.add(conversation, { ...conversationEvent, turnId }, at)
      return { turn: toTurn(written(turnById.get(turnId))), message, note }
    },
  }
}

export function lastTurnRead(db: Statements): Sync<Pick<StorageReads, 'lastTurn'>> {
  const newest = db.prepare<[string], Pick<MessageRow, 'turn_id'>>(
    'SELECT turn_id FROM messages WHERE conversation_id = ? AND turn_id IS NOT NULL ORDER BY seq DESC LIMIT 1',
  )
  const turnById = db.prepare<[string], TurnRow>('SELECT * FROM turns WHERE id = ?')
  const find = (id: string | null | undefined) => {
    const row = id == null ? undefined : turnById.get(id)
    return row === undefined ? null : toTurn(row)
  }
  return {
    lastTurn(conversationId) {
      const turn = find(newest.get(conversationId)?.turn_id)
      return turn?.mergedInto == null ? turn : find(turn.mergedInto)
    },
  }
}
