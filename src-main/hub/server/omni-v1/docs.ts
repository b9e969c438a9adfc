/** The browsable page of the API, served from this machine alone. */
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

export function docsPage(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    // The page is generated with an inline script; it may load and ask nothing but this server.
    reply.header(
      'content-security-policy',
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'",
    )
  })
  app.register(reference, {
    routePrefix: '/api/v1/docs',
    configuration: { url: '/api/v1/openapi.json', title: 'Omni API', withDefaultFonts: false, telemetry: false } as never,
  })
}
