/**
 * Traces by any filter, newest first, out of any number of them. What an index answers drives the
 * search; the other filters look at a bounded number of rows per page, so that no page takes long:
 * it may then be short, or empty, and say where to go on.
 */
import type { Page, StorageReads, TraceFilter } from '../../port.ts'
import type { TurnRecord } from '../../records.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import { UNDIGESTED } from './digest.ts'
import { cursor, page, readCursor } from './pages.ts'
import { type Row, toTurn } from './rows.ts'
import { matchExpression, matches, questionWords } from './search-words.ts'
import { traceConditions, traceWhere, type Where, where } from './where.ts'

/** Rows that one page of a bounded listing looks at: some tens of milliseconds. */
const LOOKED_AT = 20_000
/** Traces that are not in the search index yet and are looked at one by one. */
const UNDIGESTED_LOOKED_AT = 2000
/** As the partial index `turns_rare` has it, word for word. */
const RARE_STATES = "state in ('failed', 'stopped', 'merged')"
const RARE = new Set(['failed', 'stopped', 'merged'])
const OPEN = new Set(['received', 'thinking', 'delivering'])
const NEWEST_FIRST = 'ORDER BY received_at DESC, seq DESC'

type ListPage = Parameters<StorageReads['listTraces']>[1]

export function traceListReads(db: Db): Sync<Pick<StorageReads, 'listTraces' | 'countTraces'>> {
  const all = (sql: string, params: unknown[]) => db.prepare<unknown[], Row>(sql).all(...params)
  /** The order of the list is kept through a subquery: SQLite runs it row by row. */
  const listed = (rows: Row[], limit: number): Page<TurnRecord> =>
    page(rows, limit, toTurn, (row) => cursor(row['received_at'], row['seq']))

  function drive(filter: TraceFilter, at: (string | number | null)[] | null): { scope: Where; index: string; rest: Where } {
    const { instanceName, fromIso, toIso, ...others } = filter
    const { states, hasError } = filter
    const [only, ...more] = states ?? []
    const isOne = only !== undefined && more.length === 0
    const rare = hasError === true ? 'failed' : isOne && RARE.has(only) ? only : null
    const isOpen = states !== undefined && states.length > 0 && states.every((state) => OPEN.has(state))
    const scope = where([
      instanceName !== undefined && ['instance_name = ?', instanceName],
      fromIso !== undefined && ['received_at >= ?', fromIso],
      toIso !== undefined && ['received_at <= ?', toIso],
      at !== null && ['(received_at, seq) < (?, ?)', at[0], at[1]],
      rare !== null && [`${RARE_STATES} AND state = ?`, rare],
      isOpen && ['owner IS NOT NULL'],
    ])
    const index = isOpen ? 'turns_open' : rare !== null ? 'turns_rare' : instanceName !== undefined ? 'turns_by_instance' : 'turns_by_time'
    // What the index answered needs no second look.
    if (hasError === true) delete others.hasError
    else if (rare !== null) delete others.states
    return { scope, index, rest: where(traceConditions(others)) }
  }

  function listByTime(filter: TraceFilter, { before, limit, offset, isBounded }: ListPage): Page<TurnRecord> {
    const { scope, index, rest } = drive(filter, readCursor(before))
    const from = `turns INDEXED BY ${index} ${scope.sql} ${NEWEST_FIRST}`
    if (rest.sql === '' || isBounded !== true) {
      const both = where(rest.sql === '' ? [] : [[rest.sql.slice('WHERE '.length), ...rest.params]], scope)
      const rows = all(`SELECT * FROM turns INDEXED BY ${index} ${both.sql} ${NEWEST_FIRST} LIMIT ? OFFSET ?`, [
        ...both.params,
        limit + 1,
        offset ?? 0,
      ])
      return listed(rows, limit)
    }
    const rows = all(`SELECT * FROM (SELECT * FROM ${from} LIMIT ${LOOKED_AT}) ${rest.sql} LIMIT ?`, [
      ...scope.params,
      ...rest.params,
      limit + 1,
    ])
    const found = listed(rows, limit)
    if (found.nextBefore !== null) return found
    const [last] = all(`SELECT received_at, seq FROM ${from} LIMIT 1 OFFSET ${LOOKED_AT - 1}`, scope.params)
    return last === undefined ? found : { ...found, nextBefore: cursor(last['received_at'], last['seq']) }
  }

  /** Few conversations are so long that their turns could not be looked at all at once. */
  function listConversation(filter: TraceFilter & { conversationId: string }, { before, limit, offset }: ListPage): Page<TurnRecord> {
    const { conversationId, ...others } = filter
    const at = readCursor(before)
    const scope = where([at !== null && ['(received_at, seq) < (?, ?)', at[0], at[1]]], where(traceConditions(others)))
    const rows = all(
      `SELECT t.* FROM (SELECT DISTINCT turn_id FROM messages WHERE conversation_id = ? AND turn_id IS NOT NULL) m
       CROSS JOIN turns t ON t.id = m.turn_id ${scope.sql} ORDER BY received_at DESC, seq DESC LIMIT ? OFFSET ?`,
      [conversationId, ...scope.params, limit + 1, offset ?? 0],
    )
    return listed(rows, limit)
  }

  /** By words. The index runs by `seq`, which is the order of receipt as well. */
  const listBySearch = db.transaction((filter: TraceFilter, words: string[], { before, limit }: ListPage): Page<TurnRecord> => {
    const { query: _, ...others } = filter
    const rest = where(traceConditions(others))
    const from = Number(readCursor(before)?.[1] ?? Number.MAX_SAFE_INTEGER)
    const fresh = all(
      `SELECT * FROM (SELECT * FROM turns WHERE seq IN (
         SELECT seq FROM turns INDEXED BY turns_open WHERE owner IS NOT NULL
         UNION SELECT seq FROM (SELECT seq FROM ${UNDIGESTED} ORDER BY seq DESC LIMIT ${UNDIGESTED_LOOKED_AT})
       ) AND is_digested IS NULL AND seq < ?) ${rest.sql} ORDER BY seq DESC`,
      [from, ...rest.params],
    ).filter((row) => matches(toTurn(row), words))
    const hits = `SELECT rowid AS hit FROM turns_search WHERE turns_search MATCH ? AND rowid < ? ORDER BY rowid DESC`
    const scope = where(traceConditions(others), { sql: 'WHERE is_digested = 1', params: [] })
    const indexed = all(
      `SELECT t.* FROM (${hits} LIMIT ${LOOKED_AT}) CROSS JOIN turns t ON t.seq = hit ${scope.sql} ORDER BY hit DESC LIMIT ?`,
      [matchExpression(words), from, ...scope.params, limit + 1],
    )
    const rows = [...fresh, ...indexed].sort((a, b) => b['seq'] - a['seq'])
    const found = listed(rows, limit)
    if (found.nextBefore !== null) return found
    const [last] = all(`${hits} LIMIT 1 OFFSET ${LOOKED_AT - 1}`, [matchExpression(words), from])
    return last === undefined ? found : { ...found, nextBefore: cursor(null, last['hit']) }
  })

  return {
    listTraces(filter, options) {
      const { conversationId } = filter
      const words = questionWords(filter.query ?? '')
      if (words.length > 0) return listBySearch(filter, words, options)
      const { query: _, ...others } = filter
      if (conversationId !== undefined) return listConversation({ ...others, conversationId }, options)
      return listByTime(others, options)
    },
    countTraces(filter) {
      const scope = traceWhere(filter)
      return db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM turns ${scope.sql}`).get(...scope.params)?.n ?? 0
    },
  }
}
