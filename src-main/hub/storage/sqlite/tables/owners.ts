/** Who owns a conversation: the agent, nobody yet, or a person for a while. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { ConversationRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { conversationEventStore } from './conversation-events.ts'

export function ownerWrites(db: Statements): Sync<Pick<StorageWrites, 'setOwner' | 'giveBackDue' | 'addConversationEvent' | 'markUnread'>> {
  const conversationEvents = conversationEventStore(db)
  const save = db.prepare(
    `UPDATE conversations SET owner_kind = ?, owner_name = ?, owner_since = ?, owner_until = ?, owner_reason = ?, owner_minutes = ? WHERE id = ?`,
  )
  const due = db.prepare<[string], { id: string }>(
    "SELECT id FROM conversations INDEXED BY conversations_paused WHERE owner_kind = 'person' AND owner_until <= ?",
  )
  const setUnread = db.prepare('UPDATE conversations SET unread_count = max(unread_count, 1) WHERE id = ?')

  const reload = (id: string): ConversationRecord => {
    const found = conversationEvents.find(id)
    if (found === null) throw new Error(`conversation ${id} vanished within its own transaction`)
    return found
  }

  return {
    setOwner(conversationId, owner, from, at, conversationEvent) {
      const before = conversationEvents.find(conversationId)
      if (before === null || !from.includes(before.owner.kind)) return null
      // Who keeps it for longer has had it since the beginning.
      const isSame = before.owner.kind === owner.kind && before.owner.name === owner.name
      const since = owner.kind === 'bot' ? null : isSame ? before.owner.since : at
      save.run(owner.kind, owner.name, since, owner.until, owner.reason, owner.minutes, conversationId)
      const conversation = reload(conversationId)
      return { conversation, message: conversationEvent === null ? null : conversationEvents.add(conversation, conversationEvent, at) }
    },
    giveBackDue(at, conversationEvent) {
      return due.all(at).map(({ id }) => {
        save.run('bot', null, null, null, null, null, id)
        const conversation = reload(id)
        return { conversation, message: conversationEvents.add(conversation, conversationEvent, at) }
      })
    },
    addConversationEvent(conversationId, conversationEvent, at) {
      const conversation = conversationEvents.find(conversationId)
      return conversation === null ? null : conversationEvents.add(conversation, conversationEvent, at)
    },
    markUnread(conversationId) {
      setUnread.run(conversationId)
      return conversationEvents.find(conversationId)
    },
  }
}

export function ownerReads(db: Statements): Sync<Pick<StorageReads, 'countConversations' | 'nextGiveBackAt'>> {
  const unread = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM conversations WHERE unread_count > 0')
  // Each part is answered from its partial index alone; a conversation in both counts once.
  const waiting = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (
       SELECT id FROM conversations WHERE owner_kind = 'waiting' OR draft_id IS NOT NULL
       UNION SELECT id FROM conversations WHERE (attention <> 'none' OR last_answer_failed = 1) AND attention <> 'none')`,
  )
  const next = db.prepare<[], { at: string | null }>(
    "SELECT min(owner_until) AS at FROM conversations INDEXED BY conversations_paused WHERE owner_kind = 'person'",
  )
  return {
    countConversations: () => ({ unread: unread.get()?.n ?? 0, waiting: waiting.get()?.n ?? 0 }),
    nextGiveBackAt: () => next.get()?.at ?? null,
  }
}
