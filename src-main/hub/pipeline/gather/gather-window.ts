/**
 * Stage 3, gather: people write in bursts. Messages that follow each other within the instance's
 * window become one turn; the cap bounds how long the first of them can be made to wait.
 */
export interface GatherWindow {
  /** The silence that ends a burst; 0 turns gathering off. */
  gatherWindowMs: number
  gatherWindowMaxMs: number
}

/**
 * How much longer to wait for more of a burst, in milliseconds; 0 means: answer now.
 * @param firstAt when the burst's first message came; all times in one clock's milliseconds
 * @param lastAt when its newest one came
 */
export function gatherWait(window: GatherWindow, firstAt: number, lastAt: number, now: number): number {
  return Math.max(0, Math.min(lastAt + window.gatherWindowMs, gatherCap(window, firstAt)) - now)
}

/** The moment after which a burst takes no more messages. */
export function gatherCap(window: GatherWindow, firstAt: number): number {
  return firstAt + Math.max(window.gatherWindowMaxMs, window.gatherWindowMs)
}
