import { expect, test } from 'vitest'
import { failureCodesOf } from './failure-codes.ts'

const plain = (...codes: string[]) => codes.map((code) => ({ code, syscall: '' }))
const failure = (facts: object) => Object.assign(new Error('of the network'), facts)

test('the codes of a failure are its own and those of each address that was tried', () => {
  expect(failureCodesOf(failure({ code: 'ECONNRESET', syscall: 'read' }))).toEqual([{ code: 'ECONNRESET', syscall: 'read' }])
  const both = Object.assign(new AggregateError([failure({ code: 'ENETUNREACH' }), failure({ code: 'ECONNREFUSED' })]), {
    code: 'ENETUNREACH',
  })
  expect(failureCodesOf(both)).toEqual(plain('ENETUNREACH', 'ENETUNREACH', 'ECONNREFUSED'))
})

test('a failure without a code speaks through its cause, one with a code for itself', () => {
  const cause = failure({ code: 'ETIMEDOUT' })
  expect(failureCodesOf(new TypeError('fetch failed', { cause }))).toEqual(plain('ETIMEDOUT'))
  expect(failureCodesOf(failure({ code: 'UND_ERR_CONNECT_TIMEOUT', cause }))).toEqual(plain('UND_ERR_CONNECT_TIMEOUT'))
})

test('nothing is found in what says nothing, and a circle of causes ends', () => {
  expect([failureCodesOf(null), failureCodesOf('text'), failureCodesOf(new Error('why'))]).toEqual([[], [], []])
  const circle: { cause?: unknown } = {}
  circle.cause = circle
  expect(failureCodesOf(circle)).toEqual([])
})
