import { expect, test } from 'vitest'
import { peaksOf } from './peaks.ts'

test('each bar is the loudest moment of its stretch, measured by the loudest of all', () => {
  expect(peaksOf(Float32Array.of(0, 0.25, -0.5, 0.1, 0, 0), 3)).toEqual([0.5, 1, 0])
})

test('silence and a recording shorter than its bars are drawn as well', () => {
  expect(peaksOf(new Float32Array(10), 2)).toEqual([0, 0])
  expect(peaksOf(Float32Array.of(1), 3)).toHaveLength(3)
})
