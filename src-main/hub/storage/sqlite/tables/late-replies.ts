/** Answers that agents promised to give later. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from '../schema/row.ts'
import type { lateReplies } from '../schema/turns.ts'
import { parse } from './rows.ts'

export function lateReplyWrites(
  db: Statements,
): Sync<Pick<StorageWrites, 'saveLateReply' | 'acceptLateReply' | 'takeLateReply' | 'removeLateReply'>> {
  const save = db.prepare(
    `INSERT INTO late_replies (turn_id, instance_name, token_hash, is_accepted, expires_at, reply) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (turn_id) DO UPDATE SET token_hash = excluded.token_hash, is_accepted = excluded.is_accepted,
       expires_at = excluded.expires_at, reply = excluded.reply`,
  )
  const forget = db.prepare('DELETE FROM late_replies WHERE expires_at < ?')
  const accept = db.prepare('UPDATE late_replies SET is_accepted = 1 WHERE turn_id = ?')
  const take = db.prepare<[string, string, string], { turnId: string }>(
    'UPDATE late_replies SET reply = ? WHERE token_hash = ? AND reply IS NULL AND expires_at >= ? RETURNING turn_id AS turnId',
  )
  const remove = db.prepare('DELETE FROM late_replies WHERE turn_id = ?')
  return {
    saveLateReply({ turnId, instanceName, tokenHash, isAccepted, expiresAt, reply }, at) {
      forget.run(at)
      save.run(turnId, instanceName, tokenHash, Number(isAccepted), expiresAt, reply === null ? null : JSON.stringify(reply))
    },
    acceptLateReply(turnId) {
      accept.run(turnId)
    },
    takeLateReply: (tokenHash, body, at) => take.get(JSON.stringify({ body }), tokenHash, at) ?? null,
    removeLateReply(turnId) {
      remove.run(turnId)
    },
  }
}

export function lateReplyReads(db: Statements): Sync<Pick<StorageReads, 'getLateReply' | 'isLateReplyAwaited'>> {
  const byTurn = db.prepare<[string], Row<typeof lateReplies>>('SELECT * FROM late_replies WHERE turn_id = ?')
  const awaited = db.prepare<[string, string], { turn_id: string }>(
    'SELECT turn_id FROM late_replies WHERE token_hash = ? AND reply IS NULL AND expires_at >= ?',
  )
  return {
    isLateReplyAwaited: (tokenHash, at) => awaited.get(tokenHash, at) !== undefined,
    getLateReply(turnId) {
      const row = byTurn.get(turnId)
      if (row === undefined) return null
      return {
        turnId: row.turn_id,
        instanceName: row.instance_name,
        tokenHash: row.token_hash,
        isAccepted: row.is_accepted === 1,
        expiresAt: row.expires_at,
        reply: parse(row.reply),
      }
    },
  }
}
