/** Stage admit, carried out: what is not to be answered is finished here, with the reason. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AccessService } from '../../guard/service.ts'
import type { MediaTextService } from '../../inbox/media-text/service.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryPlanner } from '../deliver/delivery-planner.ts'
import type { SendParts } from '../deliver/send-parts.ts'
import { heldBack } from '../lanes/hold-back.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { PausedNow } from '../lanes/paused-now.ts'
import type { WithSlot } from '../lanes/slots.ts'
import { beginStep } from '../lanes/steps.ts'
import type { TurnEnd } from '../lanes/turn-end.ts'
import { admit, isWorthMediaText } from './admit.ts'

interface Options {
  storage: Pick<Storage, 'planAnswer'>
  access: AccessService
  planner: Pick<DeliveryPlanner, 'plan'>
  sendParts: SendParts
  turnEnd: TurnEnd
  withSlot: WithSlot
  pausedNow: PausedNow
  now: () => number
  mediaText: Pick<MediaTextService, 'notice'>
}

export interface Admission {
  /**
   * False: it gets no answer, and is finished. `isNew`: it came this moment, so that what was decided
   * at its receipt holds. What had to wait is looked at again.
   */
  passes(instance: RunningInstance, item: TurnItem, isNew?: boolean): Promise<boolean>
}

export function createAdmission({ storage, access, planner, sendParts, turnEnd, withSlot, pausedNow, now, mediaText }: Options): Admission {
  async function passes(instance: RunningInstance, item: TurnItem, isNew = false): Promise<boolean> {
    const done = beginStep(item, 'admit')
    const decision = (isNew ? item.decision : null) ?? admit(instance.record, item.message, item.conversation, item.contact, access)
    // A process that died may have left it unsaid.
    if (item.isRecovered && isWorthMediaText(decision)) mediaText.notice(instance, item.message)
    if (decision.admitted) {
      const held = isNew && item.isAsked !== true ? heldBack(instance.record, item.conversation) : await pausedNow(instance, item)
      done(held === null ? 'ok' : 'stopped', held?.reason ?? decision.detail)
      if (held !== null) await turnEnd.stop(item, held.code, held.reason)
      return held === null
    }
    done('stopped', decision.reason)
    const { deniedText } = instance.record.behaviour
    if (decision.code === 'access_denied' && deniedText.trim() !== '' && instance.record.isAnswering === true)
      await sayDenied(instance, item, deniedText)
    await turnEnd.stop(item, decision.code, decision.reason)
    return false
  }

  async function sayDenied(instance: RunningInstance, item: TurnItem, text: string): Promise<void> {
    const messages = planner.plan(instance, {
      text,
      origin: 'fallback',
      turnId: item.turnId,
      conversation: item.conversation,
      author: 'system',
      authorName: null,
      answers: item.message.externalId,
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

  return { passes }
}
