/** Slows down whoever guesses: after this many wrong tries in a minute, an address has to wait. */

const WINDOW_MS = 60_000
/** Addresses that are remembered at most; beyond that all are forgotten rather than memory given away. */
export const MAX_ADDRESSES = 10_000

export interface Attempts {
  countFailure(address: string): void
  /** Seconds until that address may try again; null while it may. */
  waitS(address: string): number | null
}

export function createAttempts(maxFailures: number, now: () => number): Attempts {
  const failures = new Map<string, { count: number; since: number }>()
  return {
    countFailure(address) {
      const at = now()
      const entry = failures.get(address)
      if (entry === undefined || at - entry.since > WINDOW_MS) {
        if (failures.size > MAX_ADDRESSES) failures.clear()
        failures.set(address, { count: 1, since: at })
      } else entry.count += 1
    },
    waitS(address) {
      const entry = failures.get(address)
      if (entry === undefined || entry.count < maxFailures || now() - entry.since > WINDOW_MS) return null
      return Math.max(1, Math.ceil((entry.since + WINDOW_MS - now()) / 1000))
    },
  }
}
