/**
 * A process of the product that met with an error that nobody caught has failed its test, whatever else the
 * test saw: the hub goes on after it, so nothing else would tell. (In the test's own process vitest does this.)
 */

/** As `src-main/keep-hub.ts` reports both kinds. */
const FAULT = /^.*An unexpected error\b.*(\n\s+at .*)*/m

/** Throws with what the process had reported. */
export function requireNoFaults(output: string): void {
  const [fault] = FAULT.exec(output) ?? []
  if (fault !== undefined) throw new Error(`The product reported a fault:\n${fault}`)
}
