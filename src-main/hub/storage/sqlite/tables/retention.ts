/**
 * Deletes what is older than it is to be kept, some at a time, from the oldest on. Rows are stored in
 * the order in which they came, so a batch looks at the head of a table and never at all of it.
 */
import type { Expiring } from '../../../../../src-shared/contract/retention.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { settings } from '../schema/accounts.ts'
import type { Row } from '../schema/row.ts'
import { type MessageRow, parse, type TurnRow } from './rows.ts'

/** Rows at the head that must stay (an unsettled delivery) are stepped over, but not more than this. */
const STEPPED_OVER = 500
/** Freeing a large file's pages takes time that a commit then waits for. */
const MEDIA_BYTES = 16 * 1024 * 1024
/** How far the files of messages are deleted: the `seq` of a message. */
const MEDIA_MARK = 'retention.media'

/** A trace that nothing waits for: its turn has ended, and no draft is left of it. */
const ENDED = 'owner IS NULL AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.turn_id = t.id)'

export function retentionReads(db: Statements): Sync<Pick<StorageReads, 'countExpiredTraces'>> {
  const count = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM turns t INDEXED BY turns_by_time WHERE received_at < ? AND ${ENDED}`,
  )
  return { countExpiredTraces: (beforeIso) => count.get(beforeIso)?.n ?? 0 }
}

export function retentionWrites(db: Statements): Sync<Pick<StorageWrites, 'expire'>> {
  const payloads = db.prepare(
    'DELETE FROM trace_payloads WHERE id IN (SELECT id FROM (SELECT id, at FROM trace_payloads ORDER BY id LIMIT ?) WHERE at < ?)',
  )

  // A turn is counted into the figures and its search entry exists once it is digested.
  const oldTurns = db.prepare<[string, number, number], Pick<TurnRow, 'seq' | 'id'>>(
    `SELECT seq, id FROM (SELECT * FROM turns INDEXED BY turns_by_time WHERE received_at < ? ORDER BY received_at LIMIT ?) t
     WHERE is_digested = 1 AND ${ENDED} LIMIT ?`,
  )
  const turnPayloads = db.prepare('DELETE FROM trace_payloads WHERE turn_id = ?')
  const turnRuns = db.prepare('DELETE FROM dry_runs WHERE turn_id = ?')
  const turn = db.prepare('DELETE FROM turns WHERE seq = ?')

  const mark = db.prepare<[string], Pick<Row<typeof settings>, 'value'>>('SELECT value FROM settings WHERE key = ?')
  const setMark = db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const withMedia = db.prepare<[number, number], Pick<MessageRow, 'seq' | 'media' | 'sent_at'>>(
    'SELECT seq, media, sent_at FROM messages INDEXED BY messages_with_media WHERE media IS NOT NULL AND seq > ? ORDER BY seq LIMIT ?',
  )
  const mediaSize = db.prepare<[string], { size: number }>('SELECT length(bytes) AS size FROM media WHERE id = ?')
  const dropMedia = db.prepare('DELETE FROM media WHERE id = ?')
  const forgetMedia = db.prepare("UPDATE messages SET media = json_set(media, '$.id', NULL) WHERE seq = ?")

  const oldMessages = db.prepare<[number, string, number], Pick<MessageRow, 'seq' | 'conversation_id' | 'media' | 'delivery_id'>>(
    `SELECT seq, conversation_id, media, delivery_id FROM (SELECT * FROM messages ORDER BY seq LIMIT ?) m
     WHERE sent_at < ? AND coalesce(delivery_state, '') NOT IN ('pending', 'sending', 'unknown')
       AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = m.turn_id AND t.owner IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.turn_id = m.turn_id) LIMIT ?`,
  )
  const dropMessage = db.prepare('DELETE FROM messages WHERE seq = ?')
  const dropDelivery = db.prepare('DELETE FROM deliveries WHERE id = ?')
  // The list shows the last message: it must not outlive it.
  const emptied = db.prepare(
    `UPDATE conversations SET last_message_preview = '', unread_count = 0
     WHERE id = ? AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = conversations.id)`,
  )

  // A summary outlives none of the messages that it is of.
  const summarized = db.prepare(
    `DELETE FROM conversation_summaries WHERE conversation_id = ? AND NOT EXISTS
       (SELECT 1 FROM messages m WHERE m.conversation_id = conversation_summaries.conversation_id AND m.seq <= conversation_summaries.upto_seq)`,
  )

  const spend = db.prepare('DELETE FROM agent_spend WHERE rowid IN (SELECT rowid FROM agent_spend WHERE day < ? ORDER BY day LIMIT ?)')

  type Expire = (beforeIso: string, limit: number) => { deleted: number; isDone: boolean }
  const upTo = (deleted: number, limit: number) => ({ deleted, isDone: deleted < limit })

  const expireTraces: Expire = (beforeIso, limit) => {
    const found = oldTurns.all(beforeIso, limit + STEPPED_OVER, limit)
    for (const { seq, id } of found) {
      turnPayloads.run(id)
      turnRuns.run(id)
      turn.run(seq)
    }
    return upTo(found.length, limit)
  }

  const mediaIdOf = (media: MessageRow['media']): string | null => parse(media)?.id ?? null

  const expireMedia: Expire = (beforeIso, limit) => {
    let at = Number(parse(mark.get(MEDIA_MARK)?.value ?? null))
    let bytes = 0
    let deleted = 0
    const rows = withMedia.all(at, limit)
    let isDone = rows.length < limit
    for (const { seq, media, sent_at } of rows) {
      if (sent_at >= beforeIso) {
        isDone = true
        break
      }
      if (bytes > MEDIA_BYTES) {
        isDone = false
        break
      }
      at = seq
      const id = mediaIdOf(media)
      if (id === null) continue
      bytes += mediaSize.get(id)?.size ?? 0
      deleted += dropMedia.run(id).changes
      forgetMedia.run(seq)
    }
    setMark.run(MEDIA_MARK, JSON.stringify(at))
    return { deleted, isDone }
  }

  const expireMessages: Expire = (beforeIso, limit) => {
    const found = oldMessages.all(limit + STEPPED_OVER, beforeIso, limit)
    for (const { seq, media, delivery_id } of found) {
      const id = mediaIdOf(media)
      if (id !== null) dropMedia.run(id)
      if (delivery_id !== null) dropDelivery.run(delivery_id)
      dropMessage.run(seq)
    }
    for (const id of new Set(found.map(({ conversation_id }) => conversation_id))) {
      emptied.run(id)
      summarized.run(id)
    }
    return upTo(found.length, limit)
  }

  const EXPIRE: Record<Expiring, Expire> = {
    payloads: (beforeIso, limit) => upTo(payloads.run(limit, beforeIso).changes, limit),
    traces: expireTraces,
    media: expireMedia,
    messages: expireMessages,
    spend: (beforeIso, limit) => upTo(spend.run(beforeIso.slice(0, 10), limit).changes, limit),
  }
  return { expire: (what, beforeIso, limit) => EXPIRE[what](beforeIso, limit) }
}
