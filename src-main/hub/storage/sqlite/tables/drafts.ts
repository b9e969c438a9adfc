/** Answers that wait for a person's approval, at most one for each conversation. */
import type { DraftEnd, StorageReads, StorageWrites } from '../../port.ts'
import type { DraftRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { drafts } from '../schema/outbox.ts'
import type { Row } from '../schema/row.ts'
import { conversationEventStore } from './conversation-events.ts'
import { conversationAliases } from './merge.ts'
import { parse, type TurnRow, toTurn } from './rows.ts'
import type { turnWrites } from './turns.ts'

type DraftRow = Row<typeof drafts>

function toDraft(row: DraftRow): DraftRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    conversationId: row.conversation_id,
    turnId: row.turn_id,
    agentName: row.agent_name,
    text: row.text,
    thought: parse(row.thought),
    createdAt: row.created_at,
  }
}

export function draftWrites(
  db: Statements,
  turns: Pick<ReturnType<typeof turnWrites>, 'finishTurn' | 'planAnswer'>,
): Sync<Pick<StorageWrites, 'saveDraft' | 'approveDraft' | 'endDraft'>> {
  const conversationEvents = conversationEventStore(db)
  const aliases = conversationAliases(db)
  const byId = db.prepare<[string], DraftRow>('SELECT * FROM drafts WHERE id = ?')
  const ofConversation = db.prepare<[string], DraftRow>('SELECT * FROM drafts WHERE conversation_id = ?')
  const insert = db.prepare(
    'INSERT INTO drafts (id, instance_name, conversation_id, turn_id, agent_name, text, thought, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const remove = db.prepare('DELETE FROM drafts WHERE id = ?')
  const point = db.prepare('UPDATE conversations SET draft_id = ? WHERE id = ?')
  const endTurn = db.prepare("UPDATE turns SET stop_code = ?, reason = ? WHERE id = ? AND state = 'stopped'")
  const turnById = db.prepare<[string], TurnRow>('SELECT * FROM turns WHERE id = ?')

  function conversationOf(draft: DraftRecord) {
    const conversation = conversationEvents.find(draft.conversationId)
    if (conversation === null) throw new Error(`draft ${draft.id} lost its conversation`)
    return conversation
  }

  function close(draft: DraftRecord): void {
    remove.run(draft.id)
    point.run(null, draft.conversationId)
  }

  return {
    saveDraft(given, outcome) {
      const draft = { ...given, conversationId: aliases.current(given.conversationId) }
      const older = ofConversation.get(draft.conversationId)
      if (older !== undefined) {
        remove.run(older.id)
        endTurn.run('superseded', 'A newer answer took the place of this draft.', older.turn_id)
      }
      insert.run(
        draft.id,
        draft.instanceName,
        draft.conversationId,
        draft.turnId,
        draft.agentName,
        draft.text,
        JSON.stringify(draft.thought),
        draft.createdAt,
      )
      point.run(draft.id, draft.conversationId)
      const turn = turns.finishTurn(draft.turnId, outcome)
      if (turn === null) throw new Error(`turn ${draft.turnId} does not exist`)
      return { conversation: conversationOf(draft), turn }
    },
    approveDraft(draftId, plan) {
      const row = byId.get(draftId)
      if (row === undefined) return null
      const draft = toDraft(row)
      close(draft)
      const message = conversationEvents.add(conversationOf(draft), plan.conversationEvent, plan.at)
      const { changes, turn } = turns.planAnswer({
        turnId: draft.turnId,
        at: plan.at,
        steps: plan.steps,
        ...draft.thought,
        // Drafts of older versions do not know these.
        agentProfileId: draft.thought.agentProfileId ?? null,
        agentName: draft.thought.agentName ?? draft.agentName,
        agentSucceeded: true,
        messages: plan.messages,
        payloads: [],
        isTracePrivate: plan.isTracePrivate,
      })
      return { changes, turn, conversation: conversationOf(draft), message }
    },
    endDraft(draftId: string, end: DraftEnd) {
      const row = byId.get(draftId)
      if (row === undefined) return null
      const draft = toDraft(row)
      close(draft)
      endTurn.run(end.stopCode, end.reason, draft.turnId)
      const turn = turnById.get(draft.turnId)
      const conversation = conversationOf(draft)
      return {
        conversation,
        turn: turn === undefined ? null : toTurn(turn),
        message: conversationEvents.add(conversation, end.conversationEvent, end.at),
      }
    },
  }
}

export function draftReads(db: Statements): Sync<Pick<StorageReads, 'getDraft'>> {
  const byId = db.prepare<[string], DraftRow>('SELECT * FROM drafts WHERE id = ?')
  return {
    getDraft(id) {
      const row = byId.get(id)
      return row === undefined ? null : toDraft(row)
    },
  }
}
