import { expect, test } from 'vitest'
import { stretchEdges } from './stretches.ts'

const at = Date.parse('2026-03-10T15:20:00.000Z')

test('a day has the 24 hours up to the running one', () => {
  const edges = stretchEdges('24h', at, 'UTC')
  expect(edges).toHaveLength(25)
  expect(edges[0]).toBe('2026-03-09T16:00:00.000Z')
  expect(edges.at(-1)).toBe('2026-03-10T16:00:00.000Z')
})

test('days begin at midnight on the wall of the one who looks', () => {
  const edges = stretchEdges('7d', at, 'America/Sao_Paulo')
  expect(edges).toHaveLength(8)
  expect(edges[0]).toBe('2026-03-04T03:00:00.000Z')
  expect(edges.at(-1)).toBe('2026-03-11T03:00:00.000Z')
})

test('half and quarter hours of a time zone are kept, so that every edge lies on a counted quarter', () => {
  expect(stretchEdges('24h', at, 'Asia/Kathmandu').at(-1)).toBe('2026-03-10T16:15:00.000Z')
  expect(stretchEdges('7d', at, 'Asia/Kolkata').at(-1)).toBe('2026-03-10T18:30:00.000Z')
})

test('the day on which the clocks change is an hour shorter or longer', () => {
  const hours = (edges: string[], n: number) => (Date.parse(edges[n + 1] ?? '') - Date.parse(edges[n] ?? '')) / 3_600_000
  // 8 March 2026, New York: 23 hours.
  const spring = stretchEdges('7d', Date.parse('2026-03-10T15:00:00Z'), 'America/New_York')
  expect(Array.from({ length: 7 }, (_, n) => hours(spring, n))).toEqual([24, 24, 24, 24, 23, 24, 24])
  const autumn = stretchEdges('7d', Date.parse('2026-11-03T15:00:00Z'), 'America/New_York')
  expect(Array.from({ length: 7 }, (_, n) => hours(autumn, n))).toEqual([24, 24, 24, 24, 25, 24, 24])
})

test('a time zone that nobody knows is UTC', () => {
  expect(stretchEdges('30d', at, 'Mars/Olympus').at(-1)).toBe('2026-03-11T00:00:00.000Z')
})
