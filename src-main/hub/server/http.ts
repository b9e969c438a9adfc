/**
 * The one HTTP server of the hub: webhooks, the REST API, the panel and its WebSocket. Each group of
 * routes is a plugin of its own; this file has what holds for all of them.
 */
import { isUtf8 } from 'node:buffer'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance } from 'fastify'
import sjson from 'secure-json-parse'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import type { Logger } from '../observe/logger.ts'
import { httpStatus } from './errors.ts'
import type { HostCheck } from './hosts.ts'

/** JSON deeper than this is an attack on somebody's recursion, not a message. */
const MAX_DEPTH = 64

export function createHttpServer(options: { bodyLimitBytes: number; hosts: HostCheck; log: Logger }): FastifyInstance {
  const { hosts, log } = options
  const app: FastifyInstance = Fastify({
    bodyLimit: options.bodyLimitBytes,
    // Requests are not logged one by one: a busy shop would fill its disk with them.
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
  })

  app.register(cookie)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    if (!hosts.isOwnHost(request.headers.host)) throw new OmniError('forbidden', 'This address is not one that Omni answers to.')
  })

  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer))
    } catch (error) {
      done(error as Error, undefined)
    }
  })

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof OmniError) {
      const status = httpStatus(error.code)
      if (status === 503) reply.header('retry-after', '5')
      return reply.code(status).send({ detail: error.message })
    }
    const status = error.statusCode ?? 500
    if (status >= 500)
      log.error(
        { method: request.method, url: request.routeOptions.url, error: errorMessage(error), stack: error.stack },
        'a request failed unexpectedly',
      )
    return reply.code(status).send({ detail: status >= 500 ? 'Something unexpected happened. It was logged.' : error.message })
  })

  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ detail: 'Not Found' }))
  return app
}

/** Parses a body strictly: valid UTF-8, no prototype keys, bounded depth. Throws OmniError('bad_request'). */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw new OmniError('bad_request', 'The body is empty; JSON was expected.')
  if (!isUtf8(body)) throw new OmniError('bad_request', 'The body is not valid UTF-8.')
  let value: unknown
  try {
    value = sjson.parse(body.toString('utf8'), undefined, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new OmniError('bad_request', `The body is not acceptable JSON: ${errorMessage(error).slice(0, 200)}`, { cause: error })
  }
  if (isDeeperThan(value, MAX_DEPTH)) throw new OmniError('bad_request', `The body is nested deeper than ${MAX_DEPTH} levels.`)
  return value
}

/** Level by level, so that depth itself cannot exhaust the stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : []
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true
    const next: object[] = []
    for (const node of level) {
      for (const child of Array.isArray(node) ? node : Object.values(node))
        if (typeof child === 'object' && child !== null) next.push(child)
    }
    level = next
  }
  return false
}
