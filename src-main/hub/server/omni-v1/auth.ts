/** `x-api-key`: who calls, and what that key may do. There is no way in without a key. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKey } from '../../../../src-shared/contract/system.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { ApiKeyService } from '../api-keys.ts'

declare module 'fastify' {
  interface FastifyRequest {
    apiKey?: ApiKey
  }
}

/** Wrong keys per address and minute before it has to wait. */
const MAX_FAILURES = 30
const WINDOW_MS = 60_000

export class WrongKey extends Error {
  readonly retryAfterS: number | null
  constructor(message: 'Missing API key' | 'Invalid API key' | 'Too many attempts', retryAfterS: number | null = null) {
    super(message)
    this.retryAfterS = retryAfterS
  }
}

/** A hook that lets only valid keys pass, and slows down whoever guesses. */
export function requireApiKey(apiKeys: ApiKeyService, now: () => number) {
  const failures = new Map<string, { count: number; since: number }>()

  function countFailure(address: string): void {
    const at = now()
    const entry = failures.get(address)
    if (entry === undefined || at - entry.since > WINDOW_MS) {
      if (failures.size > 10_000) failures.clear()
      failures.set(address, { count: 1, since: at })
    } else entry.count += 1
  }

  return async (request: FastifyRequest, _reply: FastifyReply) => {
    const entry = failures.get(request.ip)
    if (entry !== undefined && entry.count >= MAX_FAILURES && now() - entry.since <= WINDOW_MS) {
      throw new WrongKey('Too many attempts', Math.ceil((entry.since + WINDOW_MS - now()) / 1000))
    }
    const given = request.headers['x-api-key']
    if (typeof given !== 'string' || given === '') throw new WrongKey('Missing API key')
    const key = apiKeys.verify(given)
    if (key === null) {
      countFailure(request.ip)
      throw new WrongKey('Invalid API key')
    }
    request.apiKey = key
  }
}

const RANK = { read: 0, send: 1, admin: 2 } as const

/** Throws OmniError('forbidden') unless the request's key has at least this scope. */
export function requireScope(request: FastifyRequest, scope: keyof typeof RANK): void {
  const key = request.apiKey
  if (key === undefined || RANK[key.scope] < RANK[scope])
    throw new OmniError('forbidden', `This API key may not do that: it needs the scope "${scope}".`)
}

/** Throws OmniError('forbidden') unless the key covers that instance. */
export function requireInstance(request: FastifyRequest, instanceName: string): void {
  if (!coversInstance(request, instanceName))
    throw new OmniError('forbidden', `This API key does not cover the instance "${instanceName}".`)
}

export function coversInstance(request: FastifyRequest, instanceName: string): boolean {
  const names = request.apiKey?.instanceNames
  return names === null || (names?.includes(instanceName) ?? false)
}

/** The only instance a limited key may see in lists; undefined for keys that see all. Several: filter afterwards. */
export function requireAllInstances(request: FastifyRequest): void {
  if (request.apiKey?.instanceNames !== null) throw new OmniError('forbidden', 'This API key is limited to some instances: name one.')
}
