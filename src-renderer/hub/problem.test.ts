import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { problemOf, refusedField } from './problem.ts'
import { HubUnavailableError } from './wire.ts'

test('the sentence of an expected failure reaches the screen with its code', () => {
  const error = new ORPCError('CONFLICT', { message: 'An instance of this name exists already.' })
  expect(problemOf(error)).toEqual({ code: 'conflict', message: 'An instance of this name exists already.' })
})

test('the code in the data of an error is more exact than its HTTP name', () => {
  const error = new ORPCError('BAD_GATEWAY', { message: 'Evolution wants a licence.', data: { code: 'licence_required' } })
  expect(problemOf(error).code).toBe('licence_required')
})

test('the words of an unexpected failure are not shown', () => {
  expect(problemOf(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'SQLITE_BUSY' }))).toEqual({ code: 'internal', message: null })
  expect(problemOf(new TypeError('x is undefined'))).toEqual({ code: 'internal', message: null })
  expect(problemOf(undefined)).toEqual({ code: 'internal', message: null })
})

test('a call cut off by a broken wire reads as "not reachable"', () => {
  expect(problemOf(new HubUnavailableError()).code).toBe('hub_unavailable')
  expect(problemOf(new DOMException('peer closed', 'AbortError')).code).toBe('hub_unavailable')
})

test('what the hub says of a field is known by the name of the field', () => {
  const error = new ORPCError('BAD_REQUEST', { message: 'No such street.', data: { field: 'host' } })
  expect(refusedField(error)).toEqual({ field: 'host', message: 'No such street.' })
  expect(refusedField(new ORPCError('CONFLICT', { message: 'No.' }))).toBeNull()
  expect(refusedField(null)).toBeNull()
})
