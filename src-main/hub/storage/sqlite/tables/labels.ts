/** The owner's own words for conversations. A conversation carries the ids of its labels on its row. */
import type { Label } from '../../../../../src-shared/contract/labels.ts'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { conversationEventStore } from './conversation-events.ts'

export function labelWrites(db: Statements): Sync<Pick<StorageWrites, 'saveLabel' | 'removeLabel' | 'assignLabels'>> {
  const { find } = conversationEventStore(db)
  const others = db.prepare<[string], Label>('SELECT * FROM labels WHERE id <> ?')
  const save = db.prepare(
    'INSERT INTO labels (id, name, colour) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour',
  )
  const remove = db.prepare('DELETE FROM labels WHERE id = ?')
  const exists = db.prepare<[string], { id: string }>('SELECT id FROM labels WHERE id = ?')
  const having = db.prepare<[string], { id: string }>('SELECT conversation_id AS id FROM conversation_labels WHERE label_id = ?')
  const unlink = db.prepare('DELETE FROM conversation_labels WHERE conversation_id = ?')
  const link = db.prepare('INSERT OR IGNORE INTO conversation_labels (label_id, conversation_id) VALUES (?, ?)')
  const setIds = db.prepare('UPDATE conversations SET labels = ? WHERE id = ?')

  return {
    saveLabel({ id, name, colour }) {
      // In JavaScript, because SQLite folds the case of ASCII only.
      const isTaken = others.all(id).some((other) => other.name.toLocaleLowerCase() === name.toLocaleLowerCase())
      if (isTaken) throw new OmniError('conflict', `There already is a label named "${name}".`)
      save.run(id, name, colour)
    },
    removeLabel(id) {
      const conversations = having.all(id).map((row) => find(row.id))
      if (remove.run(id).changes === 0) return null
      return conversations.flatMap((conversation) => {
        if (conversation === null) return []
        const labels = conversation.labels.filter((label) => label !== id)
        setIds.run(JSON.stringify(labels), conversation.id)
        return [{ ...conversation, labels }]
      })
    },
    assignLabels(conversationId, labelIds) {
      if (find(conversationId) === null) return null
      const known = [...new Set(labelIds)].filter((id) => exists.get(id) !== undefined)
      unlink.run(conversationId)
      for (const id of known) link.run(id, conversationId)
      setIds.run(JSON.stringify(known), conversationId)
      return find(conversationId)
    },
  }
}

export function labelReads(db: Statements): Sync<Pick<StorageReads, 'listLabels'>> {
  const all = db.prepare<[], Label>('SELECT id, name, colour FROM labels ORDER BY name COLLATE NOCASE, id')
  return { listLabels: () => all.all() }
}
