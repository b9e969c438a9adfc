/** Stage admit, carried out: what is not to be answered is finished here, with the reason. */
import type { AccessService } from '../access/service.ts'
import { pausedReason } from '../conversations/ownership.ts'
import type { RunningInstance } from '../instances/running-instance.ts'
import type { Storage } from '../storage/port.ts'
import type { UnderstandingService } from '../understanding/service.ts'
import { admit, isWorthReading } from './admit.ts'
import type { Deliver } from './deliver.ts'
import type { SendParts } from './send-parts.ts'
import type { WithSlot } from './slots.ts'
import { beginStep } from './steps.ts'
import type { TurnEnd } from './turn-end.ts'
import type { TurnItem } from './work.ts'

interface Options {
  storage: Storage
  access: AccessService
  deliver: Pick<Deliver, 'plan'>
  sendParts: SendParts
  turnEnd: TurnEnd
  withSlot: WithSlot
  now: () => number
  understanding: Pick<UnderstandingService, 'notice'>
}

export interface Door {
  /**
   * False: it gets no answer, and is finished. `isNew`: it came this moment, so that its conversation
   * need not be read again.
   */
  passes(instance: RunningInstance, item: TurnItem, isNew?: boolean): Promise<boolean>
  /** Why nothing may be said now, as the conversation is at this moment and not as it was at receipt. */
  pausedNow(item: TurnItem): Promise<string | null>
}

export function createDoor({ storage, access, deliver, sendParts, turnEnd, withSlot, now, understanding }: Options): Door {
  async function passes(instance: RunningInstance, item: TurnItem, isNew = false): Promise<boolean> {
    const done = beginStep(item, 'admit')
    const admission = admit(instance.record, item.message, item.conversation, item.contact, access)
    // A process that died may have left it unsaid.
    if (item.isRecovered && isWorthReading(admission)) understanding.notice(instance, item.message)
    if (admission.admitted) {
      const paused = item.isAsked === true ? null : isNew ? pausedReason(item.conversation) : await pausedNow(item)
      done(paused === null ? 'ok' : 'stopped', paused ?? admission.detail)
      if (paused !== null) await turnEnd.stop(item, 'paused', paused)
      return paused === null
    }
    done('stopped', admission.reason)
    const { deniedText } = instance.record.behaviour
    if (admission.code === 'access_denied' && deniedText.trim() !== '') await sayDenied(instance, item, deniedText)
    await turnEnd.stop(item, admission.code, admission.reason)
    return false
  }

  async function pausedNow(item: TurnItem): Promise<string | null> {
    const current = await storage.getConversation(item.conversation.id)
    if (current !== null) item.conversation = current
    return pausedReason(item.conversation)
  }

  async function sayDenied(instance: RunningInstance, item: TurnItem, text: string): Promise<void> {
    const messages = deliver.plan(instance, {
      text,
      origin: 'fallback',
      turnId: item.turnId,
      conversation: item.conversation,
      author: 'system',
      authorName: null,
    })
    const { changes } = await storage.planAnswer({
      turnId: item.turnId,
      at: new Date(now()).toISOString(),
      steps: item.steps,
      agentKind: 'none',
      agentProfileId: null,
      agentName: null,
      agentSucceeded: false,
      agentDurationMs: 0,
      sessionName: '',
      agentSessionId: item.conversation.agentSessionId,
      agentUserId: null,
      messages,
      payloads: [],
    })
    await withSlot(item.instanceName, async (idle) => {
      await sendParts(
        changes.map((change) => change.delivery),
        idle,
      )
    })
  }

  return { passes, pausedNow }
}
