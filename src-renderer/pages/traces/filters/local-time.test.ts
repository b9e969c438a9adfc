import { expect, test } from 'vitest'
import { isoOf, localOf } from './local-time.ts'

test('a moment is the same after a way through the field', () => {
  for (const iso of ['2026-01-15T10:30:00.000Z', '2026-07-01T00:00:00.000Z']) expect(isoOf(localOf(iso))).toBe(iso)
})

test('nothing, or half a date, is no moment', () => {
  expect([isoOf(''), isoOf('2026-13-01T10:00'), localOf(null), localOf('soon')]).toEqual([null, null, '', ''])
})
