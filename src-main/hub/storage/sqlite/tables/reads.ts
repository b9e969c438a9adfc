/** Every question the hub asks of the embedded database, on a connection that cannot write. */
import { inflateRawSync } from 'node:zlib'
import type { StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { journalReads } from '../journal/journal-table.ts'
import type { settings } from '../schema/accounts.ts'
import type { media } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import type { tracePayloads } from '../schema/turns.ts'
import { agentProfileReads } from './agent-profiles.ts'
import { agentSpendReads } from './agent-spend.ts'
import { answerCacheReads } from './answer-cache.ts'
import { channelKeyReads } from './channel-keys.ts'
import { contactListReads } from './contact-list.ts'
import { conversationListReads } from './conversation-list.ts'
import { draftReads } from './drafts.ts'
import { labelReads } from './labels.ts'
import { lateReplyReads } from './late-replies.ts'
import { mediaFetchReads } from './media-fetches.ts'
import { mediaTextReads } from './media-texts.ts'
import { conversationAliases } from './merge.ts'
import { messagePageReads } from './message-pages.ts'
import { numberSendReads } from './number-sends.ts'
import { ownMessageReads } from './own-messages.ts'
import { ownerReads } from './owners.ts'
import { peopleReads } from './people-facts.ts'
import { playgroundReads } from './playground.ts'
import { lastTurnRead } from './repeat.ts'
import { retentionReads } from './retention.ts'
import {
  type AccessRuleRow,
  type ApiKeyRow,
  CONVERSATION_BY_ID,
  CONVERSATION_SELECT,
  type DeliveryRow,
  type InstanceRow,
  type MessageRow,
  parse,
  type SessionRow,
  toAccessRule,
  toApiKey,
  toConversation,
  toDelivery,
  toInstance,
  toMessage,
  toSession,
  toTurn,
} from './rows.ts'
import { savedReplyReads } from './saved-replies.ts'
import { scheduledReads } from './scheduled.ts'
import { searchReads } from './search.ts'
import { statsReads } from './stats.ts'
import { summaryReads } from './summaries.ts'
import { traceListReads } from './trace-list.ts'
import { turnStatsReads } from './turn-stats.ts'
import { usageReads } from './usage.ts'
import { where } from './where.ts'

export function reads(db: Statements): Sync<StorageReads> {
  const one = <R, T>(sql: string, toRecord: (row: R) => T) => {
    const statement = db.prepare<string[], R>(sql)
    return (...params: string[]): T | null => {
      const row = statement.get(...params)
      return row === undefined ? null : toRecord(row)
    }
  }
  const turnMessages = db.prepare<[string, string], MessageRow>(
    // A repeated turn is about the messages of the turn that it repeats.
    `WITH RECURSIVE origin(id) AS (
       SELECT ? UNION SELECT t.rerun_of FROM origin o JOIN turns t ON t.id = o.id WHERE t.rerun_of IS NOT NULL
     ), led(id) AS (SELECT id FROM origin UNION SELECT t.id FROM turns t JOIN origin o ON t.merged_into = o.id)
     SELECT m.* FROM messages m WHERE m.turn_id IN (SELECT id FROM led) AND m.delivery_id IS NULL AND m.kind <> 'system'
     UNION SELECT m.* FROM messages m WHERE m.id = (SELECT message_id FROM turns WHERE id = ?) ORDER BY seq`,
  )
  const history = db.prepare<[string, number, number], MessageRow>(
    "SELECT * FROM messages WHERE conversation_id = +? AND seq < +? AND revoked_at IS NULL AND kind <> 'system' ORDER BY seq DESC LIMIT ? + 0",
  )
  const payloadsOf = db.prepare<[string], Row<typeof tracePayloads>>('SELECT * FROM trace_payloads WHERE turn_id = ? ORDER BY id')
  const unknownDeliveries = db.prepare<[string, string, number], DeliveryRow>(
    // The index of what is in trouble holds few rows.
    `SELECT * FROM deliveries WHERE instance_name = ? AND state IN ('failed', 'unknown') AND state = 'unknown' AND created_at >= ?
     ORDER BY seq LIMIT ? + 0`,
  )
  const turnDeliveries = db.prepare<[string], DeliveryRow>('SELECT * FROM deliveries WHERE turn_id = +? ORDER BY seq')

  const instances = db.prepare<[], InstanceRow>('SELECT * FROM instances ORDER BY id')
  const accessRules = db.prepare<[], AccessRuleRow>('SELECT * FROM access_rules ORDER BY id')
  const apiKeys = db.prepare<[], ApiKeyRow>('SELECT * FROM api_keys ORDER BY created_at')
  const sessions = db.prepare<[], SessionRow>('SELECT * FROM sessions ORDER BY last_used_at DESC')
  const recent = db.compose<{ instanceName?: string; limit: number; offset: number }, MessageRow>(
    [
      { limit: 1, offset: 0 },
      { instanceName: 'shop', limit: 1, offset: 0 },
    ],
    ({ instanceName, limit, offset }) => {
      const { sql, params } = where([["kind <> 'system'"], instanceName !== undefined && ['instance_name = ?', instanceName]])
      return { sql: `SELECT * FROM messages ${sql} ORDER BY seq DESC LIMIT ? OFFSET ?`, params: [...params, limit, offset] }
    },
  )
  const conversationById = one(CONVERSATION_BY_ID, toConversation)
  const aliases = conversationAliases(db)

  return {
    ...statsReads(db),
    ...agentProfileReads(db),
    ...lateReplyReads(db),
    ...agentSpendReads(db),
    ...answerCacheReads(db),
    ...retentionReads(db),
    ...channelKeyReads(db),
    ...conversationListReads(db),
    ...contactListReads(db),
    ...messagePageReads(db),
    ...ownerReads(db),
    ...draftReads(db),
    ...scheduledReads(db),
    ...savedReplyReads(db),
    ...labelReads(db),
    ...peopleReads(db),
    ...summaryReads(db),
    ...lastTurnRead(db),
    ...searchReads(db),
    ...traceListReads(db),
    ...turnStatsReads(db),
    ...playgroundReads(db),
    ...usageReads(db),
    ...mediaFetchReads(db),
    ...mediaTextReads(db),
    ...numberSendReads(db),
    ...ownMessageReads(db),
    listInstances: () => instances.all().map(toInstance),
    getConversation: (id) => conversationById(aliases.current(id)),
    findConversation: one(`${CONVERSATION_SELECT} WHERE c.instance_name = +? AND c.external_id = +?`, toConversation),
    recentMessages: (filter, page) => recent.all({ ...filter, ...page }).map(toMessage),
    getMessage: one('SELECT * FROM messages WHERE id = ?', toMessage),
    findMessage: one('SELECT * FROM messages WHERE instance_name = ? AND external_id = ?', toMessage),
    turnMessages: (turnId) => turnMessages.all(turnId, turnId).map(toMessage),
    history: (conversationId, beforeSeq, limit) => history.all(conversationId, beforeSeq, limit).map(toMessage).reverse(),
    ...journalReads(db),
    newestInboundAt: one(
      "SELECT sent_at AS at FROM messages WHERE instance_name = ? AND author IN ('customer', 'phone') ORDER BY seq DESC LIMIT 1",
      (row: { at: string }) => row.at,
    ),
    getTrace: one('SELECT * FROM turns WHERE id = ?', toTurn),
    tracePayloads: (turnId) =>
      payloadsOf.all(turnId).map((row) => ({
        id: String(row.id),
        stage: row.stage,
        kind: row.kind,
        at: row.at,
        statusCode: row.status_code,
        sizeBytes: row.size_bytes,
        storedBytes: row.body.length,
        body: (row.is_deflated === 1 ? inflateRawSync(row.body) : row.body).toString('utf8'),
      })),
    getDelivery: one('SELECT * FROM deliveries WHERE id = ?', toDelivery),
    unknownDeliveries: (instanceName, since, limit) => unknownDeliveries.all(instanceName, since, limit).map(toDelivery),
    turnDeliveries: (turnId) => turnDeliveries.all(turnId).map(toDelivery),
    readMedia: one(
      'SELECT instance_name, mime_type, file_name, bytes FROM media WHERE id = ?',
      (row: Omit<Row<typeof media>, 'id' | 'created_at'>) => ({
        instanceName: row.instance_name,
        mimeType: row.mime_type,
        fileName: row.file_name,
        bytes: row.bytes,
      }),
    ),
    listAccessRules: () => accessRules.all().map(toAccessRule),
    listApiKeys: () => apiKeys.all().map(toApiKey),
    getSetting: one('SELECT value FROM settings WHERE key = ?', (row: Pick<Row<typeof settings>, 'value'>) => parse(row.value)),
    findSession: one('SELECT * FROM sessions WHERE id_hash = ?', toSession),
    listSessions: () => sessions.all().map(toSession),
  }
}
