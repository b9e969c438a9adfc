import { expect, test } from 'vitest'
import type { Trace } from '../../../../src-shared/contract/traces.ts'
import { splitArrivals } from './arrivals.ts'

const at = (...minutes: number[]) => minutes.map((minute) => ({ id: `${minute}`, receivedAt: `2026-01-15T10:0${minute}:00.000Z` }) as Trace)

test('what came after the look waits, the rest stands where it stood', () => {
  const { waiting, shown } = splitArrivals(at(5, 4, 3, 2), '2026-01-15T10:03:00.000Z')
  expect([waiting, shown.map(({ id }) => id)]).toEqual([2, ['3', '2']])
})

test('in a list that was empty the first ones show at once', () => {
  expect(splitArrivals(at(5), null)).toMatchObject({ waiting: 0, shown: [{ id: '5' }] })
})
