import { expect, test } from 'vitest'
import { countdownText } from './countdown.ts'

test('a countdown is read like a clock, and ends with nothing', () => {
  expect(countdownText(30 * 60_000)).toBe('30:00')
  expect(countdownText(65_000)).toBe('1:05')
  expect(countdownText(400)).toBe('0:01')
  expect(countdownText(2 * 3_600_000 + 5 * 60_000)).toBe('2:05:00')
  expect(countdownText(0)).toBeNull()
  expect(countdownText(-5000)).toBeNull()
})
