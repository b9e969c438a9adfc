/** Turns: the unit of work, from the first message to the last part of the answer. */
import type { AnswerPlan, StorageWrites, TurnOutcome } from '../../port.ts'
import type { TurnRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { outboxStore } from './outbox.ts'
import { withoutNumbers } from './preview.ts'
import { type TurnRow, toTurn } from './rows.ts'
import { payloadStore } from './trace-payloads.ts'

export function turnWrites(
  db: Statements,
  owner: string,
): Sync<Pick<StorageWrites, 'finishTurn' | 'beginThinking' | 'mergeTurns' | 'planAnswer' | 'addPayloads' | 'resetSession'>> {
  const outbox = outboxStore(db, owner)
  const payloads = payloadStore(db)
  const byId = db.prepare<[string], TurnRow>('SELECT * FROM turns WHERE id = ?')
  const finish = db.prepare(
    `UPDATE turns SET state = ?, stop_code = ?, reason = ?, error_stage = ?, steps = ?, completed_at = ?, total_duration_ms = ?,
       channel_succeeded = coalesce(?, channel_succeeded), owner = NULL WHERE id = ?`,
  )
  // What was planned or ended meanwhile stays so.
  const think = db.prepare("UPDATE turns SET state = 'thinking' WHERE id = ? AND state = 'received'")
  const merge = db.prepare(
    "UPDATE turns SET state = 'merged', merged_into = ?, reason = ?, completed_at = ?, owner = NULL WHERE id = ? AND owner IS NOT NULL",
  )
  // A turn that itself led a burst brings its followers along.
  const bringAlong = db.prepare('UPDATE turns SET merged_into = ? WHERE merged_into = ?')
  const countMessages = db.prepare('UPDATE turns SET message_count = message_count + ? WHERE id = ?')
  const plan = db.prepare(
    `UPDATE turns SET state = 'delivering', steps = ?, agent_kind = ?, agent_profile_id = ?, agent_name = ?, agent_succeeded = ?, agent_duration_ms = ?, session_name = ?, agent_session_id = ?, is_answer_open = ?, is_handed_over = ?,
       stop_code = NULL, reason = NULL, completed_at = NULL, owner = ? WHERE id = ?`,
  )
  const setSession = db.prepare('UPDATE conversations SET agent_session_id = ?, session_active_at = ? WHERE id = ?')
  const forgetSession = db.prepare(
    'UPDATE conversations SET agent_session_id = NULL, session_active_at = NULL, context_from = ? WHERE id = ?',
  )
  const dropSummary = db.prepare('DELETE FROM conversation_summaries WHERE conversation_id = ?')
  const setAnswerFailed = db.prepare(
    'UPDATE conversations SET last_answer_failed = $failed WHERE id = $id AND last_answer_failed <> $failed',
  )
  const setAgentUser = db.prepare('UPDATE contacts SET agent_user_id = ? WHERE id = ?')

  const load = (id: string): TurnRecord | null => {
    const row = byId.get(id)
    return row === undefined ? null : toTurn(row)
  }

  return {
    finishTurn(turnId: string, outcome: TurnOutcome) {
      finish.run(
        outcome.state,
        outcome.stopCode,
        outcome.reason,
        outcome.errorStage,
        JSON.stringify(outcome.steps),
        outcome.completedAt,
        Math.round(outcome.totalDurationMs),
        outcome.channelSucceeded === null ? null : Number(outcome.channelSucceeded),
        turnId,
      )
      const turn = load(turnId)
      if (turn !== null && outcome.state !== 'stopped')
        setAnswerFailed.run({ failed: Number(outcome.state === 'failed'), id: turn.conversationId })
      return turn
    },

    beginThinking(turnId) {
      think.run(turnId)
    },

    mergeTurns(leaderId, mergedIds, at) {
      const turns: TurnRecord[] = []
      let merged = 0
      for (const id of mergedIds) {
        const turn = load(id)
        if (turn === null) continue
        bringAlong.run(leaderId, id)
        merge.run(leaderId, 'Handled together with the messages around it.', at, id)
        merged += turn.messageCount
        const after = load(id)
        if (after !== null) turns.push(after)
      }
      countMessages.run(merged, leaderId)
      const leader = load(leaderId)
      return leader === null ? turns : [leader, ...turns]
    },

    planAnswer(answer: AnswerPlan) {
      const before = load(answer.turnId)
      if (before === null) throw new Error(`turn ${answer.turnId} does not exist`)
      const changes = answer.messages.map((message) => outbox.insert(message, answer.at))
      plan.run(
        JSON.stringify(answer.steps),
        answer.agentKind,
        answer.agentProfileId,
        answer.agentName,
        answer.agentSucceeded ? 1 : 0,
        Math.round(answer.agentDurationMs),
        answer.isTracePrivate === true ? withoutNumbers(answer.sessionName) : answer.sessionName,
        answer.isTracePrivate === true && answer.agentSessionId !== null ? withoutNumbers(answer.agentSessionId) : answer.agentSessionId,
        answer.isOpen === true ? 1 : null,
        answer.isHandedOver === true ? 1 : null,
        owner,
        answer.turnId,
      )
      for (const payload of answer.payloads) payloads.add(answer.turnId, before.instanceName, payload)
      if (before.conversationId !== null) setSession.run(answer.agentSessionId, answer.at, before.conversationId)
      if (answer.agentUserId !== null && before.contactId !== null) setAgentUser.run(answer.agentUserId, before.contactId)
      const turn = load(answer.turnId)
      return { changes, turn: turn ?? before }
    },

    addPayloads(turnId, list) {
      const turn = load(turnId)
      if (turn !== null) for (const payload of list) payloads.add(turnId, turn.instanceName, payload)
    },

    resetSession(conversationId, at) {
      forgetSession.run(at, conversationId)
      dropSummary.run(conversationId)
    },
  }
}
