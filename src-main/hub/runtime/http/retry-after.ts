/** Nobody who has something to send waits longer. */
const MAX_MS = 3_600_000

/** The time of a `Retry-After` header (seconds or an HTTP date) from now, in milliseconds, an hour at most; null without one, or for anything else. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  const value = header.trim()
  // Date.parse takes "-5" and "soon 5" for days of May.
  const date = /^[A-Z][a-z]+, .*GMT$/.test(value) ? Date.parse(value) : Number.NaN
  const ms = /^\d+(\.\d+)?$/.test(value) ? Math.round(Number(value) * 1000) : date - nowMs
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), MAX_MS)
}
