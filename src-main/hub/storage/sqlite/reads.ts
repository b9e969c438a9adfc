/** Every question the hub asks of the embedded database, on a connection that cannot write. */
import { inflateRawSync } from 'node:zlib'
import type { IdentityRef } from '../../channels/port.ts'
import type { StorageReads } from '../port.ts'
import { cursor, page, readCursor } from './cursor.ts'
import type { Db } from './database.ts'
import { playgroundReads } from './playground.ts'
import {
  CONVERSATION_SELECT,
  type Row,
  toAccessRule,
  toApiKey,
  toContact,
  toConversation,
  toDelivery,
  toInstance,
  toMessage,
  toTurn,
} from './rows.ts'
import { statsReads } from './stats.ts'
import type { Sync } from './sync.ts'
import { traceListReads } from './trace-list.ts'
import { turnStatsReads } from './turn-stats.ts'
import { where } from './where.ts'

/** Escapes LIKE's wildcards; used with ESCAPE '\\'. */
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

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
    'SELECT m.* FROM messages m WHERE m.turn_id = ? OR m.turn_id IN (SELECT id FROM turns WHERE merged_into = ?) ORDER BY m.seq',
  )
  const journalDepth = db.prepare<[], { n: number | null }>('SELECT sum(count) AS n FROM inbox_journal WHERE error IS NULL')
  const history = db.prepare<[string, number, number], Row>(
    'SELECT * FROM messages WHERE conversation_id = ? AND seq < ? AND revoked_at IS NULL ORDER BY seq DESC LIMIT ?',
  )
  const payloadsOf = db.prepare<[string], Row>('SELECT * FROM trace_payloads WHERE turn_id = ? ORDER BY id')
  const turnDeliveries = db.prepare<[string], Row>('SELECT * FROM deliveries WHERE turn_id = ? ORDER BY seq')

  return {
    ...statsReads(db),
    ...traceListReads(db),
    ...turnStatsReads(db),
    ...playgroundReads(db),
    listInstances: () => db.prepare<[], Row>('SELECT * FROM instances ORDER BY id').all().map(toInstance),
    listConversations(filter, { before, limit, offset }) {
      const at = readCursor(before)
      const base = where([
        filter.instanceName !== undefined && ['c.instance_name = ?', filter.instanceName],
        filter.kind !== undefined && ['c.kind = ?', filter.kind],
        filter.isArchived !== undefined && ['c.is_archived = ?', Number(filter.isArchived)],
        filter.query !== undefined &&
          filter.query !== '' && [
            "(c.name LIKE ? ESCAPE '\\' OR k.name LIKE ? ESCAPE '\\' OR c.external_id LIKE ? ESCAPE '\\' OR c.last_message_preview LIKE ? ESCAPE '\\')",
            ...Array(4).fill(like(filter.query)),
          ],
      ])
      const paged = where([at !== null && ['(c.last_message_at, c.id) < (?, ?)', at[0], at[1]]], base)
      const rows = db
        .prepare<unknown[], Row>(`${CONVERSATION_SELECT} ${paged.sql} ORDER BY c.last_message_at DESC, c.id DESC LIMIT ? OFFSET ?`)
        .all(...paged.params, limit + 1, offset ?? 0)
      const total = count(`SELECT count(*) AS n FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id ${base.sql}`, base.params)
      return { ...page(rows, limit, toConversation, (row) => cursor(row['last_message_at'], row['id'])), total }
    },
    getConversation: one(`${CONVERSATION_SELECT} WHERE c.id = ?`, toConversation),
    findConversation: one(`${CONVERSATION_SELECT} WHERE c.instance_name = ? AND c.external_id = ?`, toConversation),
    listMessages(conversationId, { before, beforeSeq, limit, offset }) {
      const at = beforeSeq ?? readCursor(before)?.[0] ?? Number.MAX_SAFE_INTEGER
      const rows = db
        .prepare<unknown[], Row>('SELECT * FROM messages WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ? OFFSET ?')
        .all(conversationId, at, limit + 1, offset ?? 0)
      const result = page(rows, limit, toMessage, (row) => cursor(row['seq']))
      return {
        items: result.items.reverse(),
        nextBefore: result.nextBefore,
        total: count('SELECT count(*) AS n FROM messages WHERE conversation_id = ?', [conversationId]),
      }
    },
    recentMessages(filter, { limit, offset }) {
      const scope = where([filter.instanceName !== undefined && ['instance_name = ?', filter.instanceName]])
      return db
        .prepare<unknown[], Row>(`SELECT * FROM messages ${scope.sql} ORDER BY seq DESC LIMIT ? OFFSET ?`)
        .all(...scope.params, limit, offset)
        .map(toMessage)
    },
    getMessage: one('SELECT * FROM messages WHERE id = ?', toMessage),
    findMessage: one('SELECT * FROM messages WHERE instance_name = ? AND external_id = ?', toMessage),
    turnMessages: (turnId) => turnMessages.all(turnId, turnId).map(toMessage),
    history: (conversationId, beforeSeq, limit) => history.all(conversationId, beforeSeq, limit).map(toMessage).reverse(),
    journalDepth: () => journalDepth.get()?.n ?? 0,
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
    findSession: one('SELECT expires_at FROM sessions WHERE id_hash = ?', (row) => ({ expiresAt: row['expires_at'] })),
  }
}
