/** What people and the hub did with a conversation, kept between its messages so that its place is known. */
import { newId } from '../../../runtime/ids.ts'
import type { EventInput } from '../../port.ts'
import type { ConversationRecord, MessageRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import { conversationAliases } from './merge.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow, messageExtra, toConversation, toMessage, written } from './rows.ts'
import { NEXT_PLACE } from './thread-place.ts'

export function conversationEventStore(db: Statements) {
  const aliases = conversationAliases(db)
  const conversationRow = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const insert = db.prepare(
    `INSERT INTO messages (seq, id, instance_name, conversation_id, author, kind, text, extra, sent_at, turn_id)
     VALUES (${NEXT_PLACE}, ?, ?, ?, 'system', 'system', ?, ?, ?, ?)`,
  )
  const bySeq = db.prepare<[number | bigint], MessageRow>('SELECT * FROM messages WHERE seq = ?')

  return {
    find(conversationId: string): ConversationRecord | null {
      const row = conversationRow.get(aliases.current(conversationId))
      return row === undefined ? null : toConversation(row)
    },
    /** Neither unread nor "the last message": nobody wrote it. */
    add(conversation: ConversationRecord, conversationEvent: EventInput, at: string): MessageRecord {
      const extra = messageExtra({
        location: null,
        sharedContacts: [],
        quote: null,
        reactions: [],
        mentionsAccount: false,
        event: conversationEvent.event,
      })
      const { lastInsertRowid } = insert.run(
        newId(),
        conversation.instanceName,
        conversation.id,
        conversationEvent.text,
        extra,
        at,
        conversationEvent.turnId ?? null,
      )
      return toMessage(written(bySeq.get(lastInsertRowid)))
    },
  }
}
