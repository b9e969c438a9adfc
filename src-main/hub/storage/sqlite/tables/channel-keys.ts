/** What channels remember for themselves: many small entries, read by id and written in batches. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'

interface Entry {
  id: string
  value: string
}

export function channelKeyWrites(db: Statements): Sync<Pick<StorageWrites, 'saveChannelKeys' | 'clearChannelKeys'>> {
  const save = db.prepare(
    `INSERT INTO channel_keys (instance_name, category, id, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  )
  const remove = db.prepare('DELETE FROM channel_keys WHERE instance_name = ? AND category = ? AND id = ?')
  const clear = db.prepare('DELETE FROM channel_keys WHERE instance_name = ? AND category = ?')
  const clearAll = db.prepare('DELETE FROM channel_keys WHERE instance_name = ?')
  return {
    saveChannelKeys(instanceName, entries) {
      for (const { category, id, value } of entries)
        if (value === null) remove.run(instanceName, category, id)
        else save.run(instanceName, category, id, value)
    },
    clearChannelKeys(instanceName, categories) {
      if (categories === null) clearAll.run(instanceName)
      else for (const category of categories) clear.run(instanceName, category)
    },
  }
}

export function channelKeyReads(db: Statements): Sync<Pick<StorageReads, 'channelKeys'>> {
  const one = db.prepare<[string, string, string], Entry>(
    'SELECT id, value FROM channel_keys WHERE instance_name = ? AND category = ? AND id = ?',
  )
  const all = db.prepare<[string, string], Entry>('SELECT id, value FROM channel_keys WHERE instance_name = ? AND category = ?')
  return {
    channelKeys(instanceName, category, ids) {
      const rows = ids === null ? all.all(instanceName, category) : ids.flatMap((id) => one.get(instanceName, category, id) ?? [])
      return Object.fromEntries(rows.map(({ id, value }) => [id, value]))
    },
  }
}
