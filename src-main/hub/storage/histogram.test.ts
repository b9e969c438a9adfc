import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addTo, type Histogram, mergeInto, percentile } from './histogram.ts'

const of = (values: number[]): Histogram => {
  const histogram: Histogram = {}
  for (const value of values) addTo(histogram, value)
  return histogram
}

test('every percentile is within 4 % of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (values, share) => {
        const sorted = [...values].sort((a, b) => a - b)
        const truth = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
        const found = percentile(of(values), share) ?? 0
        expect(Math.abs(found - truth)).toBeLessThanOrEqual(Math.max(1, truth * 0.04))
      },
    ),
  )
})

test('two histograms add up to that of all durations', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e6)), fc.array(fc.nat(1e6)), (a, b) => {
      const sum = of(a)
      mergeInto(sum, of(b))
      expect(sum).toEqual(of([...a, ...b]))
    }),
  )
})

test('without durations there is no percentile', () => {
  expect(percentile({}, 0.5)).toBeNull()
})
