/** What a machine wrote about the older part of conversations. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { SummaryRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { conversationAliases } from './merge.ts'

const COLUMNS = `conversation_id AS conversationId, text, upto_seq AS uptoSeq, message_count AS messageCount,
  written_by AS writtenBy, written_at AS writtenAt, revision`

export function summaryWrites(db: Statements): Sync<Pick<StorageWrites, 'saveSummary' | 'forgetSummary'>> {
  const present = db.prepare<[string], { contextFrom: string | null; revision: number }>(
    `SELECT c.context_from AS contextFrom, coalesce(s.revision, 0) AS revision
     FROM conversations c LEFT JOIN conversation_summaries s ON s.conversation_id = c.id WHERE c.id = ?`,
  )
  const save = db.prepare(
    `INSERT INTO conversation_summaries (conversation_id, text, upto_seq, message_count, written_by, written_at, revision)
     VALUES ($conversationId, $text, $uptoSeq, $messageCount, $writtenBy, $writtenAt, 1)
     ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text, upto_seq = excluded.upto_seq,
       message_count = excluded.message_count, written_by = excluded.written_by, written_at = excluded.written_at, revision = revision + 1`,
  )
  const said = db.prepare<[string], string>('SELECT text FROM conversation_summaries WHERE conversation_id = ?').pluck()
  const forget = db.prepare(
    `UPDATE conversation_summaries SET text = '', message_count = 0, written_at = ?, revision = revision + 1
     WHERE conversation_id = ? AND text <> ''`,
  )
  const beginAfter = db.prepare(
    `INSERT INTO conversation_summaries (conversation_id, text, upto_seq, message_count, written_by, written_at, revision)
     SELECT $conversationId, '', $uptoSeq, 0, '', $at, 1 WHERE EXISTS (SELECT 1 FROM conversations WHERE id = $conversationId)
     ON CONFLICT (conversation_id) DO UPDATE SET text = '', upto_seq = max(upto_seq, excluded.upto_seq), message_count = 0,
       written_at = excluded.written_at, revision = revision + 1`,
  )
  const aliases = conversationAliases(db)
  return {
    saveSummary(summary, read) {
      const now = present.get(summary.conversationId)
      if (now === undefined || now.revision !== read.revision || now.contextFrom !== read.contextFrom) return false
      save.run(summary)
      return true
    },
    forgetSummary(id, uptoSeq, at) {
      const conversationId = aliases.current(id)
      const hadText = (said.get(conversationId) ?? '') !== ''
      if (uptoSeq === null) forget.run(at, conversationId)
      else beginAfter.run({ conversationId, uptoSeq, at })
      return hadText
    },
  }
}

export function summaryReads(db: Statements): Sync<Pick<StorageReads, 'getSummary'>> {
  const read = db.prepare<[string], SummaryRecord>(`SELECT ${COLUMNS} FROM conversation_summaries WHERE conversation_id = ?`)
  const aliases = conversationAliases(db)
  return { getSummary: (id) => read.get(aliases.current(id)) ?? null }
}
