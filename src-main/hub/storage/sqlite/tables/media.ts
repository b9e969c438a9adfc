/** Files that came in by another way than with a message. */
import type { StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'

export function mediaWrites(db: Statements): Sync<Pick<StorageWrites, 'addMedia'>> {
  const insert = db.prepare('INSERT INTO media (id, instance_name, mime_type, file_name, bytes, created_at) VALUES (?, ?, ?, ?, ?, ?)')
  return {
    addMedia({ id, instanceName, mimeType, fileName, bytes, createdAt }) {
      insert.run(id, instanceName, mimeType, fileName, bytes, createdAt)
    },
  }
}
