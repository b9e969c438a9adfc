/**
 * What happens, told to every panel that watches. Events of about one screen frame travel together;
 * the deltas of one answer within a frame become one. A panel that does not keep up is not
 * buffered for without end: it gets a reset and reads again.
 */
import { randomUUID } from 'node:crypto'
import type { LiveEvent, LiveFrame } from '../../../src-shared/contract/live.ts'

const FRAME_MS = 16
/** Events that may wait for one slow panel before it is reset instead. */
const MAX_WAITING = 5000

interface Subscriber {
  waiting: LiveEvent[]
  /** Of those that wait, the changes of conversations. */
  conversations: Map<string, Extract<LiveEvent, { type: 'conversation.changed' }>>
  isReset: boolean
  wake: (() => void) | null
}

export interface LiveBus {
  readonly epoch: string
  readonly hasSubscribers: boolean
  publish(event: LiveEvent): void
  /** Frames from now on; the first is an empty reset. Ends when `signal` aborts. */
  subscribe(signal: AbortSignal): AsyncGenerator<LiveFrame, void>
}

export function createLiveBus(): LiveBus {
  const epoch = randomUUID()
  const subscribers = new Set<Subscriber>()
  let isTicking = false

  function tick(): void {
    isTicking = false
    for (const subscriber of subscribers) {
      if (subscriber.waiting.length === 0 && !subscriber.isReset) continue
      subscriber.wake?.()
    }
  }

  function add(subscriber: Subscriber, event: LiveEvent): void {
    if (subscriber.isReset) return
    const { waiting } = subscriber
    if (event.type === 'stream.delta') {
      const last = waiting.findLast((other) => 'turnId' in other && other.turnId === event.turnId)
      if (last?.type === 'stream.delta' && last.from + last.text.length === event.from) {
        last.text += event.text
        return
      }
    }
    if (event.type === 'conversation.changed') {
      // A rush changes the same few conversations again and again: what is announced is how they are now.
      const known = subscriber.conversations.get(event.conversation.id)
      if (known !== undefined) {
        known.conversation = event.conversation
        return
      }
    }
    if (waiting.length >= MAX_WAITING) {
      subscriber.waiting = []
      subscriber.conversations.clear()
      subscriber.isReset = true
      return
    }
    // These change in place while they wait, so each subscriber has its own copy.
    if (event.type === 'conversation.changed') {
      const own = { ...event }
      subscriber.conversations.set(event.conversation.id, own)
      waiting.push(own)
    } else waiting.push(event.type === 'stream.delta' ? { ...event } : event)
  }

  return {
    epoch,
    get hasSubscribers() {
      return subscribers.size > 0
    },
    publish(event) {
      if (subscribers.size === 0) return
      for (const subscriber of subscribers) add(subscriber, event)
      if (isTicking) return
      isTicking = true
      setTimeout(tick, FRAME_MS)
    },
    async *subscribe(signal) {
      const subscriber: Subscriber = { waiting: [], conversations: new Map(), isReset: true, wake: null }
      subscribers.add(subscriber)
      const onAbort = () => subscriber.wake?.()
      signal.addEventListener('abort', onAbort)
      try {
        for (let seq = 0; !signal.aborted; seq += 1) {
          if (subscriber.waiting.length === 0 && !subscriber.isReset) {
            await new Promise<void>((resolve) => {
              subscriber.wake = resolve
              if (signal.aborted) resolve()
            })
            subscriber.wake = null
          }
          if (signal.aborted) return
          const { waiting, isReset } = subscriber
          subscriber.waiting = []
          subscriber.conversations.clear()
          subscriber.isReset = false
          yield { epoch, seq, isReset, at: new Date().toISOString(), events: waiting }
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
        subscribers.delete(subscriber)
      }
    },
  }
}
