/**
 * Two contacts that turn out to be one person become one, and their direct chats one conversation:
 * nothing of either is lost, and the id of the one that goes leads to the one that stays.
 */
import type { Statements } from '../connection/statements.ts'
import type { ContactRow, MessageRow } from './rows.ts'

/** The id of a conversation that was merged away leads to where it is now. */
export function conversationAliases(db: Statements) {
  const into = db.prepare<[string], string>('SELECT conversation_id FROM merged_conversations WHERE id = ?').pluck()
  return { current: (id: string): string => into.get(id) ?? id }
}

/** `fromId` is gone; what was in it is in `intoId`. */
export interface MergedPair {
  fromId: string
  intoId: string
}

export function mergeStore(db: Statements) {
  const run = (sql: string) => db.prepare(sql)
  const contactRow = db.prepare<[string], ContactRow>('SELECT * FROM contacts WHERE id = ?')
  const moveIdentities = run('UPDATE identities SET contact_id = ? WHERE contact_id = ?')
  // In groups anybody may have written; of direct chats only the contact's own.
  const moveMessages = run(
    `UPDATE messages SET contact_id = $keep WHERE contact_id = $drop AND conversation_id IN
       (SELECT id FROM conversations WHERE contact_id = $drop OR (instance_name = $instance AND kind <> 'direct'))`,
  )
  const moveTurnsOfContact = run(
    `UPDATE turns SET contact_id = $keep, contact_phone = coalesce(contact_phone, $phone) WHERE contact_id = $drop AND id IN
       (SELECT turn_id FROM messages WHERE turn_id IS NOT NULL AND conversation_id IN (SELECT id FROM conversations WHERE contact_id = $drop))`,
  )
  const phoneOf = db.prepare<[string, string], string>("SELECT value FROM identities WHERE contact_id IN (?, ?) AND kind = 'phone'").pluck()
  const moveConversations = run('UPDATE conversations SET contact_id = ? WHERE contact_id = ?')
  const moveContactNotes = run('UPDATE notes SET contact_id = ? WHERE contact_id = ?')
  const adoptFacts = run(
    `UPDATE contacts SET name = coalesce(name, ?), avatar_url = coalesce(avatar_url, ?), agent_user_id = coalesce(agent_user_id, ?),
       created_at = min(created_at, ?), last_seen_at = max(last_seen_at, ?) WHERE id = ?`,
  )
  const removeContact = run('DELETE FROM contacts WHERE id = ?')
  const directOf = db.prepare<[string], { id: string }>(
    "SELECT id FROM conversations WHERE contact_id = ? AND kind = 'direct' ORDER BY created_at, id",
  )

  // Turns and deliveries have no index by conversation; every one of them has its message.
  const moveTurns = run(
    'UPDATE turns SET conversation_id = ? WHERE id IN (SELECT turn_id FROM messages WHERE conversation_id = ? AND turn_id IS NOT NULL)',
  )
  const moveDeliveries = run(
    'UPDATE deliveries SET conversation_id = ? WHERE id IN (SELECT delivery_id FROM messages WHERE conversation_id = ? AND delivery_id IS NOT NULL)',
  )
  const moveRest = ['messages', 'notes', 'scheduled'].map((table) =>
    run(`UPDATE ${table} SET conversation_id = ? WHERE conversation_id = ?`),
  )
  const moveDrafts = run('UPDATE OR IGNORE drafts SET conversation_id = ? WHERE conversation_id = ?')
  const moveLabels = run('UPDATE OR IGNORE conversation_labels SET conversation_id = ? WHERE conversation_id = ?')
  const addUp = run(
    `UPDATE conversations SET
       unread_count = unread_count + (SELECT unread_count FROM conversations WHERE id = $drop),
       attention = coalesce((SELECT max(attention) FROM conversations WHERE id IN ($keep, $drop) AND attention <> 'none'), 'none'),
       last_answer_failed = (SELECT max(last_answer_failed) FROM conversations WHERE id IN ($keep, $drop)),
       is_archived = (SELECT min(is_archived) FROM conversations WHERE id IN ($keep, $drop)),
       name = coalesce(name, (SELECT name FROM conversations WHERE id = $drop)),
       created_at = (SELECT min(created_at) FROM conversations WHERE id IN ($keep, $drop)),
       (agent_session_id, session_active_at) =
         (SELECT agent_session_id, session_active_at FROM conversations WHERE id IN ($keep, $drop)
          ORDER BY agent_session_id IS NULL, session_active_at DESC LIMIT 1),
       (last_message_at, last_message_preview, last_message_author) =
         (SELECT last_message_at, last_message_preview, last_message_author FROM conversations WHERE id IN ($keep, $drop)
          ORDER BY last_message_at DESC LIMIT 1)
     WHERE id = $keep`,
  )
  // A person who has one of the two has both; a draft is about what was said in its own.
  const adoptOwner = run(
    `UPDATE conversations SET (owner_kind, owner_name, owner_since, owner_until, owner_reason, owner_minutes) =
       (SELECT owner_kind, owner_name, owner_since, owner_until, owner_reason, owner_minutes FROM conversations
        WHERE id IN ($keep, $drop) ORDER BY CASE owner_kind WHEN 'person' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, id = $keep DESC LIMIT 1),
       draft_id = coalesce(draft_id, (SELECT draft_id FROM conversations WHERE id = $drop))
     WHERE id = $keep`,
  )
  const adoptLabels = run(
    'UPDATE conversations SET labels = (SELECT json_group_array(label_id) FROM conversation_labels WHERE conversation_id = $keep) WHERE id = $keep',
  )
  // It knows one half of what is one conversation now.
  const dropSummaries = run('DELETE FROM conversation_summaries WHERE conversation_id IN (?, ?)')
  const removeConversation = run('DELETE FROM conversations WHERE id = ?')
  const addAlias = run('INSERT INTO merged_conversations (id, conversation_id) VALUES (?, ?)')
  const followAliases = run('UPDATE merged_conversations SET conversation_id = ? WHERE conversation_id = ?')

  // What came from the past stands before the rest (see `thread-place.ts`), each newest first: two of them are sorted again.
  const past = db.prepare<[string], Pick<MessageRow, 'seq' | 'sent_at'>>(
    'SELECT seq, sent_at FROM messages WHERE conversation_id = ? AND seq < 0 ORDER BY seq',
  )
  const lowest = db.prepare<[], number | null>('SELECT min(seq) FROM messages').pluck()
  const moveSeq = run('UPDATE messages SET seq = ? WHERE seq = ?')
  const forgetSearch = run('INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (?)')

  function sortPast(conversationId: string): void {
    const rows = past.all(conversationId)
    const sorted = [...rows].sort((a, b) => (a.sent_at < b.sent_at ? -1 : a.sent_at > b.sent_at ? 1 : a.seq - b.seq))
    const moved = sorted.flatMap((row, index) => (row.seq === rows[index]?.seq ? [] : [{ from: row.seq, to: rows[index]?.seq ?? row.seq }]))
    if (moved.length === 0) return
    // Out of the way first, since no two rows may have one number at any moment.
    const aside = Math.min(lowest.get() ?? 0, 0)
    for (const [index, { from }] of moved.entries()) moveSeq.run(aside - 1 - index, from)
    for (const [index, { to }] of moved.entries()) {
      moveSeq.run(to, aside - 1 - index)
      forgetSearch.run(to)
    }
  }

  function mergeConversations(keep: string, drop: string): void {
    moveTurns.run(keep, drop)
    moveDeliveries.run(keep, drop)
    for (const move of moveRest) move.run(keep, drop)
    moveDrafts.run(keep, drop)
    addUp.run({ keep, drop })
    adoptOwner.run({ keep, drop })
    moveLabels.run(keep, drop)
    adoptLabels.run({ keep })
    dropSummaries.run(keep, drop)
    removeConversation.run(drop)
    followAliases.run(keep, drop)
    addAlias.run(drop, keep)
    sortPast(keep)
  }

  return {
    /** All direct chats of a contact become its oldest one. */
    joinDirectChats(contactId: string): MergedPair[] {
      const [kept, ...doubles] = directOf.all(contactId)
      if (kept === undefined) return []
      return doubles.map((double) => {
        mergeConversations(kept.id, double.id)
        return { fromId: double.id, intoId: kept.id }
      })
    },
    /** Everything of contact `drop` becomes that of `keep`. */
    mergeContacts(instance: string, keep: string, drop: string): void {
      const dropped = contactRow.get(drop)
      if (dropped === undefined) return
      const phone = phoneOf.get(keep, drop) ?? null
      moveTurnsOfContact.run({ keep, drop, phone })
      moveMessages.run({ keep, drop, instance })
      moveIdentities.run(keep, drop)
      moveConversations.run(keep, drop)
      moveContactNotes.run(keep, drop)
      adoptFacts.run(dropped.name, dropped.avatar_url, dropped.agent_user_id, dropped.created_at, dropped.last_seen_at, keep)
      removeContact.run(drop)
    },
  }
}
