import { expect, test } from 'vitest'
import { isQuiet } from './quiet-hours.ts'

const at = (clock: string) => new Date(`2026-01-15T${clock}:00`)
const quietAt = (from: string, to: string, ...clocks: string[]) => clocks.map((clock) => isQuiet({ isOn: true, from, to }, at(clock)))

test('a night is quiet over midnight, from its first minute to before its last', () => {
  expect(quietAt('22:00', '07:00', '21:59', '22:00', '00:00', '06:59', '07:00', '12:00')).toEqual([false, true, true, true, false, false])
})

test('a break within a day is quiet', () => {
  expect(quietAt('12:00', '13:30', '11:59', '12:00', '13:29', '13:30', '23:00')).toEqual([false, true, true, false, false])
})

test('nothing is quiet when they are off, empty, or no stretch', () => {
  expect(isQuiet({ isOn: false, from: '00:00', to: '23:59' }, at('12:00'))).toBe(false)
  expect(quietAt('12:00', '12:00', '12:00')).toEqual([false])
  expect(quietAt('', '07:00', '03:00')).toEqual([false])
})
