/**
 * The HTTP server behind the public address. It is another one than the main server, so that nothing but webhooks can
 * be reached from the internet, whatever is added there: it has no other routes. It answers to its public name only,
 * tells strangers nothing, not even what it is, and takes less of everything.
 */
import type { AddressInfo, Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AgentReplies } from '../../answering/late-replies/service.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import type { Logger } from '../../observe/logger.ts'
import type { WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'
import type { CallIntake } from '../../pipeline/receive/call-intake.ts'
import type { ProcessConfig } from '../../runtime/config.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ListenerParts, OpenListener, PublicListener } from '../../tunnel/listener-port.ts'
import { PROOF_PATH } from '../../tunnel/proof.ts'
import { agentReplyRoutes } from './agent-replies.ts'
import { withStatusOf } from './errors.ts'
import { hasTwoHosts } from './hosts.ts'
import { acceptJson, parseJson } from './json-body.ts'
import { createRateLimit } from './rate-limit.ts'
import { webhookRoutes } from './webhooks.ts'

/** What it takes of each. */
export const publicLimits = {
  headerBytes: 16 * 1024,
  connections: 256,
  /** For all of a head, also of a connection that has said nothing yet. */
  headersMs: 10_000,
  /** For all of a body, by how much its route takes: of an unknown caller that is little. */
  bodyMs: { least: 5000, perMegabyte: 10_000, most: 120_000 },
  keepAliveMs: 30_000,
  /** How often it looks for whoever is late. */
  lookEveryMs: 2000,
  /** More than the busiest shop gets from its platform in a rush. */
  rate: { perSecond: 100, burst: 500 },
}
export type PublicLimits = typeof publicLimits

const MAX_PATH_LENGTH = 200

interface Options {
  drivers: readonly ChannelDriver[]
  instances: InstanceService
  callIntake: Pick<CallIntake, 'handle'>
  agentReplies: Pick<AgentReplies, 'take'>
  calls: WebhookCalls
  config: Pick<ProcessConfig, 'webhookBodyLimitBytes'>
  log: Logger
  timers: Timers
  limits: PublicLimits
}

export function createPublicListeners(options: Options): OpenListener {
  return async (parts) => {
    const state = { host: null as string | null }
    const app = createApp(options, parts, () => state.host)
    app.server.maxConnections = options.limits.connections
    try {
      await app.listen({ host: parts.host, port: parts.port })
    } catch (error) {
      await app.close()
      throw notListening(error, parts.port)
    }
    const { port } = app.server.address() as AddressInfo
    const listener: PublicListener = {
      target: { host: parts.host === '0.0.0.0' ? '127.0.0.1' : parts.host, port },
      answerTo(publicUrl) {
        state.host = publicUrl === null ? null : new URL(publicUrl).host
      },
      close: () => app.close(),
    }
    return listener
  }
}

function createApp(options: Options, parts: ListenerParts, publicHost: () => string | null): FastifyInstance {
  const { drivers, instances, callIntake, calls, config, log, timers, limits } = options
  const { now } = timers
  const { proofs } = parts
  const rate = createRateLimit(limits.rate, now)
  const nothing = (_request: FastifyRequest, reply: FastifyReply): void => void reply.code(404).send()
  const app: FastifyInstance = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: limits.headersMs + limits.bodyMs.most,
    keepAliveTimeout: limits.keepAliveMs,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.lookEveryMs },
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (_error, request, reply) => nothing(request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: (_error: Error, socket: Socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      else socket.destroy()
    },
  })
  app.removeContentTypeParser('text/plain')
  acceptJson(app, parseJson)

  app.addHook('onRequest', (request, reply, done) => {
    const host = request.headers.host?.toLowerCase()
    const isOurs = host !== undefined && host === publicHost() && !hasTwoHosts(request.raw)
    if (!isOurs) {
      if (host !== undefined && request.url.startsWith(PROOF_PATH)) proofs.cameAs(request.url.slice(PROOF_PATH.length), host)
      return nothing(request, reply)
    }
    if (request.is404) return nothing(request, reply)
    // Only browsers send one, and no page has any business here.
    if (request.headers.origin !== undefined) return void reply.code(403).send()
    const waitS = rate(rateKey(request))
    if (waitS > 0) return void reply.code(429).header('retry-after', String(waitS)).send()
    done()
  })

  // By the name of the instance if there is one of that name: strangers do not fill the memory, or use up another's share.
  function rateKey(request: FastifyRequest): string {
    const { name } = request.params as { name?: string }
    return name !== undefined && instances.find(name) !== null ? `/${name}` : (request.routeOptions.url ?? '')
  }

  app.addHook('preParsing', (request, _reply, _body, done) => {
    const { least, perMegabyte, most } = limits.bodyMs
    const megabytes = (request.routeOptions.bodyLimit ?? 0) / 1024 / 1024
    const cancel = timers.after(Math.min(most, least + megabytes * perMegabyte), () => request.raw.destroy())
    request.raw.once('close', cancel)
    request.raw.once('end', cancel)
    done()
  })

  app.addHook('onSend', (request, reply, _payload, done) => {
    // What was refused by its head is not listened to any more.
    if (!request.raw.complete && hasBody(request)) reply.header('connection', 'close')
    done()
  })

  app.addHook('onResponse', (request, reply, done) => {
    const path = shownPath(request)
    if (path !== null)
      parts.onCall({
        method: request.method,
        path,
        statusCode: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        sizeBytes: sizeOf(request),
        isGenuine: reply.statusCode < 300,
      })
    done()
  })

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof OmniError) return withStatusOf(error, reply).send()
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ url: request.routeOptions.url, error: errorMessage(error), stack: error.stack }, 'a public call failed')
    return reply.code(status).send()
  })
  app.setNotFoundHandler(nothing)

  app.get<{ Params: { nonce: string } }>(`${PROOF_PATH}:nonce`, { exposeHeadRoute: false }, (request, reply) => {
    const signature = proofs.answer(request.params.nonce)
    if (signature === null) return nothing(request, reply)
    return reply.header('cache-control', 'no-store').type('text/plain').send(signature)
  })
  app.register(async (scope) =>
    webhookRoutes(scope, { drivers, instances, callIntake, calls, bodyLimitBytes: config.webhookBodyLimitBytes, now }),
  )
  app.register(async (scope) => agentReplyRoutes(scope, options.agentReplies))
  return app
}

/** As the traffic log shows it; null for our own proof. The token of a reply is a secret. */
function shownPath(request: FastifyRequest): string | null {
  const route = request.routeOptions.url
  if (route?.startsWith(PROOF_PATH) === true) return null
  const path = request.url.split('?')[0] ?? ''
  return path.replace(/^(\/webhook\/reply\/).*/, '$1…').slice(0, MAX_PATH_LENGTH)
}

function notListening(cause: unknown, port: number): OmniError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'EADDRINUSE') return new OmniError('conflict', `Port ${port} of this computer is taken by another program.`, { cause })
  return new OmniError('internal', `Port ${port} of this computer cannot be opened: ${errorMessage(cause)}`, { cause })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function sizeOf(request: FastifyRequest): number | null {
  const size = Number(request.headers['content-length'])
  return Number.isSafeInteger(size) && size >= 0 ? size : null
}
