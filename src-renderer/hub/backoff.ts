const FIRST_MS = 250
const LONGEST_MS = 8000

/**
 * The pause before attempt number `attempt` (from 0), in milliseconds. It doubles up to eight
 * seconds; `random` (0 to 1) takes up to a quarter off, so that many panels do not return in step.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
  return Math.round(full * (1 - random / 4))
}
