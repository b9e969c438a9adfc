/** How long to wait before a tunnel is opened again. */
import type { TunnelError } from './port.ts'

const FIRST_MS = 1000
const MOST_MS = 60_000
/** What opens and brings nothing is tried less often: each attempt is calls that a plan may count. */
const MOST_UNPROVEN_MS = 10 * 60_000

/** @param failures in a row, not counting this one. The first is tried again at once: most lines are cut for a moment. */
export function retryDelayMs(failures: number, { failure, retryAfterMs }: Pick<TunnelError, 'failure' | 'retryAfterMs'>): number {
  if (retryAfterMs !== null) return retryAfterMs
  if (failures === 0) return 0
  return Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), failure === 'unproven' ? MOST_UNPROVEN_MS : MOST_MS)
}
