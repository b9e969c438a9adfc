/**
 * One lane per conversation keeps its order; lanes run side by side. A lane exists only while it
 * has work. The lane's worker may look at what is waiting behind the item it works on (`take`),
 * which is how a burst becomes one turn.
 */
import { realTimers, type Timers } from '../timers.ts'
import type { LaneItem } from './work.ts'

export interface Lane {
  readonly instanceName: string
  readonly conversationId: string
  readonly waiting: readonly LaneItem[]
  /** The item worked on is the first since the lane was empty: it came this very moment. */
  readonly isFirst: boolean
  /** Removes and returns the next waiting item. */
  take(): LaneItem | undefined
  /**
   * Resolves after `ms`, or as soon as something waits that is not a turn, or when the lanes are
   * woken. More turns do not wake it: a burst is looked at when its window may have ended.
   */
  rest(ms: number): Promise<void>
}

export interface Lanes {
  push(instanceName: string, conversationId: string, item: LaneItem): void
  /** Ends every rest, or those of one conversation. */
  wake(conversationId?: string): void
  /** What waits there, behind what is being worked on. */
  waiting(conversationId: string): readonly LaneItem[]
  /** Resolves once no lane has work. */
  idle(): Promise<void>
  readonly depth: number
  readonly oldestMs: number
}

/** What was written earlier is looked at earlier, also when it came later; nothing overtakes what is to be sent. */
function place(items: LaneItem[], item: LaneItem): void {
  let at = items.length
  if (item.kind === 'turn')
    for (let before = items[at - 1]; before?.kind === 'turn' && before.message.seq > item.message.seq; before = items[at - 1]) at -= 1
  items.splice(at, 0, item)
}

export function createLanes(
  work: (lane: Lane, item: LaneItem) => Promise<void>,
  onError: (error: unknown) => void,
  timers: Timers = realTimers,
): Lanes {
  const lanes = new Map<string, { lane: Lane & { isFirst: boolean }; items: LaneItem[]; since: number; wake: (() => void) | null }>()
  let idleWaiters: (() => void)[] = []
  let depth = 0

  async function run(conversationId: string): Promise<void> {
    const entry = lanes.get(conversationId)
    if (entry === undefined) return
    for (let item = entry.lane.take(); item !== undefined; item = entry.lane.take()) {
      try {
        await work(entry.lane, item)
      } catch (error) {
        onError(error)
      }
      entry.since = performance.now()
      entry.lane.isFirst = false
    }
    lanes.delete(conversationId)
    if (lanes.size > 0) return
    const waiters = idleWaiters
    idleWaiters = []
    for (const resolve of waiters) resolve()
  }

  return {
    push(instanceName, conversationId, item) {
      depth += 1
      const existing = lanes.get(conversationId)
      if (existing !== undefined) {
        place(existing.items, item)
        if (item.kind !== 'turn') existing.wake?.()
        return
      }
      const items = [item]
      const entry = {
        items,
        since: performance.now(),
        wake: null as (() => void) | null,
        lane: {
          instanceName,
          conversationId,
          waiting: items,
          isFirst: true,
          take() {
            const next = items.shift()
            if (next !== undefined) depth -= 1
            return next
          },
          rest(ms: number) {
            if (items.some((waiting) => waiting.kind !== 'turn')) return Promise.resolve()
            return new Promise<void>((resolve) => {
              const takeBack = timers.after(ms, () => entry.wake?.())
              entry.wake = () => {
                entry.wake = null
                takeBack()
                resolve()
              }
            })
          },
        },
      }
      lanes.set(conversationId, entry)
      void run(conversationId)
    },
    wake(conversationId) {
      if (conversationId !== undefined) lanes.get(conversationId)?.wake?.()
      else for (const entry of lanes.values()) entry.wake?.()
    },
    waiting: (conversationId) => lanes.get(conversationId)?.items ?? [],
    idle() {
      if (lanes.size === 0) return Promise.resolve()
      return new Promise((resolve) => idleWaiters.push(resolve))
    },
    /** Items that wait, those being worked on included. */
    get depth() {
      return depth + lanes.size
    },
    get oldestMs() {
      let oldest = 0
      const now = performance.now()
      for (const entry of lanes.values()) oldest = Math.max(oldest, now - entry.since)
      return oldest
    },
  }
}
