/** Edits and deletions that overtook their message: kept until it comes, for an hour. */
import type { MessageUpdate } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'

type Change = Extract<MessageUpdate, { type: 'edit' | 'revoke' }>

const KEPT_MS = 3_600_000
/** So many are kept before old ones are looked for. */
const TIDY_AFTER = 1000

export function earlyChanges(db: Statements) {
  const insert = db.prepare(
    `INSERT INTO early_changes (instance_name, external_id, type, text, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at`,
  )
  const find = db.prepare<[string, string], { type: Change['type']; text: string; at: string }>(
    'SELECT type, text, at FROM early_changes WHERE instance_name = ? AND external_id = ? ORDER BY type',
  )
  const drop = db.prepare('DELETE FROM early_changes WHERE instance_name = ? AND external_id = ?')
  const dropOld = db.prepare('DELETE FROM early_changes WHERE at < ?')
  let sinceTidy = 0

  return {
    keep(instanceName: string, change: Change): void {
      insert.run(instanceName, change.externalId, change.type, change.type === 'edit' ? change.text : '', change.at)
      sinceTidy += 1
      if (sinceTidy < TIDY_AFTER) return
      sinceTidy = 0
      dropOld.run(new Date(Date.parse(change.at) - KEPT_MS).toISOString())
    },
    /** What became of a message before it came; a deletion last. */
    take(instanceName: string, externalId: string): Change[] {
      const found = find.all(instanceName, externalId)
      if (found.length > 0) drop.run(instanceName, externalId)
      return found.map(({ type, text, at }) => (type === 'edit' ? { type, externalId, text, at } : { type, externalId, at }))
    },
  }
}
