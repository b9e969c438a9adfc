/**
 * Remembers every route with its schema as it is registered, so that the description of the API can
 * be made when somebody asks for it: most hubs never are, and making it costs memory.
 */
import type { FastifyInstance, FastifySchema, HTTPMethods } from 'fastify'

export interface DescribedRoute {
  method: HTTPMethods
  url: string
  schema: FastifySchema | undefined
}

/** The list grows with every route that is registered after this call. */
export function collectRoutes(app: FastifyInstance): DescribedRoute[] {
  const routes: DescribedRoute[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const one of [method].flat()) {
      // Fastify adds a HEAD to every GET automatically.
      if (one !== 'HEAD') routes.push({ method: one as HTTPMethods, url, schema })
    }
  })
  return routes
}
