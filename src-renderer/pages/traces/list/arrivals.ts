import type { Trace } from '../../../../src-shared/contract/traces.ts'

/**
 * Splits a list (newest first) at the moment up to which it was looked at: what came later waits
 * behind one line, so that nothing moves under the eyes or the mouse.
 */
export function splitArrivals(traces: Trace[], seenUpTo: string | null): { waiting: number; shown: Trace[] } {
  if (seenUpTo === null) return { waiting: 0, shown: traces }
  const shown = traces.filter(({ receivedAt }) => receivedAt <= seenUpTo)
  return { waiting: traces.length - shown.length, shown }
}
