/** `x-api-key`: who calls. There is no way in without a key. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKey } from '../../../src-shared/contract/system.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import type { ApiKeyService } from './api-keys.ts'

declare module 'fastify' {
  interface FastifyRequest {
    apiKey?: ApiKey
  }
}

export type KeyGuard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** Wrong keys per address and minute before it has to wait. */
const MAX_FAILURES = 30
const WINDOW_MS = 60_000
/** Addresses that are remembered at most; beyond that all are forgotten rather than memory given away. */
const MAX_ADDRESSES = 10_000

const refusal = (message: 'Missing API key' | 'Invalid API key') =>
  new OmniError('unauthorized', message, { details: { scheme: 'ApiKey' } })

/** A hook that lets only valid keys pass, and slows down whoever guesses. */
export function createKeyGuard(apiKeys: ApiKeyService, now: () => number): KeyGuard {
  const failures = new Map<string, { count: number; since: number }>()
  /** Keys that an address has used before: one wrong client there must not shut out the others. */
  const proven = new Set<string>()

  function countFailure(address: string): void {
    const at = now()
    const entry = failures.get(address)
    if (entry === undefined || at - entry.since > WINDOW_MS) {
      if (failures.size > MAX_ADDRESSES) failures.clear()
      failures.set(address, { count: 1, since: at })
    } else entry.count += 1
  }

  /** Seconds until that address may try again; null while it may. */
  function waitS(address: string): number | null {
    const entry = failures.get(address)
    if (entry === undefined || entry.count < MAX_FAILURES || now() - entry.since > WINDOW_MS) return null
    return Math.max(1, Math.ceil((entry.since + WINDOW_MS - now()) / 1000))
  }

  return async (request) => {
    const given = request.headers['x-api-key']
    if (typeof given !== 'string' || given === '') throw refusal('Missing API key')
    const key = apiKeys.verify(given)
    const proof = `${request.ip} ${key?.id}`
    const wait = waitS(request.ip)
    if (wait !== null && (key === null || !proven.has(proof))) {
      throw new OmniError('rate_limited', 'Too many attempts with a wrong API key. Try again later.', { details: { retryAfterS: wait } })
    }
    if (key === null) {
      countFailure(request.ip)
      throw refusal('Invalid API key')
    }
    if (proven.size > MAX_ADDRESSES) proven.clear()
    proven.add(proof)
    request.apiKey = key
  }
}
