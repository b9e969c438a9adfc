/** Omni v1 under `/api/v1`, its description and docs page, and the aliases at the root. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Services } from '../../rpc/context.ts'
import { httpStatus } from '../errors.ts'
import { type PanelSessions, SESSION_COOKIE } from '../sessions.ts'
import { accessRoutes } from './access.ts'
import { rootAliases } from './aliases.ts'
import { requireApiKey, WrongKey } from './auth.ts'
import { chatRoutes } from './chats.ts'
import type { V1App } from './context.ts'
import { instanceRoutes } from './instances.ts'
import { messageRoutes } from './messages.ts'
import { sendingRoutes } from './sending.ts'
import { traceRoutes } from './traces.ts'

export async function omniV1(app: FastifyInstance, services: Services, sessions: PanelSessions, log: Logger): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Omni API',
        version: services.version,
        description: 'The REST API of Omni Desktop, compatible with Automagik Omni v1.',
      },
      components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => answerError(error, request, reply, log))
  const withZod = <T extends FastifyInstance>(scope: T): V1App => {
    scope.setValidatorCompiler(validatorCompiler)
    scope.setSerializerCompiler(serializerCompiler)
    return scope.withTypeProvider<ZodTypeProvider>() as unknown as V1App
  }
  const apiKey = requireApiKey(services.apiKeys, services.now)

  await app.register(
    async (scope) => {
      scope.addHook('onRequest', apiKey)
      const routes = withZod(scope)
      instanceRoutes(routes, services)
      sendingRoutes(routes, services)
      chatRoutes(routes, services)
      traceRoutes(routes, services)
      accessRoutes(routes, services)
      messageRoutes(routes, services)
    },
    { prefix: '/api/v1' },
  )

  await app.register(async (scope) => {
    scope.addHook('onRequest', apiKey)
    rootAliases(withZod(scope), services)
  })

  // The description may also be read by whoever is signed in to the panel, with a browser.
  const keyOrSession = async (request: FastifyRequest, reply: FastifyReply) => {
    if (await sessions.isValid(request.cookies[SESSION_COOKIE])) return
    await apiKey(request, reply)
  }
  app.get('/api/v1/openapi.json', { onRequest: keyOrSession, schema: { hide: true } }, async () => app.swagger())
  await app.register(async (scope) => {
    scope.addHook('onRequest', keyOrSession)
    const { docsPage } = await import('./docs.ts')
    docsPage(scope)
  })
}

interface Detail {
  loc: (string | number)[]
  msg: string
  type: string
}

/** `{"detail": …}`, as every client of v1 expects. */
function answerError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply, log: Logger) {
  if (error instanceof WrongKey) {
    if (error.retryAfterS !== null) return reply.code(429).header('retry-after', String(error.retryAfterS)).send({ detail: error.message })
    return reply.code(401).header('www-authenticate', 'ApiKey').send({ detail: error.message })
  }
  if (error instanceof OmniError) {
    if (error.code === 'storage_unavailable') reply.header('retry-after', '5')
    return reply.code(httpStatus(error.code)).send({ detail: error.message })
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = { body: 'body', querystring: 'query', params: 'path', headers: 'header' }[error.validationContext as string] ?? 'body'
    const detail = error.validation.map(
      (issue): Detail => ({
        loc: [where, ...issue.instancePath.split('/').slice(1)],
        msg: issue.message ?? 'Not valid',
        type: issue.keyword,
      }),
    )
    return reply.code(422).send({ detail })
  }
  if (error instanceof ZodError) {
    const detail = error.issues.map(
      (issue): Detail => ({
        loc: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
        msg: issue.message,
        type: issue.code,
      }),
    )
    return reply.code(422).send({ detail })
  }
  const status = error.statusCode ?? 500
  if (status >= 500)
    log.error(
      { method: request.method, url: request.routeOptions.url, error: error.message, stack: error.stack },
      'a request failed unexpectedly',
    )
  return reply.code(status).send({ detail: status >= 500 ? 'Something unexpected happened. It was logged.' : error.message })
}
