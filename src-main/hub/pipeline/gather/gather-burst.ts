/** Stage gather, carried out: what a customer writes in one go becomes one turn. */
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Admission } from '../admit/admission.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { Lane } from '../lanes/lanes.ts'
import { beginStep } from '../lanes/steps.ts'
import type { Burst } from '../lanes/under-way.ts'
import { missedWindow } from './catch-up.ts'
import { type GatherWindow, gatherWait } from './gather-window.ts'

export interface Bursts {
  /** Waits for more of the burst and adds it. Holds no slot: waiting for a customer to finish costs nobody anything. */
  gather(lane: Lane, instance: RunningInstance, burst: Burst): Promise<void>
  /** Takes the turns that wait right behind, finishing those that are not admitted. They are `arriving` until the caller has them. */
  takeNewer(lane: Lane, instance: RunningInstance, burst: Burst, window?: GatherWindow): Promise<TurnItem[]>
  /** Is there something that `takeNewer` would take? */
  isNewerWaiting(lane: Lane, instance: RunningInstance, window?: GatherWindow): boolean
}

export function createBursts({ admission, shutdown }: { admission: Admission; shutdown: AbortSignal }): Bursts {
  async function gather(lane: Lane, instance: RunningInstance, gathered: Burst): Promise<void> {
    const burst = gathered.items
    const [leader] = burst
    if (leader === undefined) return
    const done = beginStep(leader, 'gather')
    // What a chat brought while away is answered once, however it is set up for what is live.
    const window = leader.message.isMissed ? missedWindow(instance.record.behaviour) : instance.record.behaviour
    const firstAt = leader.receivedTick
    while (!shutdown.aborted && gathered.cause === null) {
      burst.push(...(await takeNewer(lane, instance, gathered, window)))
      gathered.arriving = []
      const waitMs = gatherWait(window, firstAt, burst.at(-1)?.receivedTick ?? firstAt, performance.now())
      if (waitMs === 0) break
      await lane.rest(waitMs)
      // A message of a person or of the API ends the burst: it must not overtake or be overtaken.
      if (lane.waiting[0] !== undefined && lane.waiting[0].kind !== 'turn') break
    }
    done('ok', burst.length === 1 ? 'One message.' : `${burst.length} messages were gathered into one turn.`)
  }

  function isNewerWaiting(lane: Lane, instance: RunningInstance, window: GatherWindow = instance.record.behaviour): boolean {
    return window.gatherWindowMs > 0 && lane.waiting[0]?.kind === 'turn'
  }

  async function takeNewer(
    lane: Lane,
    instance: RunningInstance,
    { arriving }: Burst,
    window: GatherWindow = instance.record.behaviour,
  ): Promise<TurnItem[]> {
    const newer: TurnItem[] = []
    while (isNewerWaiting(lane, instance, window)) {
      const next = lane.take()
      if (next?.kind !== 'turn') continue
      arriving.push(next)
      if (await admission.passes(instance, next)) newer.push(next)
    }
    return newer
  }

  return { gather, takeNewer, isNewerWaiting }
}
