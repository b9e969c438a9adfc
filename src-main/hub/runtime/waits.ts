/** The waits of messages on their way out, so that a person can end them and a connection that is back does. */
import type { Timers } from './timers.ts'

export interface Wait {
  /** A person wants it sent now: no pause holds it any more. */
  readonly isUrgent: boolean
  /** It was cancelled. */
  readonly isOver: boolean
  /** Resolves after `ms` (never, when none is given), when the wait is looked at again, or when the signal is aborted. */
  rest(ms: number | null, signal: AbortSignal): Promise<void>
  /** Has it look again: something that it waits for may have changed. */
  nudge(): void
  /** It was tried: what comes after waits like any other. */
  calm(): void
}

export interface Waits {
  /** It is known by its id until `end`. */
  begin(deliveryId: string, instanceName: string): { wait: Wait; end(): void }
  /** @returns false where it does not wait */
  hurry(deliveryId: string): boolean
  /** It is not to be sent any more. */
  end(deliveryId: string): void
  /** The account is connected again. */
  connected(instanceName: string): void
}

export function createWaits(timers: Timers): Waits {
  const waits = new Map<string, { instanceName: string; wait: Wait; hurry: () => void; over: () => void }>()

  return {
    begin(deliveryId, instanceName) {
      let isUrgent = false
      let isOver = false
      let wake: (() => void) | null = null
      const wait: Wait = {
        get isUrgent() {
          return isUrgent
        },
        get isOver() {
          return isOver
        },
        calm() {
          isUrgent = false
        },
        rest(ms, signal) {
          if (signal.aborted) return Promise.resolve()
          return new Promise((resolve) => {
            const done = () => {
              wake = null
              cancel()
              signal.removeEventListener('abort', done)
              resolve()
            }
            const cancel = ms === null ? () => {} : timers.after(ms, done)
            wake = done
            signal.addEventListener('abort', done, { once: true })
          })
        },
        nudge: () => wake?.(),
      }
      const entry = {
        instanceName,
        wait,
        hurry() {
          isUrgent = true
          wake?.()
        },
        over() {
          isOver = true
          wake?.()
        },
      }
      waits.set(deliveryId, entry)
      return {
        wait,
        end() {
          if (waits.get(deliveryId) === entry) waits.delete(deliveryId)
        },
      }
    },
    hurry(deliveryId) {
      const entry = waits.get(deliveryId)
      entry?.hurry()
      return entry !== undefined
    },
    end: (deliveryId) => waits.get(deliveryId)?.over(),
    connected(instanceName) {
      for (const entry of [...waits.values()]) if (entry.instanceName === instanceName) entry.wait.nudge()
    },
  }
}
