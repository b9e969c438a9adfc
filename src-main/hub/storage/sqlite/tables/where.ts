/** Builds WHERE clauses out of optional conditions, values always bound. */
import { phoneDigits } from '../../../../../src-shared/phone-number.ts'
import type { TraceFilter } from '../../port.ts'
import type { Composed } from '../connection/statements.ts'

/** Empty, or a whole clause. */
export type Where = Composed

/** Each condition is `[sql, ...values]` or false. `base` conditions come first. */
export function where(conditions: (false | [string, ...unknown[]])[], base: Where = { sql: '', params: [] }): Where {
  const parts = base.sql === '' ? [] : [base.sql.slice('WHERE '.length)]
  const params = [...base.params]
  for (const condition of conditions) {
    if (condition === false) continue
    const [sql, ...values] = condition
    parts.push(sql)
    params.push(...values)
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params }
}

const oneOf = (column: string, values: string[], operator: 'IN' | 'NOT IN' = 'IN'): [string, ...unknown[]] => [
  `${column} ${operator} (${values.map(() => '?').join(', ')})`,
  ...values,
]

/** Every filter of traces but the search for words, which `trace-search.ts` answers. */
export function traceConditions(filter: Omit<TraceFilter, 'query'>): (false | [string, ...unknown[]])[] {
  const has = (key: keyof typeof filter) => filter[key] !== undefined
  return [
    has('instanceName') && ['instance_name = ?', filter.instanceName],
    filter.instanceNames !== undefined && oneOf('instance_name', filter.instanceNames),
    // Turns have no index of their own for this: every accepted message would pay for it.
    has('conversationId') && ['id IN (SELECT turn_id FROM messages WHERE conversation_id = ?)', filter.conversationId],
    filter.states !== undefined && filter.states.length > 0 && oneOf('state', filter.states),
    filter.stopCodes !== undefined && filter.stopCodes.length > 0 && oneOf('stop_code', filter.stopCodes),
    filter.notStopCodes !== undefined && filter.notStopCodes.length > 0 && oneOf("coalesce(stop_code, '')", filter.notStopCodes, 'NOT IN'),
    filter.hasError === true && ["state = 'failed'"],
    filter.hasError === false && ["state <> 'failed'"],
    filter.phone !== undefined && ['contact_phone = ?', phoneDigits(filter.phone) ?? filter.phone],
    has('contactId') && ['contact_id = ?', filter.contactId],
    has('messageKind') && ['message_kind = ?', filter.messageKind],
    has('sessionName') && ['session_name = ?', filter.sessionName],
    has('agentSessionId') && ['agent_session_id = ?', filter.agentSessionId],
    has('hasMedia') && ['has_media = ?', Number(filter.hasMedia)],
    has('fromIso') && ['received_at >= ?', filter.fromIso],
    has('toIso') && ['received_at <= ?', filter.toIso],
    has('minDurationMs') && ['total_duration_ms >= ?', filter.minDurationMs],
  ]
}

const EVERY_CONDITION: Required<Omit<TraceFilter, 'query'>> = {
  instanceName: 'shop',
  instanceNames: ['shop', 'office'],
  conversationId: 'id',
  states: ['completed', 'failed'],
  stopCodes: ['duplicate'],
  notStopCodes: ['duplicate'],
  hasError: true,
  phone: '5511987654321',
  contactId: 'id',
  messageKind: 'text',
  sessionName: 'shop_1',
  agentSessionId: 'id',
  hasMedia: true,
  fromIso: '2026-03-14',
  toIso: '2026-03-14',
  minDurationMs: 1,
}

/** Filters that between them bring out every condition. */
export const TRACE_EXAMPLES: Omit<TraceFilter, 'query'>[] = [{}, EVERY_CONDITION, { hasError: false }]

export const traceWhere = (filter: TraceFilter): Where => where(traceConditions(filter))

export const SCOPE_EXAMPLES = TRACE_EXAMPLES.map(traceWhere)
