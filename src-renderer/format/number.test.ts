import { expect, test } from 'vitest'
import { durationText, playTime, sizeText, wholeNumber } from './number.ts'

test('a duration uses the unit that a person would use', () => {
  expect(durationText(820, 'en')).toBe('820 ms')
  expect(durationText(1830, 'en')).toBe('1.8 sec')
  expect(durationText(125_000, 'en')).toBe('2 min 5 sec')
  expect(durationText(3_720_000, 'en')).toBe('1 hr 2 min')
})

test('rounding never produces a unit too small for the number', () => {
  expect(durationText(999.6, 'en')).toBe('1 sec')
  expect(durationText(59_960, 'en')).toBe('1 min')
  expect(durationText(119_700, 'en')).toBe('2 min')
})

test('numbers follow the locale', () => {
  expect(wholeNumber(12_345, 'en')).toBe('12,345')
  expect(wholeNumber(12_345, 'pt-BR')).toBe('12.345')
  expect(durationText(1830, 'pt-BR')).toBe('1,8 s')
})

test('sizes are short', () => {
  expect(sizeText(640, 'en')).toBe('640 bytes')
  expect(sizeText(1234, 'en')).toBe('1.2 kB')
  expect(sizeText(1_234_567, 'en')).toBe('1.2 MB')
})

test('the length of a recording has two digits of seconds', () => {
  expect(playTime(65.4)).toBe('1:05')
  expect(playTime(0)).toBe('0:00')
})
