/** Figures over many rows. */
import type { AttentionCounts, StorageReads, TraceFilter } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { type MessageRow, parse, type TurnRow } from './rows.ts'
import { SCOPE_EXAMPLES, traceWhere, type Where, where } from './where.ts'

/** One of {@link AttentionCounts}'s held messages, but for why it is. */
type HeldRow = Omit<AttentionCounts['held'][number], 'held'> & { held: NonNullable<MessageRow['delivery_held']> }

/** A place among the sorted durations of some turns. */
interface Rank {
  finished: Where
  rank: number
}

export function statsReads(db: Statements): Sync<Pick<StorageReads, 'traceSummary' | 'attention'>> {
  const count = db.compose<Where, { n: number }>(SCOPE_EXAMPLES, ({ sql, params }) => ({
    sql: `SELECT count(*) AS n FROM turns ${sql}`,
    params,
  }))
  const durationAt = db.compose<Rank, { ms: number }>(
    SCOPE_EXAMPLES.map((finished) => ({ finished, rank: 0 })),
    ({ finished: { sql, params }, rank }) => ({
      sql: `SELECT total_duration_ms AS ms FROM turns ${sql} ORDER BY total_duration_ms LIMIT 1 OFFSET ?`,
      params: [...params, rank],
    }),
  )
  const counterBy = (column: keyof TurnRow) =>
    db.compose<Where, { key: string | null; n: number }>(SCOPE_EXAMPLES, ({ sql, params }) => ({
      sql: `SELECT ${column} AS key, count(*) AS n FROM turns ${sql} GROUP BY ${column}`,
      params,
    }))
  const byKind = counterBy('message_kind')
  const byErrorStage = counterBy('error_stage')
  const byInstance = counterBy('instance_name')
  const summary = db.compose<
    Where,
    { total: number; completed: number | null; failed: number | null; total_ms: number | null; agent_ms: number | null }
  >(SCOPE_EXAMPLES, ({ sql, params }) => ({
    sql: `SELECT count(*) AS total, sum(state = 'completed') AS completed, sum(state = 'failed') AS failed,
               avg(total_duration_ms) AS total_ms, avg(agent_duration_ms) AS agent_ms FROM turns ${sql}`,
    params,
  }))
  const troubled = db.prepare<['unknown' | 'failed'], AttentionCounts['unknown'][number]>(
    `SELECT instance_name AS instanceName, conversation_id AS conversationId, max(updated_at) AS at FROM deliveries
     WHERE state IN ('failed', 'unknown') AND state = ? GROUP BY instance_name, conversation_id ORDER BY at DESC LIMIT 50`,
  )
  const waiting = db.prepare<[], AttentionCounts['waiting'][number]>(
    `SELECT c.instance_name AS instanceName, c.id AS conversationId, coalesce(c.name, k.name) AS name,
       coalesce(c.owner_since, c.last_message_at) AS at
     FROM conversations c INDEXED BY conversations_waiting LEFT JOIN contacts k ON k.id = c.contact_id
     WHERE (c.owner_kind = 'waiting' OR c.draft_id IS NOT NULL) ORDER BY c.last_message_at DESC LIMIT 50`,
  )
  const missed = db.prepare<[], AttentionCounts['missed'][number]>(
    `SELECT s.instance_name AS instanceName, s.conversation_id AS conversationId, coalesce(c.name, k.name) AS name, max(s.send_at) AS at
     FROM scheduled s JOIN conversations c ON c.id = s.conversation_id LEFT JOIN contacts k ON k.id = c.contact_id
     WHERE s.state = 'missed' GROUP BY s.conversation_id ORDER BY at DESC LIMIT 50`,
  )
  const held = db.prepare<[], HeldRow>(
    `SELECT m.instance_name AS instanceName, m.conversation_id AS conversationId, m.delivery_id AS deliveryId,
       coalesce(c.name, k.name) AS name, m.delivery_held AS held, d.created_at AS at
     FROM deliveries d JOIN messages m ON m.id = d.message_id JOIN conversations c ON c.id = m.conversation_id
       LEFT JOIN contacts k ON k.id = c.contact_id
     WHERE d.owner IS NOT NULL AND d.state = 'pending' AND m.delivery_held IS NOT NULL ORDER BY d.seq LIMIT 50`,
  )

  /** The value at a share (0…1) of the sorted durations; null without any. */
  function percentile(scope: Where, share: number): number | null {
    const finished = where([['total_duration_ms IS NOT NULL']], scope)
    const n = count.get(finished)?.n ?? 0
    if (n === 0) return null
    const rank = Math.min(n - 1, Math.floor(n * share))
    return durationAt.get({ finished, rank })?.ms ?? null
  }

  const byKey = (rows: { key: string | null; n: number }[]): Record<string, number> =>
    Object.fromEntries(rows.flatMap(({ key, n }) => (key === null ? [] : [[key, n]])))

  return {
    traceSummary(filter: TraceFilter) {
      const scope = traceWhere(filter)
      const row = summary.get(scope)
      const answered = where([["state = 'completed'"]], scope)
      return {
        total: row?.total ?? 0,
        completed: row?.completed ?? 0,
        failed: row?.failed ?? 0,
        averageTotalMs: row?.total_ms ?? null,
        averageAgentMs: row?.agent_ms ?? null,
        p50Ms: percentile(answered, 0.5),
        p95Ms: percentile(answered, 0.95),
        p99Ms: percentile(answered, 0.99),
        byKind: byKey(byKind.all(scope)),
        byErrorStage: byKey(byErrorStage.all(scope)),
        byInstance: byKey(byInstance.all(scope)),
      }
    },
    attention: () => ({
      unknown: troubled.all('unknown'),
      failed: troubled.all('failed'),
      waiting: waiting.all(),
      missed: missed.all(),
      held: held.all().map((row) => ({ ...row, held: parse(row.held) })),
    }),
  }
}
