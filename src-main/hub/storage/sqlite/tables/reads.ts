/** Every question the hub asks of the embedded database, on a connection that cannot write. */
import { inflateRawSync } from 'node:zlib'
import type { IdentityRef } from '../../../channels/port.ts'
import type { StorageReads } from '../../port.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import { journalReads } from '../journal/journal-table.ts'
import { agentProfileReads } from './agent-profiles.ts'
import { agentSpendReads } from './agent-spend.ts'
import { answerCacheReads } from './answer-cache.ts'
import { channelKeyReads } from './channel-keys.ts'
import { conversationListReads } from './conversation-list.ts'
import { draftReads } from './drafts.ts'
import { labelReads } from './labels.ts'
import { lateReplyReads } from './late-replies.ts'
import { mediaFetchReads } from './media-fetches.ts'
import { conversationAliases } from './merge.ts'
import { messagePageReads } from './message-pages.ts'
import { numberSendReads } from './number-sends.ts'
import { ownMessageReads } from './own-messages.ts'
import { ownerReads } from './owners.ts'
import { like } from './pages.ts'
import { peopleReads } from './people-facts.ts'
import { playgroundReads } from './playground.ts'
import { readingReads } from './readings.ts'
import { lastTurnRead } from './repeat.ts'
import { retentionReads } from './retention.ts'
import {
  CONVERSATION_BY_ID,
  CONVERSATION_SELECT,
  type Row,
  toAccessRule,
  toApiKey,
  toContact,
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

export function reads(db: Db): Sync<StorageReads> {
  const count = (sql: string, params: unknown[]) => db.prepare<unknown[], { n: number }>(sql).get(...params)?.n ?? 0
  const one = <T>(sql: string, toRecord: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql)
    return (...params: unknown[]): T | null => {
      const row = statement.get(...params)
      return row === undefined ? null : toRecord(row)
    }
  }
  const identitiesOf = db.prepare<[string], IdentityRef>('SELECT kind, value FROM identities WHERE contact_id = ?')
  const withIdentities = (row: Row) => toContact(row, identitiesOf.all(row['id']))
  const turnMessages = db.prepare<[string, string], Row>(
    // A repeated turn is about the messages of the turn that it repeats.
    `WITH RECURSIVE origin(id) AS (
       SELECT ? UNION SELECT t.rerun_of FROM origin o JOIN turns t ON t.id = o.id WHERE t.rerun_of IS NOT NULL
     ), led(id) AS (SELECT id FROM origin UNION SELECT t.id FROM turns t JOIN origin o ON t.merged_into = o.id)
     SELECT m.* FROM messages m WHERE m.turn_id IN (SELECT id FROM led) AND m.delivery_id IS NULL AND m.kind <> 'system'
     UNION SELECT m.* FROM messages m WHERE m.id = (SELECT message_id FROM turns WHERE id = ?) ORDER BY seq`,
  )
  const history = db.prepare<[string, number, number], Row>(
    "SELECT * FROM messages WHERE conversation_id = +? AND seq < +? AND revoked_at IS NULL AND kind <> 'system' ORDER BY seq DESC LIMIT ? + 0",
  )
  const payloadsOf = db.prepare<[string], Row>('SELECT * FROM trace_payloads WHERE turn_id = ? ORDER BY id')
  const unknownDeliveries = db.prepare<[string, string, number], Row>(
    // The index of what is in trouble holds few rows.
    `SELECT * FROM deliveries WHERE instance_name = ? AND state IN ('failed', 'unknown') AND state = 'unknown' AND created_at >= ?
     ORDER BY seq LIMIT ? + 0`,
  )
  const turnDeliveries = db.prepare<[string], Row>('SELECT * FROM deliveries WHERE turn_id = +? ORDER BY seq')

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
    ...readingReads(db),
    ...numberSendReads(db),
    ...ownMessageReads(db),
    listInstances: () => db.prepare<[], Row>('SELECT * FROM instances ORDER BY id').all().map(toInstance),
    getConversation: (id) => conversationById(aliases.current(id)),
    findConversation: one(`${CONVERSATION_SELECT} WHERE c.instance_name = +? AND c.external_id = +?`, toConversation),
    recentMessages(filter, { limit, offset }) {
      const scope = where([["kind <> 'system'"], filter.instanceName !== undefined && ['instance_name = ?', filter.instanceName]])
      return db
        .prepare<unknown[], Row>(`SELECT * FROM messages ${scope.sql} ORDER BY seq DESC LIMIT ? OFFSET ?`)
        .all(...scope.params, limit, offset)
        .map(toMessage)
    },
    getMessage: one('SELECT * FROM messages WHERE id = ?', toMessage),
    findMessage: one('SELECT * FROM messages WHERE instance_name = ? AND external_id = ?', toMessage),
    turnMessages: (turnId) => turnMessages.all(turnId, turnId).map(toMessage),
    history: (conversationId, beforeSeq, limit) => history.all(conversationId, beforeSeq, limit).map(toMessage).reverse(),
    ...journalReads(db),
    newestInboundAt: one(
      "SELECT sent_at AS at FROM messages WHERE instance_name = ? AND author IN ('customer', 'phone') ORDER BY seq DESC LIMIT 1",
      (row) => row['at'] as string,
    ),
    listContacts(filter, { limit, offset }) {
      const scope = where([
        ['instance_name = ?', filter.instanceName],
        filter.query !== undefined &&
          filter.query !== '' && [
            "(name LIKE ? ESCAPE '\\' OR id IN (SELECT contact_id FROM identities WHERE instance_name = ? AND value LIKE ? ESCAPE '\\'))",
            like(filter.query),
            filter.instanceName,
            like(filter.query),
          ],
      ])
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM contacts ${scope.sql} ORDER BY last_seen_at DESC, id LIMIT ? OFFSET ?`)
        .all(...scope.params, limit, offset)
      return { items: rows.map(withIdentities), total: count(`SELECT count(*) AS n FROM contacts ${scope.sql}`, scope.params) }
    },
    getContact: one('SELECT * FROM contacts WHERE id = ?', withIdentities),
    findContact(instanceName, identity) {
      const row = db
        .prepare<unknown[], Row>(
          'SELECT k.* FROM contacts k JOIN identities i ON i.contact_id = k.id WHERE i.instance_name = ? AND i.kind = ? AND i.value = ?',
        )
        .get(instanceName, identity.kind, identity.value)
      return row === undefined ? null : withIdentities(row)
    },
    getTrace: one('SELECT * FROM turns WHERE id = ?', toTurn),
    tracePayloads: (turnId) =>
      payloadsOf.all(turnId).map((row) => ({
        id: String(row['id']),
        stage: row['stage'],
        kind: row['kind'],
        at: row['at'],
        statusCode: row['status_code'],
        sizeBytes: row['size_bytes'],
        storedBytes: row['body'].length,
        body: (row['is_deflated'] === 1 ? inflateRawSync(row['body']) : row['body']).toString('utf8'),
      })),
    getDelivery: one('SELECT * FROM deliveries WHERE id = ?', toDelivery),
    unknownDeliveries: (instanceName, since, limit) => unknownDeliveries.all(instanceName, since, limit).map(toDelivery),
    turnDeliveries: (turnId) => turnDeliveries.all(turnId).map(toDelivery),
    readMedia: one('SELECT instance_name, mime_type, file_name, bytes FROM media WHERE id = ?', (row) => ({
      instanceName: row['instance_name'],
      mimeType: row['mime_type'],
      fileName: row['file_name'],
      bytes: row['bytes'],
    })),
    listAccessRules: () => db.prepare<[], Row>('SELECT * FROM access_rules ORDER BY id').all().map(toAccessRule),
    listApiKeys: () => db.prepare<[], Row>('SELECT * FROM api_keys ORDER BY created_at').all().map(toApiKey),
    getSetting: one('SELECT value FROM settings WHERE key = ?', (row) => JSON.parse(row['value']) as unknown),
    findSession: one('SELECT * FROM sessions WHERE id_hash = ?', toSession),
    listSessions: () => db.prepare<[], Row>('SELECT * FROM sessions ORDER BY last_used_at DESC').all().map(toSession),
  }
}
