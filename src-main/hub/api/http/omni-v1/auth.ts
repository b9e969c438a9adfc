/** What the key of a request may do. */
import type { FastifyRequest } from 'fastify'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { InstanceService } from '../../../accounts/instances/service.ts'

const RANK = { read: 0, send: 1, admin: 2 } as const
export type KeyScope = keyof typeof RANK

/** Throws OmniError('forbidden') unless the request's key has at least this scope. */
export function requireScope(request: FastifyRequest, scope: KeyScope): void {
  const key = request.apiKey
  if (key === undefined || RANK[key.scope] < RANK[scope])
    throw new OmniError('forbidden', `This API key may not do that: it needs the scope "${scope}".`)
}

/** Throws OmniError('forbidden') unless the key covers that instance. */
export function requireInstance(request: FastifyRequest, instanceName: string): void {
  if (!coversInstance(request, instanceName))
    // The same for one that does not exist, and without its name: who may not know it could learn it here.
    throw new OmniError('forbidden', 'This API key does not cover that instance.')
}

export function coversInstance(request: FastifyRequest, instanceName: string): boolean {
  const names = request.apiKey?.instanceNames
  return names === null || (names?.includes(instanceName) ?? false)
}

export const isLimited = (request: FastifyRequest): boolean => request.apiKey !== undefined && request.apiKey.instanceNames !== null

/** A sentence that may name other instances, for a key that may not know of them. */
export function withoutOthers(request: FastifyRequest, instances: Pick<InstanceService, 'list'>, sentence: string): string {
  if (!isLimited(request)) return sentence
  return instances.list().reduce((text, { record: { name, displayName } }) => {
    if (coversInstance(request, name)) return text
    return text.replaceAll(`"${name}"`, 'of another client').replaceAll(`"${displayName}"`, 'An instance of another client')
  }, sentence)
}

/** Throws OmniError('forbidden') for keys that are limited to some instances. */
export function requireAllInstances(request: FastifyRequest): void {
  if (request.apiKey?.instanceNames !== null) throw new OmniError('forbidden', 'This API key is limited to some instances: name one.')
}

/**
 * The instance that a list is about: the named one, or the only one of a key that is limited to
 * one; undefined for all. Throws OmniError('forbidden') when the key does not cover it.
 */
export function instanceInView(request: FastifyRequest, named: string | undefined): string | undefined {
  const names = request.apiKey?.instanceNames
  const name = named ?? (names?.length === 1 ? names[0] : undefined)
  if (name === undefined) requireAllInstances(request)
  else requireInstance(request, name)
  return name
}
