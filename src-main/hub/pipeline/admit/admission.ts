/** Stage admit, carried out: what is not to be answered is finished here, with the reason. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AccessService } from '../../guard/service.ts'
import type { UnderstandingService } from '../../inbox/media-text/service.ts'
import type { Storage } from '../../storage/port.ts'
import type { Deliver } from '../deliver/delivery-runner.ts'
import type { SendParts } from '../deliver/send-parts.ts'
import type { Cause } from '../lanes/answers.ts'
import { heldBack } from '../lanes/hold-back.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { WithSlot } from '../lanes/slots.ts'
import { beginStep } from '../lanes/steps.ts'
import type { TurnEnd } from '../lanes/turn-end.ts'
import { admit, isWorthReading } from './admit.ts'

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
  /** Why nothing may be said now, as account and conversation are at this moment and not as they were at receipt. */
  heldBackNow(instance: RunningInstance, item: TurnItem): Promise<Cause | null>
}

export function createDoor({ storage, access, deliver, sendParts, turnEnd, withSlot, now, understanding }: Options): Door {
  async function passes(instance: RunningInstance, item: TurnItem, isNew = false): Promise<boolean> {
    const done = beginStep(item, 'admit')
    const admission = admit(instance.record, item.message, item.conversation, item.contact, access)
    // A process that died may have left it unsaid.
    if (item.isRecovered && isWorthReading(admission)) understanding.notice(instance, item.message)
    if (admission.admitted) {
      const held = isNew && item.isAsked !== true ? heldBack(instance.record, item.conversation) : await heldBackNow(instance, item)
      done(held === null ? 'ok' : 'stopped', held?.reason ?? admission.detail)
      if (held !== null) await turnEnd.stop(item, held.code, held.reason)
      return held === null
    }
    done('stopped', admission.reason)
    const { deniedText } = instance.record.behaviour
    if (admission.code === 'access_denied' && deniedText.trim() !== '' && instance.record.isAnswering === true)
      await sayDenied(instance, item, deniedText)
    await turnEnd.stop(item, admission.code, admission.reason)
    return false
  }

  async function heldBackNow(instance: RunningInstance, item: TurnItem): Promise<Cause | null> {
    // Somebody wants this one answered, whoever has the conversation.
    if (item.isAsked === true) return null
    const current = await storage.getConversation(item.conversation.id)
    if (current !== null) item.conversation = current
    const held = heldBack(instance.record, item.conversation)
    if (held !== null) return held
    // Rules may have changed while it waited or the agent wrote. What the customer deleted is looked at for the whole burst.
    const admission = admit(instance.record, item.message, item.conversation, item.contact, access)
    return admission.admitted || admission.code === 'deleted' ? null : { code: admission.code, reason: admission.reason }
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

  return { passes, heldBackNow }
}
