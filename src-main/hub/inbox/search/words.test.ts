import { expect, test } from 'vitest'
import { searchDigits } from './words.ts'

test('a question that is a number, or a part of one, is its digits however it is written', () => {
  const asked = ['+55 11 98888-7777', '(11) 98888', '7777', '011 98888', ' 98888.7777 ', '+55 (11) 98888-7777']
  expect(asked.map(searchDigits)).toEqual(['5511988887777', '1198888', '7777', '1198888', '988887777', '5511988887777'])
})

test('words, and too few digits, are not a number', () => {
  expect(['Ana', '777', '', 'Ana 7777', '+'].map(searchDigits)).toEqual(Array(5).fill(undefined))
})
