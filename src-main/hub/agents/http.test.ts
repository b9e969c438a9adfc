import { expect, it } from 'vitest'
import { failureOfCall } from './http.ts'

const failure = (facts: object) => Object.assign(new Error('of the network'), facts)
const said = (error: unknown) => failureOfCall(error, new AbortController().signal).message.replace('The agent cannot be reached: ', '')

it.each([
  ['nothing listens at its address.', { code: 'ECONNREFUSED' }],
  ['its address does not respond.', { code: 'UND_ERR_CONNECT_TIMEOUT', cause: failure({ code: 'ETIMEDOUT' }) }],
  ['the connection was cut off.', { code: 'UND_ERR_SOCKET' }],
  ['the connection was cut off.', { code: 'ECONNRESET' }],
  ['the connection was cut off.', { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }],
  ['the connection was cut off.', { name: 'HTTPParserError', message: 'Invalid EOF state' }],
  ['what it sends is not HTTP.', { name: 'HTTPParserError' }],
  ['what it sends is not HTTP.', { code: 'UND_ERR_HEADERS_OVERFLOW' }],
  ['of the network', { code: 'SOMETHING_NEW' }],
  ['of the network', {}],
])('a failed call is reported as "%s" for %o', (sentence, facts) => {
  expect(said(failure(facts))).toBe(sentence)
})

it('a call that failed at every address of its host is reported by the first error that has words', () => {
  const errors = [failure({ code: 'EAFNOSUPPORT' }), failure({ code: 'ECONNREFUSED' })]
  expect(said(Object.assign(new AggregateError(errors), { code: 'EAFNOSUPPORT' }))).toBe('nothing listens at its address.')
})
