/** Figures over many rows. */
import type { AttentionCounts, StorageReads, TraceFilter } from '../../port.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from './rows.ts'
import { traceWhere, type Where, where } from './where.ts'

export function statsReads(db: Db): Sync<Pick<StorageReads, 'traceSummary' | 'attention'>> {
  /** The value at a share (0…1) of the sorted durations; null without any. */
  function percentile(scope: Where, share: number): number | null {
    const finished = where([['total_duration_ms IS NOT NULL']], scope)
    const n = db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM turns ${finished.sql}`).get(...finished.params)?.n ?? 0
    if (n === 0) return null
    const rank = Math.min(n - 1, Math.floor(n * share))
    const row = db
      .prepare<unknown[], Row>(`SELECT total_duration_ms AS ms FROM turns ${finished.sql} ORDER BY total_duration_ms LIMIT 1 OFFSET ?`)
      .get(...finished.params, rank)
    return row?.['ms'] ?? null
  }

  function countBy(scope: Where, column: string): Record<string, number> {
    const rows = db
      .prepare<unknown[], { key: string; n: number }>(`SELECT ${column} AS key, count(*) AS n FROM turns ${scope.sql} GROUP BY ${column}`)
      .all(...scope.params)
    return Object.fromEntries(rows.filter((row) => row.key !== null).map((row) => [row.key, row.n]))
  }

  return {
    traceSummary(filter: TraceFilter) {
      const scope = traceWhere(filter)
      const row =
        db
          .prepare<unknown[], Row>(
            `SELECT count(*) AS total, sum(state = 'completed') AS completed, sum(state = 'failed') AS failed,
               avg(total_duration_ms) AS total_ms, avg(agent_duration_ms) AS agent_ms FROM turns ${scope.sql}`,
          )
          .get(...scope.params) ?? {}
      const answered = where([["state = 'completed'"]], scope)
      return {
        total: row['total'] ?? 0,
        completed: row['completed'] ?? 0,
        failed: row['failed'] ?? 0,
        averageTotalMs: row['total_ms'] ?? null,
        averageAgentMs: row['agent_ms'] ?? null,
        p50Ms: percentile(answered, 0.5),
        p95Ms: percentile(answered, 0.95),
        p99Ms: percentile(answered, 0.99),
        byKind: countBy(scope, 'message_kind'),
        byErrorStage: countBy(scope, 'error_stage'),
        byInstance: countBy(scope, 'instance_name'),
      }
    },
    attention() {
      const troubled = (state: 'unknown' | 'failed') =>
        db
          .prepare<[string], { instanceName: string; conversationId: string; at: string }>(
            `SELECT instance_name AS instanceName, conversation_id AS conversationId, max(updated_at) AS at FROM deliveries
             WHERE state IN ('failed', 'unknown') AND state = ? GROUP BY instance_name, conversation_id ORDER BY at DESC LIMIT 50`,
          )
          .all(state)
      const waiting = db
        .prepare<[], AttentionCounts['waiting'][number]>(
          `SELECT c.instance_name AS instanceName, c.id AS conversationId, coalesce(c.name, k.name) AS name,
             coalesce(c.owner_since, c.last_message_at) AS at
           FROM conversations c INDEXED BY conversations_waiting LEFT JOIN contacts k ON k.id = c.contact_id
           WHERE (c.owner_kind = 'waiting' OR c.draft_id IS NOT NULL) ORDER BY c.last_message_at DESC LIMIT 50`,
        )
        .all()
      const missed = db
        .prepare<[], AttentionCounts['missed'][number]>(
          `SELECT s.instance_name AS instanceName, s.conversation_id AS conversationId, coalesce(c.name, k.name) AS name, max(s.send_at) AS at
           FROM scheduled s JOIN conversations c ON c.id = s.conversation_id LEFT JOIN contacts k ON k.id = c.contact_id
           WHERE s.state = 'missed' GROUP BY s.conversation_id ORDER BY at DESC LIMIT 50`,
        )
        .all()
      const held = db
        .prepare<[], Row>(
          `SELECT m.instance_name AS instanceName, m.conversation_id AS conversationId, m.delivery_id AS deliveryId,
             coalesce(c.name, k.name) AS name, m.delivery_held AS held, d.created_at AS at
           FROM deliveries d JOIN messages m ON m.id = d.message_id JOIN conversations c ON c.id = m.conversation_id
             LEFT JOIN contacts k ON k.id = c.contact_id
           WHERE d.owner IS NOT NULL AND d.state = 'pending' AND m.delivery_held IS NOT NULL ORDER BY d.seq LIMIT 50`,
        )
        .all()
        .map((row) => ({ ...row, held: JSON.parse(row['held']) }) as AttentionCounts['held'][number])
      return { unknown: troubled('unknown'), failed: troubled('failed'), waiting, missed, held }
    },
  }
}
