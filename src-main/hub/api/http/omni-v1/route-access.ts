/**
 * Who may call a route of v1. Declared with the route and checked before the call is read any further: whoever may not
 * make a call learns from its answer neither what it would have to look like nor what there is.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { instanceInView, type KeyScope, requireAllInstances, requireInstance, requireScope } from './auth.ts'

interface RouteAccess {
  scope: KeyScope
  /** Throws OmniError('forbidden') where the key does not cover what path and query name. They are as they came. */
  covers?: (request: FastifyRequest) => void
  /** The same for what the body names: parsed by then, and not validated. */
  coversBody?: (request: FastifyRequest, body: Record<string, unknown>) => void
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
  }
}

type Config = { access: RouteAccess }

const fieldOf = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined

/** For a call about the instance in its path. `nameOf`: for those that are also known by another name there. */
export const onPath = (scope: KeyScope, nameOf = (given: string) => given, field = 'name'): Config => ({
  access: { scope, covers: (request) => requireInstance(request, nameOf(String(fieldOf(request.params, field)))) },
})

/** For what is about every instance. */
export const onAll = (scope: KeyScope): Config => ({ access: { scope, covers: requireAllInstances } })

/** For what shows only what the key covers, or is about no instance. */
export const onAny = (scope: KeyScope): Config => ({ access: { scope } })

/** For lists of the instance that the query names, else of the only one that the key covers. */
export const inView = (scope: KeyScope, ...fields: string[]): Config => ({
  access: {
    scope,
    covers: (request) => {
      const named = fields.map((field) => fieldOf(request.query, field)).find((value) => value !== undefined)
      instanceInView(request, named === undefined ? undefined : String(named))
    },
  },
})

/** For what the body names the instance of. */
export const onBody = (scope: KeyScope, coversBody: NonNullable<RouteAccess['coversBody']>): Config => ({ access: { scope, coversBody } })

/** After the key is known. A route that declares no access is a mistake, and stops the start. */
export function checkAccessFirst(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    if (schema?.hide !== true && config?.access === undefined) throw new Error(`${String(method)} ${url} declares no access`)
  })
  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config
    if (access === undefined) return
    requireScope(request, access.scope)
    access.covers?.(request)
  })
  app.addHook('preValidation', async (request) => {
    const { body } = request
    if (typeof body === 'object' && body !== null)
      request.routeOptions.config.access?.coversBody?.(request, body as Record<string, unknown>)
  })
}
