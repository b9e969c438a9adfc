/**
 * Traces by any filter, newest first, out of any number of them. What an index answers drives the
 * search; the other filters look at a bounded number of rows per page, so that no page takes long:
 * it may then be short, or empty, and say where to go on.
 */
import type { Page, StorageReads, TraceFilter } from '../../port.ts'
import type { TurnRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { cursor, readCursor } from './pages.ts'
import type { TurnRow } from './rows.ts'
import { questionWords } from './search-words.ts'
import { tracePage, traceSearch } from './trace-search.ts'
import { SCOPE_EXAMPLES, TRACE_EXAMPLES, traceConditions, traceWhere, type Where, where } from './where.ts'

/** Rows that one page of a bounded listing looks at: some tens of milliseconds. */
const LOOKED_AT = 20_000
/** As the partial index `turns_rare` has it, word for word. */
const RARE_STATES = "state in ('failed', 'stopped', 'merged')"
const RARE = new Set(['failed', 'stopped', 'merged'])
const OPEN = new Set(['received', 'thinking', 'delivering'])
const NEWEST_FIRST = 'ORDER BY received_at DESC, seq DESC'

type ListPage = Parameters<StorageReads['listTraces']>[1]
type At = ReturnType<typeof readCursor>

/** What an index answers, and what has to be looked at. */
interface Driven {
  scope: Where
  index: string
  rest: Where
}

function drive(filter: TraceFilter, at: At): Driven {
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

const AFTER: At = ['2026-03-14', 1]
/** One for each index that drives the search, and all conditions at once. */
const DRIVEN: Driven[] = [
  ...TRACE_EXAMPLES,
  { instanceName: 'shop' },
  { states: ['failed' as const] },
  { states: ['received' as const] },
].flatMap((filter) => [drive(filter, null), drive(filter, AFTER)])

/** A list's conditions and what comes behind them. */
interface Listed {
  scope: Where
  limit: number
  offset: number
}

export function traceListReads(db: Statements): Sync<Pick<StorageReads, 'listTraces' | 'countTraces'>> {
  const listBySearch = traceSearch(db)
  const head = ({ index, scope }: Pick<Driven, 'index' | 'scope'>) => `turns INDEXED BY ${index} ${scope.sql} ${NEWEST_FIRST}`
  const byTime = db.compose<Driven & Omit<Listed, 'scope'>, TurnRow>(
    DRIVEN.map((driven) => ({ ...driven, limit: 1, offset: 0 })),
    ({ scope, index, rest, limit, offset }) => {
      const both = where(rest.sql === '' ? [] : [[rest.sql.slice('WHERE '.length), ...rest.params]], scope)
      return { sql: `SELECT * FROM ${head({ index, scope: both })} LIMIT ? OFFSET ?`, params: [...both.params, limit, offset] }
    },
  )
  const byTimeBounded = db.compose<Driven & { limit: number }, TurnRow>(
    DRIVEN.map((driven) => ({ ...driven, limit: 1 })),
    ({ rest, limit, ...driven }) => ({
      sql: `SELECT * FROM (SELECT * FROM ${head(driven)} LIMIT ${LOOKED_AT}) ${rest.sql} LIMIT ?`,
      params: [...driven.scope.params, ...rest.params, limit],
    }),
  )
  const lastLookedAt = db.compose<Driven, Pick<TurnRow, 'received_at' | 'seq'>>(DRIVEN, (driven) => ({
    sql: `SELECT received_at, seq FROM ${head(driven)} LIMIT 1 OFFSET ${LOOKED_AT - 1}`,
    params: driven.scope.params,
  }))

  function listByTime(filter: TraceFilter, { before, limit, offset, isBounded }: ListPage): Page<TurnRecord> {
    const driven = drive(filter, readCursor(before))
    if (driven.rest.sql === '' || isBounded !== true)
      return tracePage(byTime.all({ ...driven, limit: limit + 1, offset: offset ?? 0 }), limit)
    const found = tracePage(byTimeBounded.all({ ...driven, limit: limit + 1 }), limit)
    if (found.nextBefore !== null) return found
    const last = lastLookedAt.get(driven)
    return last === undefined ? found : { ...found, nextBefore: cursor(last.received_at, last.seq) }
  }

  const olderThan = (at: At, base: Where) => where([at !== null && ['(received_at, seq) < (?, ?)', at[0], at[1]]], base)
  const ofConversation = db.compose<Listed & { conversationId: string }, TurnRow>(
    SCOPE_EXAMPLES.map((scope) => ({ conversationId: 'id', scope: olderThan(AFTER, scope), limit: 1, offset: 0 })),
    ({ conversationId, scope, limit, offset }) => ({
      sql: `SELECT t.* FROM (SELECT DISTINCT turn_id FROM messages WHERE conversation_id = ? AND turn_id IS NOT NULL) m
       CROSS JOIN turns t ON t.id = m.turn_id ${scope.sql} ORDER BY received_at DESC, seq DESC LIMIT ? OFFSET ?`,
      params: [conversationId, ...scope.params, limit, offset],
    }),
  )

  /** Few conversations are so long that their turns could not be looked at all at once. */
  function listConversation(filter: TraceFilter & { conversationId: string }, { before, limit, offset }: ListPage): Page<TurnRecord> {
    const { conversationId, ...others } = filter
    const scope = olderThan(readCursor(before), traceWhere(others))
    return tracePage(ofConversation.all({ conversationId, scope, limit: limit + 1, offset: offset ?? 0 }), limit)
  }

  const counted = db.compose<Where, { n: number }>(SCOPE_EXAMPLES, ({ sql, params }) => ({
    sql: `SELECT count(*) AS n FROM turns ${sql}`,
    params,
  }))

  return {
    listTraces(filter, options) {
      const { conversationId } = filter
      const words = questionWords(filter.query ?? '')
      if (words.length > 0) return listBySearch(filter, words, options)
      const { query: _, ...others } = filter
      if (conversationId !== undefined) return listConversation({ ...others, conversationId }, options)
      return listByTime(others, options)
    },
    countTraces: (filter) => counted.get(traceWhere(filter))?.n ?? 0,
  }
}
