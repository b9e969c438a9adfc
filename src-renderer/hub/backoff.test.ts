import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('the pause between attempts doubles and stops growing at eight seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000])
})

test('chance only ever shortens a pause, by at most a quarter', () => {
  expect(backoffMs(2, 1)).toBe(750)
  expect(backoffMs(2, 0.5)).toBe(875)
})
