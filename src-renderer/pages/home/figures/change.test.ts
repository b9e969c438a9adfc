import { expect, test } from 'vitest'
import { changeOf } from './change.ts'

test('a change has a direction and a size', () => {
  expect(changeOf(5, 3, 1)).toEqual({ direction: 'up', by: 2 })
  expect(changeOf(3, 5, 1)).toEqual({ direction: 'down', by: 2 })
})

test('what is too small to mean anything is not a change', () => {
  expect(changeOf(1040, 1000, 50)).toEqual({ direction: 'same', by: 0 })
})

test('without a number before there is nothing to compare', () => {
  expect(changeOf(5, null, 1)).toBeNull()
  expect(changeOf(null, 5, 1)).toBeNull()
})
