import { expect, test } from 'vitest'
import { beginningOf } from './words-shown.ts'

test('what is short is shown whole', () => {
  expect(beginningOf('Do you open on Saturday?')).toBeNull()
})

test('what is long is cut between words', () => {
  const beginning = beginningOf('word '.repeat(200)) ?? ''
  expect(beginning.length).toBeLessThan(310)
  expect(beginning).toMatch(/ word…$/)
})

test('a text without spaces is cut between characters', () => {
  expect(beginningOf('x'.repeat(299) + '🎂'.repeat(100))).toBe(`${'x'.repeat(299)}…`)
})
