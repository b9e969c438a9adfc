import { expect, test } from 'vitest'
import type { TraceStep } from '../../../src-shared/contract/traces.ts'
import { waterfall } from './waterfall-bars.ts'

const step = (offsetMs: number, durationMs: number): TraceStep => ({ stage: 'think', status: 'ok', offsetMs, durationMs, detail: '' })

test('bars stand where their steps were, and the whole width is the end of the last', () => {
  const bars = waterfall([step(0, 250), step(250, 750)])
  expect(bars.map(({ start, width }) => [start, width])).toEqual([
    [0, 0.25],
    [0.25, 0.75],
  ])
})

test('only the longest step is marked, and a single step is not', () => {
  expect(waterfall([step(0, 250), step(250, 750)]).map((bar) => bar.isLongest)).toEqual([false, true])
  expect(waterfall([step(0, 5)])[0]?.isLongest).toBe(false)
})

test('the shortest step is still to be seen and stays inside', () => {
  const [first, last] = waterfall([step(0, 60_000), step(60_000, 0)])
  expect(first?.width).toBe(1)
  expect(last?.width).toBeGreaterThan(0)
  expect((last?.start ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(1)
})

test('a trace without steps has no bars', () => {
  expect(waterfall([])).toEqual([])
})
