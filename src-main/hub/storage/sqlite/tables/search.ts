/** Full-text search over what `search-index.ts` has made searchable. */
import type { SearchQuery, StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { CONVERSATION_BY_ID, CONVERSATION_SELECT, type ConversationRow, type MessageRow, toConversation, toMessage } from './rows.ts'

/** A string of FTS5's query language: nothing in it is syntax. (It ends at a NUL, quote or not.) */
const quoted = (text: string) => `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`

/** Every word as the beginning of a word, or the digits as a part of a number. The instance only narrows: the exact name is compared on the row. */
function matchFor(columns: string, { words, digits, instanceName }: SearchQuery): string {
  const text = words.map((word) => `${quoted(word)} *`).join(' AND ')
  const all = digits === undefined ? `{${columns}} : (${text})` : `({names} : (${text})) OR ({numbers} : ${quoted(digits)} *)`
  return instanceName === undefined ? all : `(${all}) AND (instance : ${quoted(instanceName)})`
}

export function searchReads(db: Statements): Sync<Pick<StorageReads, 'searchMessages' | 'searchPeople'>> {
  const byId = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const messages = db.prepare<[string, string | null, string | null, number], MessageRow>(
    `SELECT m.* FROM message_search s CROSS JOIN messages m ON m.seq = s.rowid
     WHERE s.message_search MATCH ? AND (? IS NULL OR m.instance_name = ?) AND m.revoked_at IS NULL
     ORDER BY s.rowid DESC LIMIT ?`,
  )
  // Names match few people in any office, so sorting them all by their last message is cheap; the
  // bound keeps a search for "a" from sorting everybody.
  const people = db.prepare<[string, string | null, string | null, number], ConversationRow>(
    `${CONVERSATION_SELECT} JOIN search_people p ON p.conversation_id = c.id
     WHERE p.seq IN (SELECT rowid FROM people_search WHERE people_search MATCH ? ORDER BY rowid DESC LIMIT 2000)
       AND (? IS NULL OR c.instance_name = ?)
     ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?`,
  )
  return {
    searchMessages(query) {
      const instance = query.instanceName ?? null
      const found = messages.all(matchFor('text', { ...query, digits: undefined }), instance, instance, query.limit).map(toMessage)
      return found.flatMap((message) => {
        const row = byId.get(message.conversationId)
        return row === undefined ? [] : [{ message, conversation: toConversation(row) }]
      })
    },
    searchPeople(query) {
      const instance = query.instanceName ?? null
      return people.all(matchFor('names numbers', query), instance, instance, query.limit).map(toConversation)
    },
  }
}
