/** The newest calls through the public address, and how many there were today. In memory: it is for whoever sets it up. */
import type { TunnelCall } from '../../../src-shared/contract/tunnel.ts'
import { newId } from '../runtime/ids.ts'
import type { ArrivedCall } from './listener-port.ts'

const KEPT = 200

export interface Traffic {
  add(call: ArrivedCall): void
  /** Newest first. */
  calls(): TunnelCall[]
  /** Of the day by the clock of this computer. */
  today(): { calls: number; refused: number }
  readonly lastCallAt: string | null
}

export function createTraffic(now: () => number): Traffic {
  const calls: TunnelCall[] = []
  let count = { day: '', calls: 0, refused: 0 }
  let lastCallAt: string | null = null

  function today() {
    const day = new Date(now()).toDateString()
    if (count.day !== day) count = { day, calls: 0, refused: 0 }
    return count
  }

  return {
    add({ isGenuine, ...call }) {
      const at = new Date(now()).toISOString()
      calls.push({ id: newId(), at, ...call })
      if (calls.length > KEPT) calls.shift()
      if (isGenuine) lastCallAt = at
      today()[isGenuine ? 'calls' : 'refused'] += 1
    },
    calls: () => calls.toReversed(),
    today: () => ({ calls: today().calls, refused: today().refused }),
    get lastCallAt() {
      return lastCallAt
    },
  }
}
