import { expect, test } from 'vitest'
import { dayLabel, isSameDay, listTime, relativeTime, shortDate } from './time.ts'

const now = new Date(2026, 0, 15, 14, 0).getTime()
const ago = (ms: number) => new Date(now - ms).toISOString()
const at = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString()

test('a time within a day is shown relative to now', () => {
  expect(relativeTime(ago(10_000), now, 'en')).toBe('now')
  expect(relativeTime(ago(50_000), now, 'en')).toBe('1 min. ago')
  expect(relativeTime(ago(5 * 60_000), now, 'en')).toBe('5 min. ago')
  expect(relativeTime(ago(3 * 3_600_000), now, 'en')).toBe('3 hr. ago')
})

test('a time more than a day old is shown as a date, with the year only when it is another one', () => {
  expect(relativeTime(at(2026, 0, 3), now, 'en')).toBe('Jan 3')
  expect(shortDate(at(2025, 11, 31), now, 'en')).toBe('Dec 31, 2025')
})

test('a clock that runs a little ahead does not produce a time in the future', () => {
  expect(relativeTime(ago(-60_000), now, 'en')).toBe('now')
})

test('a list shows the clock for today, the weekday for this week and the date before that', () => {
  expect(listTime(at(2026, 0, 15, 9), now, 'pt-BR')).toBe('09:00')
  expect(listTime(at(2026, 0, 14, 23), now, 'en')).toBe('Wed')
  expect(listTime(at(2026, 0, 3), now, 'en')).toBe('Jan 3')
})

test('yesterday begins at midnight, not 24 hours ago', () => {
  expect(dayLabel(at(2026, 0, 14, 23), now, 'en')).toBe('yesterday')
  expect(dayLabel(at(2026, 0, 15, 0), now, 'en')).toBe('today')
  expect(dayLabel(at(2026, 0, 12), now, 'en')).toBe('Monday')
  expect(dayLabel(at(2025, 0, 12), now, 'es')).toBe('12 de enero de 2025')
})

test('two moments around midnight are on different days', () => {
  expect(isSameDay(at(2026, 0, 14, 23), at(2026, 0, 15, 0))).toBe(false)
  expect(isSameDay(at(2026, 0, 15, 0), at(2026, 0, 15, 23))).toBe(true)
})
