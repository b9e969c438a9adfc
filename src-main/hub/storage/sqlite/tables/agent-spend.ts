/** What agents used: on the turn that it was for, and day by day (see `retention.ts` for how long). */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { where } from './where.ts'

const SUMS = `coalesce(sum(turns), 0) AS turns, coalesce(sum(input_tokens), 0) AS inputTokens,
  coalesce(sum(output_tokens), 0) AS outputTokens, coalesce(sum(audio_seconds), 0) AS audioSeconds,
  coalesce(sum(cost_micros), 0) AS costMicros`

export function agentSpendWrites(db: Statements): Sync<Pick<StorageWrites, 'countAgentUse'>> {
  // A turn that was thought again has used more than once.
  const onTurn = db.prepare(
    `UPDATE turns SET
       input_tokens = CASE WHEN $inputTokens IS NULL THEN input_tokens ELSE coalesce(input_tokens, 0) + $inputTokens END,
       output_tokens = CASE WHEN $outputTokens IS NULL THEN output_tokens ELSE coalesce(output_tokens, 0) + $outputTokens END,
       cost_micros = CASE WHEN $costMicros IS NULL THEN cost_micros ELSE coalesce(cost_micros, 0) + $costMicros END
     WHERE id = $turnId`,
  )
  const onDay = db.prepare(
    `INSERT INTO agent_spend (instance_name, day, contact_id, agent_profile_id, turns, input_tokens, output_tokens, audio_seconds, cost_micros)
     VALUES ($instanceName, $day, coalesce($contactId, ''), $agentProfileId, $turns, coalesce($inputTokens, 0), coalesce($outputTokens, 0), $audioSeconds, coalesce($costMicros, 0))
     ON CONFLICT DO UPDATE SET turns = turns + excluded.turns, audio_seconds = audio_seconds + excluded.audio_seconds, input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens, cost_micros = cost_micros + excluded.cost_micros`,
  )
  return {
    countAgentUse({ turnId, inputTokens, outputTokens, costMicros, audioSeconds, ...of }) {
      onTurn.run({ turnId, inputTokens, outputTokens, costMicros })
      // A recording is heard for an answer, and is none itself.
      onDay.run({
        ...of,
        turns: audioSeconds === undefined ? 1 : 0,
        inputTokens,
        outputTokens,
        costMicros,
        audioSeconds: audioSeconds ?? 0,
      })
    },
  }
}

type Use = { turns: number; inputTokens: number; outputTokens: number; audioSeconds: number; costMicros: number }

export function agentSpendReads(db: Statements): Sync<Pick<StorageReads, 'agentUseByDay' | 'agentUseOfContact'>> {
  const ofContact = db.prepare<[string], Use>(`SELECT ${SUMS} FROM agent_spend WHERE contact_id = ?`)
  const byDay = db.compose<Parameters<StorageReads['agentUseByDay']>[0], Use & { instanceName: string; day: string }>(
    [
      { from: '2026-03-14', to: '2026-03-14' },
      { from: '2026-03-14', to: '2026-03-14', instanceName: 'shop' },
    ],
    ({ from, to, instanceName }) => {
      const scope = where([['day >= ?', from], ['day <= ?', to], instanceName !== undefined && ['instance_name = ?', instanceName]])
      return {
        sql: `SELECT instance_name AS instanceName, day, ${SUMS} FROM agent_spend ${scope.sql} GROUP BY instance_name, day ORDER BY day, instance_name`,
        params: scope.params,
      }
    },
  )
  return {
    agentUseByDay: (range) => byDay.all(range),
    agentUseOfContact: (contactId) =>
      ofContact.get(contactId) ?? { turns: 0, inputTokens: 0, outputTokens: 0, audioSeconds: 0, costMicros: 0 },
  }
}
