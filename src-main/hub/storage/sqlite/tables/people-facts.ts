/** What people noted about a person, and what there was with them. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { NoteRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { notes } from '../schema/conversations.ts'
import type { Row } from '../schema/row.ts'
import { CONVERSATION_SELECT, type ConversationRow, toConversation } from './rows.ts'

const OTHER_CONVERSATIONS = 20

type NoteRow = Row<typeof notes>

function toNote(row: NoteRow): NoteRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    author: row.author,
    text: row.text,
    createdAt: row.created_at,
  }
}

export function noteWrites(db: Statements): Sync<Pick<StorageWrites, 'addNote' | 'removeNote'>> {
  const insert = db.prepare(
    'INSERT INTO notes (id, instance_name, contact_id, conversation_id, author, text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const remove = db.prepare<[string], NoteRow>('DELETE FROM notes WHERE id = ? RETURNING *')
  return {
    addNote({ id, instanceName, contactId, conversationId, author, text, createdAt }) {
      insert.run(id, instanceName, contactId, conversationId, author, text, createdAt)
    },
    removeNote(id) {
      const row = remove.get(id)
      return row === undefined ? null : toNote(row)
    },
  }
}

export function peopleReads(db: Statements): Sync<Pick<StorageReads, 'listNotes' | 'contactHistory'>> {
  const notes = db.prepare<[string, string], NoteRow>(
    `SELECT * FROM notes WHERE conversation_id = ?
     UNION SELECT * FROM notes WHERE contact_id = (SELECT contact_id FROM conversations WHERE id = ?) ORDER BY created_at DESC, id DESC`,
  )
  const others = db.prepare<[string, string, number], ConversationRow>(
    `${CONVERSATION_SELECT} WHERE c.contact_id = (SELECT contact_id FROM conversations WHERE id = ?) AND c.id <> ?
     ORDER BY c.last_message_at DESC LIMIT ?`,
  )
  const figures = db.prepare<[string], { messages: number; answers: number | null; first_at: string | null }>(
    `SELECT count(*) AS messages, sum(author = 'agent' AND coalesce((SELECT is_handed_over FROM turns t WHERE t.id = turn_id), 0) = 0) AS answers, min(sent_at) AS first_at
     FROM messages WHERE conversation_id = ? AND kind <> 'system'`,
  )
  return {
    listNotes: (conversationId) => notes.all(conversationId, conversationId).map(toNote),
    contactHistory(conversationId) {
      const row = figures.get(conversationId)
      return {
        conversations: others.all(conversationId, conversationId, OTHER_CONVERSATIONS).map(toConversation),
        messageCount: row?.messages ?? 0,
        answeredCount: row?.answers ?? 0,
        firstMessageAt: row?.first_at ?? null,
      }
    },
  }
}
