/** Traces by words, newest first: those that the index has, and the few that it does not have yet. */
import type { Page, StorageReads, TraceFilter } from '../../port.ts'
import type { TurnRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import { UNDIGESTED } from './digest.ts'
import { cursor, page, readCursor } from './pages.ts'
import { type TurnRow, toTurn } from './rows.ts'
import { matchExpression, matches } from './search-words.ts'
import { SCOPE_EXAMPLES, TRACE_EXAMPLES, traceConditions, traceWhere, type Where, where } from './where.ts'

/** Hits that one page looks at: some tens of milliseconds. */
const LOOKED_AT = 20_000
/** Traces that are not in the search index yet and are looked at one by one. */
const UNDIGESTED_LOOKED_AT = 2000
const HITS = 'SELECT rowid AS hit FROM turns_search WHERE turns_search MATCH ? AND rowid < ? ORDER BY rowid DESC'
const DIGESTED: Where = { sql: 'WHERE is_digested = 1', params: [] }

/** `rows` holds one more than `limit` when there is a next page. */
export const tracePage = (rows: TurnRow[], limit: number): Page<TurnRecord> =>
  page(rows, limit, toTurn, (row) => cursor(row.received_at, row.seq))

export function traceSearch(db: Statements) {
  const undigested = db.compose<{ from: number; rest: Where }, TurnRow>(
    SCOPE_EXAMPLES.map((rest) => ({ from: 1, rest })),
    ({ from, rest }) => ({
      sql: `SELECT * FROM (SELECT * FROM turns WHERE seq IN (
         SELECT seq FROM turns INDEXED BY turns_open WHERE owner IS NOT NULL
         UNION SELECT seq FROM (SELECT seq FROM ${UNDIGESTED} ORDER BY seq DESC LIMIT ${UNDIGESTED_LOOKED_AT})
       ) AND is_digested IS NULL AND seq < ?) ${rest.sql} ORDER BY seq DESC`,
      params: [from, ...rest.params],
    }),
  )
  const indexed = db.compose<{ words: string; from: number; scope: Where; limit: number }, TurnRow>(
    TRACE_EXAMPLES.map((filter) => ({ words: 'word', from: 1, scope: where(traceConditions(filter), DIGESTED), limit: 1 })),
    ({ words, from, scope, limit }) => ({
      sql: `SELECT t.* FROM (${HITS} LIMIT ${LOOKED_AT}) CROSS JOIN turns t ON t.seq = hit ${scope.sql} ORDER BY hit DESC LIMIT ?`,
      params: [words, from, ...scope.params, limit],
    }),
  )
  const lastHit = db.prepare<[string, number], { hit: number }>(`${HITS} LIMIT 1 OFFSET ${LOOKED_AT - 1}`)

  /** By words. The index runs by `seq`, which is the order of receipt as well. */
  return db.transaction(
    (filter: TraceFilter, asked: string[], { before, limit }: Parameters<StorageReads['listTraces']>[1]): Page<TurnRecord> => {
      const { query: _, ...others } = filter
      const from = Number(readCursor(before)?.[1] ?? Number.MAX_SAFE_INTEGER)
      const fresh = undigested.all({ from, rest: traceWhere(others) }).filter((row) => matches(toTurn(row), asked))
      const words = matchExpression(asked)
      const old = indexed.all({ words, from, scope: where(traceConditions(others), DIGESTED), limit: limit + 1 })
      const found = tracePage(
        [...fresh, ...old].sort((a, b) => b.seq - a.seq),
        limit,
      )
      if (found.nextBefore !== null) return found
      const last = lastHit.get(words, from)
      return last === undefined ? found : { ...found, nextBefore: cursor(null, last.hit) }
    },
  )
}
