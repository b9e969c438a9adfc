/** The list of conversations, newest first, by whatever filters. */
import type { ConversationSelection, FilterCounts, StorageReads } from '../../port.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import { cursor, like, page, readCursor } from './pages.ts'
import { CONVERSATION_SELECT, type Row, toConversation } from './rows.ts'
import { where } from './where.ts'

/**
 * The index to walk: the conversations that a filter of the inbox leaves are few, and SQLite would
 * otherwise rather read all conversations of an instance in their order.
 */
function indexFor(filter: ConversationSelection): string {
  if (filter.waiting === true) return ' INDEXED BY conversations_waiting'
  if (filter.failed === true) return ' INDEXED BY conversations_failed'
  if (filter.paused === true) return ' INDEXED BY conversations_paused'
  if (filter.unread === true) return ' INDEXED BY conversations_unread'
  return ''
}

/** Each is the condition of its partial index, so that counting reads the few and not the many. */
const COUNTED = {
  unread: 'unread_count > 0',
  waiting: "(owner_kind = 'waiting' OR draft_id IS NOT NULL)",
  failed: "(attention <> 'none' OR last_answer_failed = 1)",
  paused: "owner_kind = 'person'",
} as const

export function conversationListReads(db: Db): Sync<Pick<StorageReads, 'listConversations' | 'countByFilter'>> {
  const count = (filter: keyof typeof COUNTED) => {
    const statement = db.prepare<[string | null, string | null], { n: number }>(
      `SELECT count(*) AS n FROM conversations INDEXED BY conversations_${filter}
       WHERE ${COUNTED[filter]} AND (? IS NULL OR instance_name = ?)`,
    )
    return (instanceName: string | null) => statement.get(instanceName, instanceName)?.n ?? 0
  }
  const counts = { unread: count('unread'), waiting: count('waiting'), failed: count('failed'), paused: count('paused') }
  const kept = db.prepare<[], { instanceName: string; what: 'all' | 'group' | 'label'; labelId: string; count: number }>(
    'SELECT instance_name AS instanceName, what, label_id AS labelId, count FROM conversation_counts',
  )
  /** Counted as they come and go: there may be any number of them. */
  function keptCounts(only: string | null): Pick<FilterCounts, 'group' | 'labels' | 'instances'> {
    const found: Pick<FilterCounts, 'group' | 'labels' | 'instances'> = { group: 0, labels: {}, instances: {} }
    for (const row of kept.all()) {
      if (row.what === 'all') found.instances[row.instanceName] = row.count
      if (only !== null && only !== row.instanceName) continue
      if (row.what === 'group') found.group += row.count
      if (row.what === 'label') found.labels[row.labelId] = (found.labels[row.labelId] ?? 0) + row.count
    }
    return found
  }
  return {
    countByFilter: (instanceName) => ({
      ...keptCounts(instanceName),
      unread: counts.unread(instanceName),
      waiting: counts.waiting(instanceName),
      failed: counts.failed(instanceName),
      paused: counts.paused(instanceName),
    }),
    listConversations(filter, { before, limit, offset, withTotal }) {
      const at = readCursor(before)
      const base = where([
        filter.instanceName !== undefined && ['c.instance_name = ?', filter.instanceName],
        filter.channel !== undefined && ['c.instance_name IN (SELECT name FROM instances WHERE channel = ?)', filter.channel],
        filter.kind !== undefined && ['c.kind = ?', filter.kind],
        filter.group === true && ["c.kind = 'group'"],
        filter.isArchived !== undefined && ['c.is_archived = ?', Number(filter.isArchived)],
        filter.unread === true && ['c.unread_count > 0'],
        filter.waiting === true && ["(c.owner_kind = 'waiting' OR c.draft_id IS NOT NULL)"],
        filter.failed === true && ["(c.attention <> 'none' OR c.last_answer_failed = 1)"],
        filter.paused === true && ["c.owner_kind = 'person'"],
        filter.labelId !== undefined && ['c.id IN (SELECT conversation_id FROM conversation_labels WHERE label_id = ?)', filter.labelId],
        filter.query !== undefined &&
          filter.query !== '' && [
            "(c.name LIKE ? ESCAPE '\\' OR k.name LIKE ? ESCAPE '\\' OR c.external_id LIKE ? ESCAPE '\\' OR c.last_message_preview LIKE ? ESCAPE '\\')",
            ...Array(4).fill(like(filter.query)),
          ],
      ])
      const paged = where([at !== null && ['(c.last_message_at, c.id) < (?, ?)', at[0], at[1]]], base)
      const select = CONVERSATION_SELECT.replace('conversations c', `conversations c${indexFor(filter)}`)
      const rows = db
        .prepare<unknown[], Row>(`${select} ${paged.sql} ORDER BY c.last_message_at DESC, c.id DESC LIMIT ? OFFSET ?`)
        .all(...paged.params, limit + 1, offset ?? 0)
      const counted =
        withTotal === true
          ? db
              .prepare<unknown[], { n: number }>(
                `SELECT count(*) AS n FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id ${base.sql}`,
              )
              .get(...base.params)
          : undefined
      return { ...page(rows, limit, toConversation, (row) => cursor(row['last_message_at'], row['id'])), total: counted?.n ?? 0 }
    },
  }
}
