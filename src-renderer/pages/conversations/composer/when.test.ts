import { expect, test } from 'vitest'
import { proposals, readLocalField, toLocalField } from './when.ts'

const fieldsOf = (now: Date) => Object.fromEntries(proposals(now).map(({ key, at }) => [key, toLocalField(at)]))

test('proposes the next hour, tomorrow and Monday at nine', () => {
  // A Thursday.
  expect(fieldsOf(new Date(2026, 0, 29, 22, 40, 12))).toEqual({
    inHour: '2026-01-29T23:40',
    tomorrow: '2026-01-30T09:00',
    monday: '2026-02-02T09:00',
  })
})

test('never proposes the same day twice, nor Monday morning on Monday', () => {
  expect(fieldsOf(new Date(2026, 0, 25, 12)).monday).toBe('2026-02-02T09:00')
  expect(fieldsOf(new Date(2026, 0, 26, 8)).monday).toBe('2026-02-02T09:00')
  expect(fieldsOf(new Date(2026, 0, 31, 8)).monday).toBe('2026-02-02T09:00')
})

test('a field is read as local time, and only the coming year counts', () => {
  const now = new Date(2026, 0, 29, 12)
  expect(readLocalField('2026-01-29T12:01', now)).toEqual(new Date(2026, 0, 29, 12, 1))
  for (const wrong of ['2026-01-29T12:00', '2025-12-31T09:00', '2027-03-01T09:00', '', 'soon'])
    expect(readLocalField(wrong, now)).toBeNull()
})
