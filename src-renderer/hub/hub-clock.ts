/**
 * The time by the hub's clock, which everything that the hub tells is dated by. The clock of the machine
 * that the panel is looked at on may be minutes off, and a countdown by it would be over too soon.
 */

/** Less than this is the delay of the event, or nothing that anybody would notice. */
const SAME_MS = 2000

let offsetMs = 0
/** The least that the hub's clock is ahead: an event never arrives before it was sent. */
let leastMs = Number.NEGATIVE_INFINITY
const listeners = new Set<() => void>()

/** News of the hub, sent at this time by its clock. `isFirst`: the first of a connection, before which either clock may have been set. */
export function noteHubTime(at: string, isFirst: boolean, localMs: number = Date.now()): void {
  const aheadMs = Date.parse(at) - localMs
  if (!isFirst && aheadMs <= leastMs) return
  leastMs = aheadMs
  const next = Math.abs(aheadMs) < SAME_MS ? 0 : aheadMs
  const isNews = Math.abs(next - offsetMs) >= SAME_MS
  offsetMs = next
  if (isNews) for (const tell of listeners) tell()
}

/** Milliseconds since 1970. */
export const hubNow = (): number => Date.now() + offsetMs

/** Called when it turns out that the clocks differ. */
export function onHubClock(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
