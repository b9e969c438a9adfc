/** "One moment, please": said once when the answer takes long. A courtesy that is never in the way of the answer. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { Answering } from '../lanes/answers.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { PausedNow } from '../lanes/paused-now.ts'
import { beginStep } from '../lanes/steps.ts'
import type { DeliveryPlanner } from './delivery-planner.ts'
import type { DeliveryRunner } from './delivery-runner.ts'

interface Options {
  storage: Pick<Storage, 'enqueueDelivery'>
  planner: Pick<DeliveryPlanner, 'planParts'>
  runner: DeliveryRunner
  pausedNow: PausedNow
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  timers: Timers
}

/** Ends it; resolves when a note that is on its way has arrived, so that the answer does not overtake it. */
export type StopStillWorking = () => Promise<void>

export function createStillWorking({ storage, planner, runner, pausedNow, liveEvents, log, now, timers }: Options) {
  return (instance: RunningInstance, leader: TurnItem, answering: Answering): StopStillWorking => {
    const { stillWorking, answersNeedApproval } = instance.record.behaviour
    const text = stillWorking.text.trim()
    // Taken up after a restart, the customer may have read it before.
    if (stillWorking.afterMs === 0 || text === '' || answersNeedApproval || leader.isRecovered) return async () => {}
    let sending = Promise.resolve()

    async function say(): Promise<void> {
      if (answering.isSpeaking || answering.controller.signal.aborted) return
      if ((await pausedNow(instance, leader)) !== null) return
      const done = beginStep(leader, 'deliver')
      // A message of its own: if the program stops now, it is sent late and does no harm.
      const [planned] = planner.planParts(
        instance,
        { origin: 'fallback', turnId: leader.turnId, conversation: leader.conversation, author: 'system', authorName: null },
        [text],
        false,
      )
      if (planned === undefined) return
      const change = await storage.enqueueDelivery(
        { ...planned, delivery: { ...planned.delivery, turnId: null } },
        new Date(now()).toISOString(),
      )
      liveEvents.message(change.message)
      const state = await runner.run(change.delivery, answering.controller.signal, (wait) => wait())
      done(state === 'sent' ? 'ok' : 'failed', 'The customer was told that the answer takes a moment.')
    }

    const cancel = timers.after(stillWorking.afterMs, () => {
      sending = say().catch((error: unknown) =>
        log.warn({ instance: instance.record.name, error: errorMessage(error) }, 'the note that it takes a moment could not be sent'),
      )
    })
    return () => {
      cancel()
      return sending
    }
  }
}
