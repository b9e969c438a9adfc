/** Texts that people send often, found by a shortcut. */
import type { SavedReply } from '../../../../../src-shared/contract/saved-replies.ts'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'

export function savedReplyWrites(db: Statements): Sync<Pick<StorageWrites, 'saveReply' | 'removeReply'>> {
  const same = db.prepare<[string, string | null, string], { id: string }>(
    'SELECT id FROM saved_replies WHERE lower(shortcut) = lower(?) AND instance_name IS ? AND id <> ?',
  )
  const save = db.prepare(
    `INSERT INTO saved_replies (id, instance_name, shortcut, text) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET instance_name = excluded.instance_name, shortcut = excluded.shortcut, text = excluded.text`,
  )
  const remove = db.prepare('DELETE FROM saved_replies WHERE id = ?')
  return {
    saveReply({ id, instanceName, shortcut, text }) {
      if (same.get(shortcut, instanceName, id) !== undefined)
        throw new OmniError('conflict', `There already is a saved reply "/${shortcut}" here.`)
      save.run(id, instanceName, shortcut, text)
    },
    removeReply: (id) => remove.run(id).changes > 0,
  }
}

export function savedReplyReads(db: Statements): Sync<Pick<StorageReads, 'listReplies'>> {
  const all = db.prepare<[], SavedReply>(
    'SELECT id, instance_name AS instanceName, shortcut, text FROM saved_replies ORDER BY shortcut, id',
  )
  return {
    listReplies: (instanceName) =>
      all.all().filter((reply) => instanceName === null || reply.instanceName === null || reply.instanceName === instanceName),
  }
}
