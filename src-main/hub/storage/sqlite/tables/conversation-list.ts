/** The list of conversations, newest first, by whatever filters. */
import type { ConversationSelection, FilterCounts, StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { conversationCounts } from '../schema/conversations.ts'
import type { Row } from '../schema/row.ts'
import { cursor, like, page, readCursor } from './pages.ts'
import { CONVERSATION_SELECT, type ConversationRow, toConversation } from './rows.ts'
import { type Where, where } from './where.ts'

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

function chosen(filter: ConversationSelection): Where {
  return where([
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
}

interface Listing {
  filter: ConversationSelection
  at: ReturnType<typeof readCursor>
  limit: number
  offset: number
}

const EVERY_CONDITION: Required<ConversationSelection> = {
  instanceName: 'shop',
  channel: 'simulator',
  kind: 'direct',
  group: true,
  isArchived: false,
  unread: true,
  waiting: true,
  failed: true,
  paused: true,
  labelId: 'id',
  query: 'word',
}

/** Each that has an index of its own, and all at once. */
const EXAMPLES: ConversationSelection[] = [{}, { unread: true }, { waiting: true }, { failed: true }, { paused: true }, EVERY_CONDITION]

export function conversationListReads(db: Statements): Sync<Pick<StorageReads, 'listConversations' | 'countByFilter'>> {
  const count = (filter: keyof typeof COUNTED) => {
    const statement = db.prepare<[string | null, string | null], { n: number }>(
      `SELECT count(*) AS n FROM conversations INDEXED BY conversations_${filter}
       WHERE ${COUNTED[filter]} AND (? IS NULL OR instance_name = ?)`,
    )
    return (instanceName: string | null) => statement.get(instanceName, instanceName)?.n ?? 0
  }
  const counts = { unread: count('unread'), waiting: count('waiting'), failed: count('failed'), paused: count('paused') }
  const kept = db.prepare<[], { instanceName: string; what: Row<typeof conversationCounts>['what']; labelId: string; count: number }>(
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
  const listed = db.compose<Listing, ConversationRow>(
    [
      ...EXAMPLES.map((filter) => ({ filter, at: null, limit: 1, offset: 0 })),
      { filter: {}, at: ['2026-03-14', 'id'], limit: 1, offset: 0 },
    ],
    ({ filter, at, limit, offset }) => {
      const paged = where([at !== null && ['(c.last_message_at, c.id) < (?, ?)', at[0], at[1]]], chosen(filter))
      const select = CONVERSATION_SELECT.replace('conversations c', `conversations c${indexFor(filter)}`)
      return {
        sql: `${select} ${paged.sql} ORDER BY c.last_message_at DESC, c.id DESC LIMIT ? OFFSET ?`,
        params: [...paged.params, limit + 1, offset],
      }
    },
  )
  const counted = db.compose<ConversationSelection, { n: number }>(EXAMPLES, (filter) => {
    const { sql, params } = chosen(filter)
    return { sql: `SELECT count(*) AS n FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id ${sql}`, params }
  })
  return {
    countByFilter: (instanceName) => ({
      ...keptCounts(instanceName),
      unread: counts.unread(instanceName),
      waiting: counts.waiting(instanceName),
      failed: counts.failed(instanceName),
      paused: counts.paused(instanceName),
    }),
    listConversations(filter, { before, limit, offset = 0, withTotal }) {
      const rows = listed.all({ filter, at: readCursor(before), limit, offset })
      const total = withTotal === true ? (counted.get(filter)?.n ?? 0) : 0
      return { ...page(rows, limit, toConversation, (row) => cursor(row.last_message_at, row.id)), total }
    },
  }
}
