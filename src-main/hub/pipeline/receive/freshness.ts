/** When something was said, and whether it came late: the same for every channel. Pure. */

/**
 * Platforms, and servers between them and this computer, take seconds. What took longer came while
 * something was off, and the instance's rule for that decides (see `catch-up.ts`).
 */
const MISSED_FROM_MS = 60_000

/**
 * @param sentAt by the platform's clock
 * @param receivedAtMs when the hub got it, by its own clock
 * @returns `sentAt` as ISO 8601 UTC: what makes no sense, and what lies ahead, was said when it came, for one
 * of the two clocks is wrong
 */
export function whenSaid(sentAt: string, receivedAtMs: number): { sentAt: string; isMissed: boolean } {
  const stated = Date.parse(sentAt)
  const sentAtMs = Number.isFinite(stated) ? Math.min(stated, receivedAtMs) : receivedAtMs
  return { sentAt: new Date(sentAtMs).toISOString(), isMissed: receivedAtMs - sentAtMs >= MISSED_FROM_MS }
}
