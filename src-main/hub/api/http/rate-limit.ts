/** Limits how often something may happen, for each of a few keys: so much at once, then so much each second. */

interface Limit {
  perSecond: number
  burst: number
}

/** The returned function counts one, and says in how many seconds to try again; 0: go on. */
export function createRateLimit({ perSecond, burst }: Limit, now: () => number): (key: string) => number {
  const buckets = new Map<string, { left: number; atMs: number }>()
  return (key) => {
    const atMs = now()
    const known = buckets.get(key) ?? { left: burst, atMs }
    const left = Math.min(burst, known.left + (Math.max(0, atMs - known.atMs) / 1000) * perSecond)
    buckets.set(key, { left: left < 1 ? left : left - 1, atMs })
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / perSecond)) : 0
  }
}
