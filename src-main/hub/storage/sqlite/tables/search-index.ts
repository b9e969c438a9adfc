/**
 * Makes messages and people searchable, behind the acknowledged path: a range of messages is
 * indexed and grows at both ends (new ones first, then the past from the newest down), and triggers
 * note what changed or went. Each call is one small batch.
 */
import type { StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow } from './rows.ts'

/** A number shorter than this is in too many numbers to find anybody. */
const MIN_DIGITS = 4

/** The index finds beginnings: a number is also found by its inner digits when each of its endings is one. */
function endings(value: string): string[] {
  if (!/^\d+$/.test(value)) return [value]
  return Array.from({ length: Math.max(1, value.length - MIN_DIGITS + 1) }, (_, start) => value.slice(start))
}

/** `said`: what its file says in words. */
type SearchedRow = Pick<MessageRow, 'seq' | 'text' | 'instance_name' | 'kind' | 'revoked_at'> & { said: string | null }

export function searchWrites(db: Statements): Sync<Pick<StorageWrites, 'indexForSearch'>> {
  const state = db.prepare<[], { low: number; high: number }>('SELECT low, high FROM search_state WHERE id = 1')
  const saveState = db.prepare('UPDATE search_state SET low = ?, high = ? WHERE id = 1')
  // What a recording or a document says is found like what was written.
  const COLUMNS = `SELECT seq, text, instance_name, kind, revoked_at,
    CASE WHEN media IS NULL THEN NULL ELSE (SELECT r.text FROM media_texts r WHERE r.message_id = messages.id AND r.state = 'ready') END AS said
    FROM messages`
  const newer = db.prepare<[number, number], SearchedRow>(`${COLUMNS} WHERE seq > ? ORDER BY seq LIMIT ?`)
  const older = db.prepare<[number, number], SearchedRow>(`${COLUMNS} WHERE seq < ? ORDER BY seq DESC LIMIT ?`)
  const one = db.prepare<[number], SearchedRow>(`${COLUMNS} WHERE seq = ?`)
  const put = db.prepare('INSERT OR REPLACE INTO message_search (rowid, text, instance) VALUES (?, ?, ?)')
  const drop = db.prepare('DELETE FROM message_search WHERE rowid = ?')
  const dirtyMessages = db.prepare<[number], { seq: number }>('SELECT seq FROM search_dirty_messages LIMIT ?')
  const cleanMessage = db.prepare('DELETE FROM search_dirty_messages WHERE seq = ?')

  const dirtyPeople = db.prepare<[number], { id: string }>('SELECT conversation_id AS id FROM search_dirty_people LIMIT ?')
  const cleanPerson = db.prepare('DELETE FROM search_dirty_people WHERE conversation_id = ?')
  const conversation = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const identities = db.prepare<[string], { value: string }>('SELECT value FROM identities WHERE contact_id = ?')
  const seqOf = db.prepare<[string], { seq: number }>('SELECT seq FROM search_people WHERE conversation_id = ?')
  const newPerson = db.prepare<[string], { seq: number }>('INSERT INTO search_people (conversation_id) VALUES (?) RETURNING seq')
  const forgetPerson = db.prepare('DELETE FROM search_people WHERE seq = ?')
  const putPerson = db.prepare('INSERT OR REPLACE INTO people_search (rowid, names, numbers, instance) VALUES (?, ?, ?, ?)')
  const dropPerson = db.prepare('DELETE FROM people_search WHERE rowid = ?')

  const wordsOf = (row: SearchedRow): string => (row.said ? `${row.text}\n${row.said}` : row.text)
  const isSearchable = (row: SearchedRow) => wordsOf(row) !== '' && row.kind !== 'system' && row.revoked_at === null
  const add = (row: SearchedRow) => {
    if (isSearchable(row)) put.run(row.seq, wordsOf(row), row.instance_name)
  }

  function refreshMessage(seq: number, low: number, high: number): void {
    cleanMessage.run(seq)
    // What is not indexed yet will be, as it then is.
    if (seq < low || seq > high) return
    const row = one.get(seq)
    if (row !== undefined && isSearchable(row)) add(row)
    else drop.run(seq)
  }

  function refreshPerson(id: string): void {
    cleanPerson.run(id)
    const known = seqOf.get(id)?.seq
    const row = conversation.get(id)
    if (row === undefined) {
      if (known === undefined) return
      dropPerson.run(known)
      forgetPerson.run(known)
      return
    }
    const seq = known ?? newPerson.get(id)?.seq
    const names = [row.name, row.contact_name].filter((name) => name !== null).join('\n')
    const ids = row.contact_id === null ? [] : identities.all(row.contact_id).map(({ value }) => value)
    const numbers = [...new Set([...ids, row.external_id.replace(/@.*$/, '')].flatMap(endings))].join('\n')
    putPerson.run(seq, names, numbers, row.instance_name)
  }

  return {
    indexForSearch(limit) {
      let { low, high } = state.get() ?? { low: 1, high: 0 }
      let left = limit
      for (const { seq } of dirtyMessages.all(left)) {
        refreshMessage(seq, low, high)
        left -= 1
      }
      for (const { id } of dirtyPeople.all(left)) {
        refreshPerson(id)
        left -= 1
      }
      for (const row of newer.all(high, left)) {
        add(row)
        high = row.seq
        left -= 1
      }
      const past = left > 0 ? older.all(low, left) : []
      for (const row of past) {
        add(row)
        low = row.seq
        left -= 1
      }
      saveState.run(low, high)
      return left > 0
    },
  }
}
