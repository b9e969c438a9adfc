/**
 * One lane per conversation keeps its order; lanes run side by side. A lane exists only while it
 * has work. The lane's worker may look at what is waiting behind the item it works on (`take`),
 * which is how a burst becomes one turn.
 */
import { realTimers, type Timers } from '../../runtime/timers.ts'
import type { LaneItem } from './lane-item.ts'

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

/** A lane in which nothing is worked on yet: what was left open there is being read. */
export interface HeldLane {
  /** What was left open, in its order: it stands before all that is pushed meanwhile. */
  put(item: LaneItem): void
  release(): void
}

export interface Lanes {
  /** Of a lane that is empty. */
  hold(instanceName: string, conversationId: string): HeldLane
  /** Releases every lane that is still held. */
  releaseAll(): void
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

interface Entry {
  lane: Lane & { isFirst: boolean }
  items: LaneItem[]
  /** What came while it was held. */
  later: LaneItem[]
  since: number
  wake: (() => void) | null
}

export function createLanes(
  work: (lane: Lane, item: LaneItem) => Promise<void>,
  onError: (error: unknown) => void,
  timers: Timers = realTimers,
): Lanes {
  const lanes = new Map<string, Entry>()
  const held = new Set<Entry>()
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

  function open(instanceName: string, conversationId: string): Entry {
    const items: LaneItem[] = []
    const entry: Entry = {
      items,
      later: [],
      since: performance.now(),
      wake: null,
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
            const cancel = timers.after(ms, () => entry.wake?.())
            entry.wake = () => {
              entry.wake = null
              cancel()
              resolve()
            }
          })
        },
      },
    }
    lanes.set(conversationId, entry)
    return entry
  }

  function release(entry: Entry): void {
    if (!held.delete(entry)) return
    for (const item of entry.later) place(entry.items, item)
    entry.later = []
    entry.since = performance.now()
    void run(entry.lane.conversationId)
  }

  return {
    hold(instanceName, conversationId) {
      const entry = open(instanceName, conversationId)
      entry.lane.isFirst = false
      held.add(entry)
      return {
        put(item) {
          depth += 1
          entry.items.push(item)
        },
        release: () => release(entry),
      }
    },
    releaseAll() {
      for (const entry of [...held]) release(entry)
    },
    push(instanceName, conversationId, item) {
      depth += 1
      const existing = lanes.get(conversationId)
      if (existing === undefined) {
        open(instanceName, conversationId).items.push(item)
        void run(conversationId)
      } else if (held.has(existing)) existing.later.push(item)
      else {
        place(existing.items, item)
        if (item.kind !== 'turn') existing.wake?.()
      }
    },
    wake(conversationId) {
      if (conversationId !== undefined) lanes.get(conversationId)?.wake?.()
      else for (const entry of lanes.values()) entry.wake?.()
    },
    waiting(conversationId) {
      const entry = lanes.get(conversationId)
      return entry === undefined ? [] : [...entry.items, ...entry.later]
    },
    idle() {
      if (lanes.size === 0) return Promise.resolve()
      return new Promise((resolve) => idleWaiters.push(resolve))
    },
    /** Items that wait, those being worked on included. */
    get depth() {
      return depth + lanes.size - held.size
    },
    get oldestMs() {
      let oldest = 0
      const now = performance.now()
      for (const entry of lanes.values()) oldest = Math.max(oldest, now - entry.since)
      return oldest
    },
  }
}
