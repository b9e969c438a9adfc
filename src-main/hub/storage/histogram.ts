/**
 * Durations as a histogram whose buckets grow by 8 %: a few dozen counters say every percentile of a
 * million answers within 4 %, and histograms of several hours simply add up.
 */

/** Bucket number -> how many. Bucket n holds the milliseconds around 1.08^n; 0 and 1 ms are bucket 0. */
export type Histogram = Record<number, number>

const GROWTH = Math.log(1.08)

export function addTo(histogram: Histogram, ms: number, count = 1): void {
  const bucket = Math.round(Math.log(Math.max(1, ms)) / GROWTH)
  histogram[bucket] = (histogram[bucket] ?? 0) + count
}

/** Adds the second to the first. */
export function mergeInto(histogram: Histogram, other: Histogram): void {
  for (const [bucket, count] of Object.entries(other)) histogram[Number(bucket)] = (histogram[Number(bucket)] ?? 0) + count
}

/** The duration at a share (0…1) of the sorted durations, in milliseconds; null without any. */
export function percentile(histogram: Histogram, share: number): number | null {
  // Object keys that are whole numbers come in ascending order.
  const buckets = Object.entries(histogram)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  let before = 0
  for (const [bucket, count] of buckets) {
    before += count
    if (before >= total * share) return Math.round(Math.exp(Number(bucket) * GROWTH))
  }
  return null
}
