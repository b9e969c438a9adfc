import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf } from './axis.ts'

test('the axis is made of round numbers', () => {
  expect(axisOf(37, true)).toEqual({ top: 40, ticks: [0, 10, 20, 30, 40] })
  expect(axisOf(1, true)).toEqual({ top: 1, ticks: [0, 1] })
  expect(axisOf(0, true).top).toBe(1)
})

test('it holds every bar, has few lines, and no half messages', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (highest) => {
      const { top, ticks } = axisOf(highest, true)
      expect(top).toBeGreaterThanOrEqual(highest)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(ticks.every(Number.isInteger)).toBe(true)
    }),
  )
})
