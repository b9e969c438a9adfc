import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextDue } from './next-due.ts'

const at = (text: string): number => new Date(text).getTime()
const daily = { every: 'daily', hour: 3 } as const
const weekly = { every: 'weekly', hour: 3 } as const
const good = (since: string) => ({ since: at(since), isFirst: false, failedAt: null })

it('is never, where backups are made by hand', () => {
  expect(nextDue({ every: 'off', hour: 3 }, { ...good('2026-01-05T12:00'), failedAt: at('2026-01-05T12:00') })).toBeNull()
})

it('is the next time that the clock shows the hour', () => {
  expect(nextDue(daily, good('2026-01-05T02:59'))).toBe(at('2026-01-05T03:00'))
  expect(nextDue(daily, good('2026-01-05T03:00'))).toBe(at('2026-01-06T03:00'))
  expect(nextDue(daily, good('2026-01-31T12:00'))).toBe(at('2026-02-01T03:00'))
})

it('is the same hour a week later, but the first is not waited for so long', () => {
  expect(nextDue(weekly, good('2026-01-05T03:01'))).toBe(at('2026-01-12T03:00'))
  expect(nextDue(weekly, { ...good('2026-01-05T03:01'), isFirst: true })).toBe(at('2026-01-06T03:00'))
})

it('is an hour after one that failed', () => {
  expect(nextDue(daily, { ...good('2026-01-05T03:01'), failedAt: at('2026-01-06T03:00') })).toBe(at('2026-01-06T04:00'))
})

it('is always ahead of the last one, by no more than a day or a week and the hour of a changed clock', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), fc.nat(23), (since, hour) => {
      const tried = { since: since.getTime(), isFirst: false, failedAt: null }
      const hours = (every: 'daily' | 'weekly') => ((nextDue({ every, hour }, tried) ?? 0) - since.getTime()) / 3_600_000
      expect(hours('daily')).toBeGreaterThan(0)
      expect(hours('daily')).toBeLessThanOrEqual(25)
      expect(hours('weekly')).toBeGreaterThan(6 * 24 - 2)
      expect(hours('weekly')).toBeLessThanOrEqual(7 * 24 + 1)
    }),
  )
})
