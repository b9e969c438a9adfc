import { expect, test } from 'vitest'
import { readAt } from './use-position.ts'

test('an address names a message by its place in the thread', () => {
  expect(readAt('waiting=1&at=120')).toBe(120)
  // What came late and belongs before everything else has a place below zero.
  expect(readAt('at=-1')).toBe(-1)
  for (const search of ['', 'at=', 'at=-', 'at=--1', 'at=1e3', 'at=x', 'at=99999999999999999999']) expect(readAt(search)).toBeNull()
})
