/** `/api/v1/openapi.json` and `/api/v1/docs`, for whoever has a key or is signed in to the panel. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OpenApiDocument } from './document.ts'
import type { DescribedRoute } from './routes.ts'

interface Options {
  routes: DescribedRoute[]
  version: string
  baseUrl: () => string
  allow: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

export function openApiRoutes(app: FastifyInstance, { routes, version, baseUrl, allow }: Options): void {
  let made: Promise<OpenApiDocument> | null = null
  const document = () => {
    made ??= import('./document.ts').then(({ openApiDocument }) => openApiDocument(routes, version))
    return made
  }
  const schema = { tags: ['description'] }

  app.get(
    '/api/v1/openapi.json',
    { onRequest: allow, schema: { ...schema, summary: 'This API as an OpenAPI 3.1 document' } },
    async (_request, reply) => reply.send(await document()),
  )
  for (const [path, hide] of [
    ['/api/v1/docs', false],
    ['/api/v1/docs/', true],
  ] as const) {
    app.get(
      path,
      { onRequest: allow, schema: { ...schema, hide, summary: 'This API as a page to read' } },
      async (_request, reply: FastifyReply) => {
        const { apiPage, PAGE_POLICY } = await import('./page.ts')
        return reply
          .header('content-security-policy', PAGE_POLICY)
          .type('text/html; charset=utf-8')
          .send(apiPage(await document(), baseUrl()))
      },
    )
  }
}
