/** Answers that wait for a person: kept, sent when approved, put aside when something newer is said. */
import type { Draft } from '../../../../src-shared/contract/drafts.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import { conversationEvent } from '../../inbox/conversations/events.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { DeliveryPlanner } from '../../pipeline/deliver/delivery-planner.ts'
import type { Drafts } from '../../pipeline/deliver/drafts-port.ts'
import type { LaneItem } from '../../pipeline/lanes/lane-item.ts'
import { newId } from '../../runtime/ids.ts'
import type { DraftEnd, Storage } from '../../storage/port.ts'
import type { DraftRecord } from '../../storage/records.ts'

interface Options {
  storage: Storage
  answerCache: Pick<AnswerCache, 'keep'>
  instances: InstanceService
  planner: Pick<DeliveryPlanner, 'plan'>
  liveEvents: LiveEvents
  now: () => number
  enqueue: (instanceName: string, conversationId: string, item: LaneItem) => void
}

export interface DraftService extends Drafts {
  get(id: string): Promise<Draft | null>
  approve(id: string, by: string, text: string | undefined): Promise<{ turnId: string }>
  discard(id: string, by: string): Promise<void>
}

const toDraft = ({ id, conversationId, turnId, agentName, text, createdAt }: DraftRecord): Draft => ({
  id,
  conversationId,
  turnId,
  agentName,
  text,
  createdAt,
})

const gone = () => new OmniError('conflict', 'This draft was dealt with already.')

export function createDraftService({ storage, answerCache, instances, planner, liveEvents, now, enqueue }: Options): DraftService {
  const iso = () => new Date(now()).toISOString()

  async function end(draftId: string, facts: Omit<DraftEnd, 'at'>): Promise<boolean> {
    const ended = await storage.endDraft(draftId, { ...facts, at: iso() })
    if (ended === null) return false
    liveEvents.message(ended.message)
    liveEvents.conversation(ended.conversation)
    if (ended.turn !== null) liveEvents.turn(ended.turn)
    return true
  }

  return {
    async keep(item, thought, text, outcome) {
      const { agentKind, agentProfileId, agentName, agentDurationMs, sessionName, agentSessionId, agentUserId, cacheUse } = thought
      // The vector is not worth its place here: without it, the same words are still found.
      const kept = cacheUse?.toKeep == null ? cacheUse : { ...cacheUse, toKeep: { ...cacheUse.toKeep, vector: null } }
      if (thought.payloads.length > 0) await storage.addPayloads(item.turnId, thought.payloads)
      const draft: DraftRecord = {
        id: newId(),
        instanceName: item.instanceName,
        conversationId: item.conversation.id,
        turnId: item.turnId,
        agentName: thought.agentName,
        text,
        thought: {
          agentKind,
          agentProfileId,
          agentName,
          agentDurationMs,
          sessionName,
          agentSessionId,
          agentUserId,
          ...(kept ? { cacheUse: kept } : {}),
        },
        createdAt: iso(),
      }
      const { conversation, turn } = await storage.saveDraft(draft, outcome)
      liveEvents.conversation(conversation)
      liveEvents.turn(turn)
    },

    async get(id) {
      const draft = await storage.getDraft(id)
      return draft === null ? null : toDraft(draft)
    },

    async approve(id, by, text) {
      const draft = await storage.getDraft(id)
      if (draft === null) throw gone()
      const instance = instances.get(draft.instanceName)
      const [conversation, turn] = await Promise.all([storage.getConversation(draft.conversationId), storage.getTrace(draft.turnId)])
      if (conversation === null || turn === null) throw gone()
      const isEdited = text !== undefined && text.trim() !== draft.text.trim()
      const approved = await storage.approveDraft(id, {
        messages: planner.plan(instance, {
          text: text ?? draft.text,
          origin: 'agent',
          turnId: draft.turnId,
          conversation,
          author: isEdited ? 'person' : 'agent',
          authorName: isEdited ? by : draft.agentName,
          answers: turn.messageExternalId,
          cacheHit: isEdited ? null : (draft.thought.cacheUse?.hit ?? null),
        }),
        steps: [
          ...turn.steps,
          {
            stage: 'deliver',
            status: 'ok',
            offsetMs: Math.max(0, now() - Date.parse(turn.receivedAt)),
            durationMs: 0,
            detail: isEdited ? `${by} changed the answer and approved it.` : `${by} approved the answer.`,
          },
        ],
        at: iso(),
        conversationEvent: conversationEvent('draft_approved', { by }),
      })
      if (approved === null) throw gone()
      if (!isEdited) await answerCache.keep(draft.instanceName, draft.thought.cacheUse?.toKeep ?? null, draft.text)
      liveEvents.message(approved.message)
      for (const change of approved.changes) liveEvents.message(change.message)
      liveEvents.conversation(approved.conversation)
      liveEvents.turn(approved.turn)
      enqueue(draft.instanceName, draft.conversationId, { kind: 'resume', turn: approved.turn, cause: 'approved' })
      return { turnId: draft.turnId }
    },

    async discard(id, by) {
      const isDone = await end(id, {
        stopCode: 'draft_discarded',
        reason: `${by} discarded the answer that was waiting for approval.`,
        conversationEvent: conversationEvent('draft_discarded', { by }),
      })
      if (!isDone) throw gone()
    },

    async supersede(draftId) {
      await end(draftId, {
        stopCode: 'superseded',
        reason: 'Something newer was said before the answer was approved.',
        conversationEvent: conversationEvent('draft_superseded'),
      })
    },
  }
}
