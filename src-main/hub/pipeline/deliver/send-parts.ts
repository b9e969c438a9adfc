/** Sends the parts of an answer one after the other, as far as they may still be sent. */
import type { LiveEvents } from '../../live/events.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryRecord } from '../../storage/records.ts'
import type { Answering } from '../lanes/answers.ts'
import type { RunWithoutSlot } from '../lanes/slots.ts'
import type { DeliveryRunner } from './delivery-runner.ts'

interface Options {
  storage: Storage
  liveEvents: LiveEvents
  runner: DeliveryRunner
  now: () => number
  shutdown: AbortSignal
}

/**
 * Resolves to what became of each part; to null when the hub stops in between. `answering` is the
 * answer that the parts belong to, where it can still be stopped.
 */
export type SendParts = (
  deliveries: DeliveryRecord[],
  withoutSlot: RunWithoutSlot,
  answering?: Answering,
) => Promise<DeliveryRecord['state'][] | null>

export function createSendParts({ storage, liveEvents, runner, now, shutdown }: Options): SendParts {
  return async (deliveries, withoutSlot, answering) => {
    const states: DeliveryRecord['state'][] = []
    const signal = answering?.controller.signal ?? shutdown
    let isBroken = false
    const cancel = async (delivery: DeliveryRecord, error: string) => {
      const change = await storage.finishDelivery(delivery.id, {
        state: 'cancelled',
        error,
        at: new Date(now()).toISOString(),
        payloads: [],
      })
      if (change !== null) liveEvents.message(change.message)
      states.push('cancelled')
    }
    for (const delivery of deliveries) {
      if (delivery.state === 'pending' && !shutdown.aborted) {
        const stopped = answering?.cause?.reason
        // Half an answer after a refused first half would only confuse.
        const why = stopped ?? (isBroken ? 'An earlier part could not be sent.' : null)
        if (why !== null) {
          await cancel(delivery, why)
          continue
        }
      }
      const state = await runner.run(delivery, signal, withoutSlot)
      if (state === 'pending' && answering?.cause != null && !shutdown.aborted) {
        await cancel(delivery, answering.cause.reason)
        continue
      }
      if (state === 'pending' || state === 'sending') return null
      isBroken = state === 'failed'
      states.push(state)
    }
    return states
  }
}
