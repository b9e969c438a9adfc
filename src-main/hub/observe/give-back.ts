/**
 * Gives memory back to the machine when a rush is over. Left alone, V8 keeps a hundred megabytes of
 * garbage for the next rush; kept small all the time, it collects so often that a webhook costs
 * twice as much. Each thread does this for its own heap.
 */

const LOOK_EVERY_MS = 1000
/** Less garbage than this is not worth a collection. */
const WORTH_BYTES = 12 * 1024 * 1024

/** `isIdle`: whether nobody would notice a pause now. Returns the way to stop. */
export function giveBackWhenIdle(isIdle: () => boolean): () => void {
  // Exposed by the host before any thread starts (`heap.ts`); without it V8 does as it likes.
  const collect = globalThis.gc as ((options: object) => void) | undefined
  if (collect === undefined) return () => {}
  let keptBytes = process.memoryUsage().heapTotal
  let wasIdle = false
  const timer = setInterval(() => {
    const idle = isIdle()
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
