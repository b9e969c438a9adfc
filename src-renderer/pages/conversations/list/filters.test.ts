import { expect, test } from 'vitest'
import { isFiltered, type ListFilters, readFilters, toInput, writeFilters } from './filters.ts'

const NONE: ListFilters = { states: [], channel: null, labelId: null, instanceName: null }

test('what is written into the address is read from it again', () => {
  const filters: ListFilters = { states: ['unread', 'failed'], channel: 'whatsapp', labelId: 'l1', instanceName: 'sol-bakery' }
  expect(writeFilters(filters)).toBe('?unread=1&failed=1&channel=whatsapp&label=l1&instance=sol-bakery')
  expect(readFilters(writeFilters(filters))).toEqual(filters)
  expect(writeFilters(NONE)).toBe('')
  expect(readFilters('')).toEqual(NONE)
})

test('an address made by hand does no harm', () => {
  expect(readFilters('channel=no+such%2Fchannel&waiting=yes&at=5')).toEqual(NONE)
  expect(isFiltered(readFilters('at=5'))).toBe(false)
})

test('the hub is asked for nothing that was not chosen', () => {
  expect(toInput(NONE)).toEqual({})
  expect(toInput({ ...NONE, states: ['waiting'], labelId: 'l1' })).toEqual({ waiting: true, labelId: 'l1' })
})
