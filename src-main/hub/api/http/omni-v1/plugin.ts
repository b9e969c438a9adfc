/** Omni v1 under `/api/v1`, its description and docs page, and the aliases at the root. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { Logger } from '../../../observe/logger.ts'
import type { Services } from '../../services.ts'
import { withStatusOf } from '../errors.ts'
import { acceptJson, parseJson } from '../json-body.ts'
import type { KeyGuard } from '../key-guard.ts'
import { openApiRoutes } from '../openapi/plugin.ts'
import type { DescribedRoute } from '../openapi/routes.ts'
import { accessRoutes } from './access.ts'
import { rootAliases } from './aliases.ts'
import { withoutOthers } from './auth.ts'
import { chatRoutes } from './chats.ts'
import { connectionRoutes } from './connection.ts'
import type { V1App } from './context.ts'
import { instanceRoutes } from './instances.ts'
import { messageRoutes } from './messages.ts'
import { checkAccessFirst } from './route-access.ts'
import { sendingRoutes } from './sending.ts'
import { traceRoutes } from './traces.ts'

interface Options {
  services: Services
  keyGuard: KeyGuard
  /** Every route of the server, for the description. */
  routes: DescribedRoute[]
  log: Logger
}

export async function omniV1(app: FastifyInstance, { services, keyGuard, routes, log }: Options): Promise<void> {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
    answerError(error, request, reply, services.instances, log),
  )
  const withZod = <T extends FastifyInstance>(scope: T): V1App => {
    scope.setValidatorCompiler(validatorCompiler)
    scope.setSerializerCompiler(serializerCompiler)
    return scope.withTypeProvider<ZodTypeProvider>() as unknown as V1App
  }

  // `curl -d '{…}'` names no type, and so calls its JSON a form. A page of another site could send that too, but not the key.
  acceptJson(app, parseJson, 'application/x-www-form-urlencoded')

  await app.register(
    async (scope) => {
      scope.addHook('onRequest', keyGuard)
      checkAccessFirst(scope)
      const v1 = withZod(scope)
      instanceRoutes(v1, services)
      connectionRoutes(v1, services)
      sendingRoutes(v1, services)
      chatRoutes(v1, services)
      traceRoutes(v1, services)
      accessRoutes(v1, services)
      messageRoutes(v1, services)
      // Else an unknown path would find the panel's pages, which answer in HTML.
      scope.all('/*', { schema: { hide: true } }, async () => {
        throw new OmniError('not_found', 'Not Found')
      })
    },
    { prefix: '/api/v1' },
  )

  await app.register(async (scope) => {
    scope.addHook('onRequest', keyGuard)
    checkAccessFirst(scope)
    rootAliases(withZod(scope), services)
  })

  openApiRoutes(app, {
    routes,
    version: services.version,
    baseUrl: services.baseUrl,
    // Also for whoever is signed in to the panel with a browser, which cannot send a key.
    allow: async (request, reply) => {
      if ((await services.sessions.find(request.cookies)) === null) await keyGuard(request, reply)
    },
  })
}

interface Detail {
  loc: (string | number)[]
  msg: string
  type: string
}

const PLACES: Record<string, string> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' }

/** `{"detail": …}`, as every client of v1 expects. */
function answerError(
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
  instances: Services['instances'],
  log: Logger,
) {
  if (error instanceof OmniError) return withStatusOf(error, reply).send({ detail: withoutOthers(request, instances, error.message) })
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = PLACES[error.validationContext ?? ''] ?? 'body'
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
