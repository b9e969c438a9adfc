import { expect, test } from 'vitest'
import { createGrowth } from './growth.ts'

function clock() {
  let ms = 0
  return {
    elapsed: () => ms,
    pass: (by: number) => {
      ms += by
    },
  }
}

test('a long answer is thinned out, and its first and last moments stay true', () => {
  const time = clock()
  const growth = createGrowth(time.elapsed)
  time.pass(50)
  for (let n = 0; n < 5000; n += 1) {
    growth.delta('ab')
    time.pass(1)
  }
  expect(growth.firstDeltaMs()).toBe(50)
  expect(growth.points().length).toBeLessThanOrEqual(200)
  expect(growth.points().at(-1)).toEqual({ atMs: 5049, length: 10_000 })
  const lengths = growth.points().map((point) => point.length)
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
})

test('a tool lasts from its start to its end, and one that never ends says so', () => {
  const time = clock()
  const growth = createGrowth(time.elapsed)
  growth.tool('search', 'started')
  time.pass(30)
  growth.tool('search', 'completed')
  growth.tool('book', 'started')
  expect(growth.tools()).toEqual([
    { name: 'search', atMs: 0, durationMs: 30 },
    { name: 'book', atMs: 30, durationMs: null },
  ])
})

test('what a failed try had said is void, and the wait for the first word is not', () => {
  const time = clock()
  const growth = createGrowth(time.elapsed)
  time.pass(10)
  growth.delta('half')
  growth.restart()
  expect([growth.text(), growth.points(), growth.firstDeltaMs()]).toEqual(['', [], 10])
})
