import { expect, test } from 'vitest'
import { foldText } from './fold.ts'

test('a usual message is shown whole', () => {
  expect(foldText('Hello!')).toBeNull()
  expect(foldText('word '.repeat(300))).toBeNull()
})

test('a long one is cut between words', () => {
  const folded = foldText('word '.repeat(12_000)) ?? ''
  expect(folded.length).toBeLessThanOrEqual(1001)
  expect(folded).toMatch(/word…$/)
})

test('one of many short lines is folded as well', () => {
  const folded = foldText('a\n'.repeat(200)) ?? ''
  expect(folded.split('\n')).toHaveLength(14)
})

test('a text without a space is cut, and never through an emoji', () => {
  expect(foldText('x'.repeat(60_000))).toHaveLength(1001)
  expect((foldText(`x${'🎂'.repeat(30_000)}`) ?? '').isWellFormed()).toBe(true)
})
