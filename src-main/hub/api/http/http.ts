/**
 * The one HTTP server of the hub: webhooks, the REST API, the panel and its WebSocket. Each group of
 * routes is a plugin of its own; this file has what holds for all of them.
 */
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { withStatusOf } from './errors.ts'
import { type HostCheck, hasTwoHosts } from './hosts.ts'
import { acceptJson, parseJson } from './json-body.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Answered while the hub starts, with 503: whoever asks learns that it is alive. */
const HEALTH = new Set(['/health', '/api/v1/health'])
/** What a tunnel or proxy may reach. The panel and the REST API are for this machine and its network. */
const PUBLIC = /^\/webhooks?\//

/** Where no file can be in it; routes that take files say so themselves. A shop's price list and questions fit in. */
export const JSON_LIMIT_BYTES = 4 * 1024 * 1024

interface Options {
  hosts: HostCheck
  log: Logger
  /** False until everything is in memory: senders are told to try again. */
  isReady: () => boolean
}

export function createHttpServer({ hosts, log, isReady }: Options): FastifyInstance {
  const app: FastifyInstance = Fastify({
    bodyLimit: JSON_LIMIT_BYTES,
    // Requests are not logged one by one: a busy shop would fill its disk with them.
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
    // Addresses that no route was even looked for.
    frameworkErrors: ({ statusCode }, _request, reply) =>
      (reply as FastifyReply).code(statusCode ?? 400).send({ detail: 'The address is not valid, or too long.' }),
  })

  // With a callback: every request goes through here, and a promise each adds up.
  app.addHook('onRequest', (request, reply, done) => {
    // The route that was found, not the address as it was written: nothing to play tricks with. Asked for
    // only where it matters, as Fastify makes a new object for every question.
    const route = () => request.routeOptions.url ?? ''
    reply.header('x-content-type-options', 'nosniff')
    const { host, origin } = request.headers
    if (hasTwoHosts(request.raw)) throw new OmniError('bad_request', 'The request names two hosts.')
    const isPublic = PUBLIC.test(`${route()}/`)
    if (!hosts.isOwnHost(host) && !(hosts.isPublicHost(host) && isPublic))
      throw new OmniError('forbidden', 'This address is not one that Omni answers to.')
    // A tunnel may be told to call itself by our own name; that it passes somebody else's call on, it says all the same.
    if (!isPublic && isPassedOn(request.raw)) throw new OmniError('forbidden', 'Only webhooks are taken through a proxy or tunnel.')
    // Only browsers send an origin, and no page but the panel has any business here.
    if (origin !== undefined && !SAFE_METHODS.has(request.method) && !hosts.isOwnOrigin(origin))
      throw new OmniError('forbidden', 'Pages of other sites may not call Omni.')
    // No page of another site may call Omni, so nobody need ask beforehand.
    if (request.method === 'OPTIONS') return void reply.code(405).send({ detail: 'Method Not Allowed' })
    if (!isReady() && !HEALTH.has(route())) throw new OmniError('storage_unavailable', 'Omni is still starting.')
    // Before its body is read: nobody takes it.
    if (request.is404) throw new OmniError('not_found', 'Not Found')
    done()
  })

  app.removeContentTypeParser('text/plain')
  acceptJson(app, parseJson)

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    forBrowsers(reply)
    if (error instanceof OmniError) return withStatusOf(error, reply).send({ detail: error.message })
    const status = error.statusCode ?? 500
    if (status >= 500)
      log.error(
        { method: request.method, url: request.routeOptions.url, error: errorMessage(error), stack: error.stack },
        'a request failed unexpectedly',
      )
    return reply.code(status).send({ detail: status >= 500 ? 'Something unexpected happened. It was logged.' : error.message })
  })

  app.setNotFoundHandler((_request, reply) => forBrowsers(reply).code(404).send({ detail: 'Not Found' }))
  return app
}

/** What parties between a caller and this server add to what they pass on. */
const PASSED_ON = new Set(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'cf-connecting-ip'])

const isPassedOn = ({ headers }: IncomingMessage): boolean => Object.keys(headers).some((name) => PASSED_ON.has(name))

function forBrowsers(reply: FastifyReply): FastifyReply {
  return reply
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-store')
}

/**
 * For scopes that a browser may show; platforms, which call thousands of times in a rush, have no use for it. Nothing
 * is kept or shown elsewhere unless a route says that it may be.
 */
export function protectBrowsers(scope: FastifyInstance): void {
  scope.addHook('onRequest', (_request, reply, done) => {
    forBrowsers(reply)
    done()
  })
}
