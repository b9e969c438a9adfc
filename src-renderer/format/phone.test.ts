import { expect, test } from 'vitest'
import { phoneText } from './phone.ts'

test('a phone number is grouped as in its country', () => {
  expect(phoneText('5511987654321')).toBe('+55 11 98765 4321')
})

test('digits that are no phone number are shown as they are', () => {
  expect(phoneText('12')).toBe('+12')
})
