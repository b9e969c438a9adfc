/**
 * Gives memory back to the machine when a rush is over. Left alone, V8 keeps a hundred megabytes of
 * garbage for the next rush; kept small all the time, it collects so often that a webhook costs
 * twice as much. Each thread does this for its own heap.
 */

import { performance } from 'node:perf_hooks'

const LOOK_EVERY_MS = 1000
/** A share of the time; with more to do than this, somebody would notice the pause. */
const IDLE_UTILIZATION = 0.02
/** Less garbage than this is not worth a collection. */
const WORTH_BYTES = 12 * 1024 * 1024

/** Watches the thread that it is called in. Returns the way to stop. */
export function giveBackWhenIdle(): () => void {
  // Exposed by the host before any thread starts (`heap.ts`); without it V8 does as it likes.
  const collect = globalThis.gc as ((options: object) => void) | undefined
  if (collect === undefined) return () => {}
  // What starting up left behind is garbage, too.
  let keptBytes = 0
  let wasIdle = false
  let before = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const idle = performance.eventLoopUtilization(now, before).utilization < IDLE_UTILIZATION
    before = now
    // Two looks in a row: the pause between two messages is no end of a rush.
    if (idle && wasIdle && process.memoryUsage().heapTotal - keptBytes > WORTH_BYTES) {
      // The last resort also gives back pages and compiled code that nobody used lately.
      collect({ type: 'major', flavor: 'last-resort' })
      keptBytes = process.memoryUsage().heapTotal
    }
    wasIdle = idle
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
