/**
 * Gives memory back to the machine when a rush is over. Left alone, V8 keeps a hundred megabytes of
 * garbage for the next rush; kept small all the time, it collects so often that a webhook costs
 * twice as much. Each thread does this for its own heap.
 */

import { performance } from 'node:perf_hooks'

const LOOK_EVERY_MS = 10_000
/** A share of the time; with more to do than this, somebody would notice the pause. */
const IDLE_UTILIZATION = 0.02
/** Less garbage than this is not worth a collection. */
const WORTH_BYTES = 12 * 1024 * 1024
/**
 * Idle looks in a row that make a rest. One rush is often followed by another, which would begin at half the
 * speed: a collection without a request alive forgets the shapes of requests, and the code compiled for them.
 */
const IDLE_LOOKS = 3

/** Watches the thread that it is called in; `dropCaches` is called once in every time of rest. Returns the way to stop. */
export function giveBackWhenIdle(dropCaches: () => void = () => {}): () => void {
  // Exposed by the host before any thread starts (`heap.ts`); without it V8 does as it likes.
  const collect = globalThis.gc as ((options: object) => void) | undefined
  if (collect === undefined) return () => {}
  // What starting up left behind is garbage, too.
  let keptBytes = 0
  let idleLooks = 0
  let before = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const idle = performance.eventLoopUtilization(now, before).utilization < IDLE_UTILIZATION
    before = now
    idleLooks = idle ? idleLooks + 1 : 0
    if (idleLooks === IDLE_LOOKS) dropCaches()
    if (idleLooks >= IDLE_LOOKS && process.memoryUsage().heapTotal - keptBytes > WORTH_BYTES) {
      // The last resort also gives back pages.
      collect({ type: 'major', flavor: 'last-resort' })
      keptBytes = process.memoryUsage().heapTotal
    }
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
