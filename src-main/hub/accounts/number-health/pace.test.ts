import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

const range = { pauseMinMs: 800, pauseMaxMs: 2500 }

test('the first message leaves at once, and so does one after a long silence', () => {
  const pace = createPace(() => 0.5)
  expect(pace.waitMs('shop', 1000)).toBe(0)
  pace.leave('shop', 1000, range)
  expect(pace.waitMs('shop', 60_000)).toBe(0)
})

test('messages leave one after the other with a pause within its range, whenever they come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.nat(3000), random: fc.double({ min: 0, max: 0.999, noNaN: true }) }), { minLength: 2 }),
      (steps) => {
        let random = 0
        const pace = createPace(() => random)
        let now = 0
        let before = Number.NEGATIVE_INFINITY
        for (const step of steps) {
          now += step.gap
          random = step.random
          const waitMs = pace.waitMs('shop', now)
          now += waitMs
          pace.leave('shop', now, range)
          expect(now - before).toBeGreaterThanOrEqual(range.pauseMinMs - 1e-6)
          if (waitMs > 0) expect(now - before).toBeLessThanOrEqual(range.pauseMaxMs + 1e-6)
          before = now
        }
      },
    ),
  )
})

test('a number does not wait for another', () => {
  const pace = createPace(() => 0)
  pace.leave('shop', 0, range)
  expect(pace.waitMs('clinic', 0)).toBe(0)
})
