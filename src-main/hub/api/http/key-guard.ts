/** `x-api-key`: who calls. There is no way in without a key. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKey } from '../../../../src-shared/contract/system.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { ApiKeyService } from '../../people/api-keys.ts'
import { createAttempts, MAX_ADDRESSES } from './attempts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    apiKey?: ApiKey
  }
}

export type KeyGuard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** Wrong keys per address and minute before it has to wait. */
const MAX_FAILURES = 30

const refusal = (message: 'Missing API key' | 'Invalid API key') =>
  new OmniError('unauthorized', message, { details: { scheme: 'ApiKey' } })

/** A hook that lets only valid keys pass, and slows down whoever guesses. */
export function createKeyGuard(apiKeys: ApiKeyService, now: () => number): KeyGuard {
  const attempts = createAttempts(MAX_FAILURES, now)
  /** Keys that an address has used before: one wrong client there must not shut out the others. */
  const proven = new Set<string>()

  return async (request) => {
    const given = request.headers['x-api-key']
    if (typeof given !== 'string' || given === '') throw refusal('Missing API key')
    const key = apiKeys.verify(given)
    const proof = `${request.ip} ${key?.id}`
    const wait = attempts.waitS(request.ip)
    if (wait !== null && (key === null || !proven.has(proof))) {
      throw new OmniError('rate_limited', 'Too many attempts with a wrong API key. Try again later.', { details: { retryAfterS: wait } })
    }
    if (key === null) {
      attempts.countFailure(request.ip)
      throw refusal('Invalid API key')
    }
    if (proven.size > MAX_ADDRESSES) proven.clear()
    proven.add(proof)
    request.apiKey = key
  }
}
