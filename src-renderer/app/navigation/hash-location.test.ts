import { expect, test } from 'vitest'
import { splitHash } from './hash-location.ts'

test('the query is no part of the path', () => {
  expect(splitHash('#/conversations/abc?waiting=1&at=5')).toEqual({ path: '/conversations/abc', search: 'waiting=1&at=5' })
  expect(splitHash('#/traces')).toEqual({ path: '/traces', search: '' })
})

test('an empty hash is Home, and only the first question mark begins the query', () => {
  expect(splitHash('')).toEqual({ path: '/', search: '' })
  expect(splitHash('#/?q=why%3F?')).toEqual({ path: '/', search: 'q=why%3F?' })
})
