import { describe, expect, it } from 'vitest'
import { connectionFailure, failureOf, sentencesOf, swallowedFailure } from './failures.ts'

const answer = { status: 400, body: null as unknown, isJson: true, retryAfter: null, instance: 'shop', nowMs: 0 }

const networkError = (facts: object): Error => Object.assign(new Error('of the network'), facts)

describe('a call that failed on the way', () => {
  it.each([
    ['nobody listens', { code: 'ECONNREFUSED', syscall: 'connect' }],
    ['no connection was made in time', { code: 'UND_ERR_CONNECT_TIMEOUT', cause: { code: 'ETIMEDOUT', errors: [] } }],
    ['the call itself is not valid', { code: 'UND_ERR_INVALID_ARG' }],
    ['the host does not exist', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
    ['the network timed out while connecting', { code: 'ETIMEDOUT', syscall: 'connect' }],
    [
      'no address of the host answers',
      {
        code: 'ECONNREFUSED',
        errors: [
          { code: 'ECONNREFUSED', syscall: 'connect' },
          { code: 'ENETUNREACH', syscall: 'connect' },
        ],
      },
    ],
    ['the certificate is not trusted', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['the server does not speak TLS', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ])('was never carried out when %s', (_, facts) => {
    expect(connectionFailure(networkError(facts), 'host')).toMatchObject({ code: 'unreachable', outcome: 'refused' })
  })

  it.each([
    ['the connection was reset', { code: 'ECONNRESET', syscall: 'read' }],
    ['the server closed the connection', { code: 'UND_ERR_SOCKET' }],
    ['the answer broke off', { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }],
    ['the answer is not HTTP', { name: 'HTTPParserError' }],
    ['the network timed out while reading', { code: 'ETIMEDOUT', syscall: 'read' }],
    ['one attempt was refused and another broke off', { code: 'ECONNRESET', errors: [{ code: 'ECONNREFUSED', syscall: 'connect' }] }],
    ['nobody says why', {}],
  ])('may have been carried out when %s', (_, facts) => {
    expect(connectionFailure(networkError(facts), 'host')).toMatchObject({ code: 'unreachable', outcome: 'unclear' })
  })
})

describe('an answer that is an error', () => {
  it('is read in each of its shapes', () => {
    expect(sentencesOf({ response: { message: 'Unauthorized' } })).toEqual(['Unauthorized'])
    expect(sentencesOf({ response: { message: ['a', 'b'] } })).toEqual(['a', 'b'])
    expect(sentencesOf({ response: { message: [['deep']] } })).toEqual(['deep'])
    expect(sentencesOf({ error: 'Bad Gateway' })).toEqual(['Bad Gateway'])
    expect(sentencesOf('<html>')).toEqual([])
  })

  it('shows no address for a licence that is not one of the web', () => {
    const body = { code: 'LICENSE_REQUIRED', register_url: 'javascript:alert(1)' }
    const failure = failureOf({ ...answer, status: 503, body })
    expect(failure).toMatchObject({ code: 'licence_required', outcome: 'refused', details: { registerUrl: null } })
    expect(failure.message).not.toContain('javascript')
  })

  it('of an unknown kind keeps what the server says, on one short line', () => {
    const failure = failureOf({ ...answer, body: { response: { message: [`no\n${'x'.repeat(5000)}`] } } })
    expect(failure.message.length).toBeLessThan(300)
    expect(failure.message).not.toContain('\n')
  })

  it('is found inside an answer 200', () => {
    expect(swallowedFailure({ instance: { state: 'open' } })).toBeNull()
    expect(swallowedFailure({ error: true, message: 'Connection Closed' })).toMatchObject({ code: 'not_connected' })
    expect(swallowedFailure({ error: true, message: '[object Object]' })).toMatchObject({ code: 'platform_error' })
  })
})
