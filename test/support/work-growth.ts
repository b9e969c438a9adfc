/** How the work of a function grows with what it is given: by the processor time of this thread, which other programs do not change. */

/** A run that a collection of garbage falls into is repeated. */
const MAX_TRIES = 5
/** Of each run, so that the jitter of a quick one does not count as growth. */
const ALLOWANCE_MS = 2

function workOf(run: () => void): number {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000 + ALLOWANCE_MS
}

/** How many times the work of `usual` the other is; measured again, for the least, while it is more than `most`. */
export function timesTheWork(usual: () => void, other: () => void, most: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < MAX_TRIES && least > most; n += 1) {
    const base = workOf(usual)
    least = Math.min(least, workOf(other) / base)
  }
  return least
}
