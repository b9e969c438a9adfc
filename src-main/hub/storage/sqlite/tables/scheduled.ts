/** Messages that a person wants sent later. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { ScheduledRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { scheduled } from '../schema/outbox.ts'
import type { Row } from '../schema/row.ts'

type ScheduledRow = Row<typeof scheduled>

function toScheduled(row: ScheduledRow): ScheduledRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    conversationId: row.conversation_id,
    text: row.text,
    by: row.by,
    sendAt: row.send_at,
    state: row.state,
    createdAt: row.created_at,
  }
}

export function scheduledWrites(
  db: Statements,
): Sync<Pick<StorageWrites, 'createScheduled' | 'updateScheduled' | 'markMissed' | 'removeScheduled'>> {
  const insert = db.prepare(
    'INSERT INTO scheduled (id, instance_name, conversation_id, text, by, send_at, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const update = db.prepare<[string, string, string], ScheduledRow>(
    "UPDATE scheduled SET text = ?, send_at = ?, state = 'waiting' WHERE id = ? RETURNING *",
  )
  const miss = db.prepare("UPDATE scheduled SET state = 'missed' WHERE id = ?")
  const remove = db.prepare('DELETE FROM scheduled WHERE id = ?')
  return {
    createScheduled(record) {
      const { id, instanceName, conversationId, text, by, sendAt, state, createdAt } = record
      insert.run(id, instanceName, conversationId, text, by, sendAt, state, createdAt)
    },
    updateScheduled(id, text, sendAt) {
      const row = update.get(text, sendAt, id)
      return row === undefined ? null : toScheduled(row)
    },
    markMissed(id) {
      miss.run(id)
    },
    removeScheduled: (id) => remove.run(id).changes > 0,
  }
}

export function scheduledReads(
  db: Statements,
): Sync<Pick<StorageReads, 'getScheduled' | 'listScheduled' | 'dueScheduled' | 'nextScheduledAt'>> {
  const byId = db.prepare<[string], ScheduledRow>('SELECT * FROM scheduled WHERE id = ?')
  const ofConversation = db.prepare<[string], ScheduledRow>('SELECT * FROM scheduled WHERE conversation_id = ? ORDER BY send_at, id')
  const due = db.prepare<[string], ScheduledRow>("SELECT * FROM scheduled WHERE state = 'waiting' AND send_at <= ? ORDER BY send_at, id")
  const next = db.prepare<[], { at: string | null }>("SELECT min(send_at) AS at FROM scheduled WHERE state = 'waiting'")
  return {
    getScheduled(id) {
      const row = byId.get(id)
      return row === undefined ? null : toScheduled(row)
    },
    listScheduled: (conversationId) => ofConversation.all(conversationId).map(toScheduled),
    dueScheduled: (at) => due.all(at).map(toScheduled),
    nextScheduledAt: () => next.get()?.at ?? null,
  }
}
