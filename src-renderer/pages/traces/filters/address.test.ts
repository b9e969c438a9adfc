import { expect, test } from 'vitest'
import { isFiltered, noFilters, readFilters, type TraceFilters, writeFilters } from './address.ts'

const full: TraceFilters = {
  query: 'pão & água?',
  instance: 'bakery',
  outcome: 'failed',
  channel: 'whatsapp',
  kind: 'image',
  reason: 'access_denied',
  error: 'yes',
  media: 'no',
  within: '24',
  from: '2026-01-15T10:00:00.000Z',
  to: '2026-01-16T10:00:00.000Z',
  over: '5000',
  phone: '+55 11 98765-4321',
  session: 'a/b#c',
  agentSession: 's1',
  conversation: 'c1',
}

test('every filter survives the way through the address', () => {
  expect(readFilters(writeFilters(full))).toEqual(full)
})

test('no filter leaves nothing in the address', () => {
  expect(writeFilters(noFilters)).toBe('')
  expect([isFiltered(noFilters), isFiltered({ ...noFilters, media: 'no' })]).toEqual([false, true])
})

test('what is no value of a filter is left out, and the rest holds', () => {
  const read = readFilters('outcome=exploded&within=7&from=yesterday&error=maybe&evil=1&instance=bakery&query=%20%20')
  expect(read).toEqual({ ...noFilters, instance: 'bakery' })
})
