import { expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

it('lets a burst through, then so many each second, for each key', () => {
  let now = 0
  const rate = createRateLimit({ perSecond: 10, burst: 3 }, () => now)
  expect(Array.from({ length: 5 }, () => rate('shop'))).toEqual([0, 0, 0, 1, 1])
  expect(rate('clinic')).toBe(0)
  now = 100
  expect([rate('shop'), rate('shop')]).toEqual([0, 1])
  now = 60_000
  expect(Array.from({ length: 4 }, () => rate('shop'))).toEqual([0, 0, 0, 1])
})

it('goes on when the clock is set back', () => {
  let now = 60_000
  const rate = createRateLimit({ perSecond: 10, burst: 1 }, () => now)
  rate('shop')
  now = 0
  expect(rate('shop')).toBe(1)
  now = 200
  expect(rate('shop')).toBe(0)
})
