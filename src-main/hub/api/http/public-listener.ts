/**
 * The HTTP server behind the public address. It is another one than the main server, so that nothing but webhooks can
 * be reached from the internet, whatever is added there: it has no other routes. It answers to its public name only,
 * tells strangers nothing, not even what it is, and takes less of everything.
 */
import { createHmac, randomBytes } from 'node:crypto'
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
import { agentReplyRoutes, REPLY_PATH } from './agent-replies.ts'
import { withStatusOf } from './errors.ts'
import { hasTwoHosts, hostCheckOf } from './hosts.ts'
import { acceptJson, parseJson } from './json-body.ts'
import { limitConnections } from './limit-connections.ts'
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

/** How many made-up names are counted apart. */
const MADE_UP_SLOTS = 4096
const LIKE_A_TOKEN = /[\w-]{40,}/g
const MAX_PATH_LENGTH = 200

interface Options {
  drivers: readonly ChannelDriver[]
  instances: InstanceService
  callIntake: Pick<CallIntake, 'handle'>
  agentReplies: Pick<AgentReplies, 'isAwaited' | 'take'>
  calls: WebhookCalls
  config: Pick<ProcessConfig, 'webhookBodyLimitBytes'>
  log: Logger
  timers: Timers
  limits: PublicLimits
  /** The port of the main server; null while it does not listen. */
  panelPort: () => number | null
}

export function createPublicListeners(options: Options): OpenListener {
  return async (parts) => {
    if (parts.port !== 0 && parts.port === options.panelPort())
      throw new OmniError('bad_request', `Port ${parts.port} is the one of this panel: choose another.`)
    const state = { isPublicHost: (_host: string) => false }
    const app = createApp(options, parts, (host) => state.isPublicHost(host))
    limitConnections(app.server, options.limits.connections, parts.onFull)
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
        state.isPublicHost = publicUrl === null ? () => false : hostCheckOf(publicUrl)
      },
      close: () => app.close(),
    }
    return listener
  }
}

function createApp(options: Options, parts: ListenerParts, isPublicHost: (host: string) => boolean): FastifyInstance {
  const { drivers, instances, callIntake, calls, config, log, timers, limits } = options
  const { now } = timers
  const { proofs } = parts
  const slotKey = randomBytes(32)
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
  // Node would answer these on its own, under any name.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.removeContentTypeParser('text/plain')
  acceptJson(app, parseJson)

  app.addHook('onRequest', (request, reply, done) => {
    const host = request.headers.host?.toLowerCase()
    const isOurs = host !== undefined && isPublicHost(host) && !hasTwoHosts(request.raw)
    if (!isOurs) {
      if (host !== undefined && request.url.startsWith(PROOF_PATH)) proofs.cameAs(request.url.slice(PROOF_PATH.length), host)
      return nothing(request, reply)
    }
    if (request.is404) return nothing(request, reply)
    const waitS = rate(rateKey(request))
    if (waitS > 0) return void reply.code(429).header('retry-after', String(waitS)).send()
    done()
  })

  // A made-up name has to wait like that of an account, or the difference would tell them apart. Strangers do not fill
  // the memory, use up an account's share, or find out which of them share it.
  function rateKey(request: FastifyRequest): string {
    const { name } = request.params as { name?: string }
    if (name === undefined) return request.routeOptions.url ?? ''
    if (instances.find(name) !== null) return `/${name}`
    return String(createHmac('sha256', slotKey).update(name).digest().readUInt32BE() % MADE_UP_SLOTS)
  }

  app.addHook('preParsing', (request, _reply, _body, done) => {
    const { least, perMegabyte, most } = limits.bodyMs
    const megabytes = (request.routeOptions.bodyLimit ?? 0) / 1024 / 1024
    const cancel = timers.after(Math.min(most, least + megabytes * perMegabyte), () => request.raw.destroy())
    request.raw.once('close', cancel)
    request.raw.once('end', cancel)
    done()
  })

  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Who was refused has no reason to stay, and what is still to come of his body is not listened to.
    if (reply.statusCode >= 400) reply.header('connection', 'close')
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
    webhookRoutes(scope, { drivers, instances, callIntake, calls, bodyLimitBytes: config.webhookBodyLimitBytes, now, hidesNames: true }),
  )
  app.register(async (scope) => agentReplyRoutes(scope, options.agentReplies))
  return app
}

/** As the traffic log shows it; null for our own proof. The token of a reply is a secret. */
function shownPath(request: FastifyRequest): string | null {
  const route = request.routeOptions.url
  if (route?.startsWith(PROOF_PATH) === true) return null
  if (route === REPLY_PATH) return REPLY_PATH.replace(/:.*/, '…')
  const path = request.url.split('?')[0] ?? ''
  // A mistyped address of a reply holds the token all the same.
  const shown = request.is404
    ? decoded(path)
        .replace(/(reply\/).+/i, '$1…')
        .replace(LIKE_A_TOKEN, '…')
    : path
  return shown.slice(0, MAX_PATH_LENGTH)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function notListening(cause: unknown, port: number): OmniError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'EADDRINUSE') return new OmniError('conflict', `Port ${port} of this computer is taken by another program.`, { cause })
  return new OmniError('internal', `Port ${port} of this computer cannot be opened: ${errorMessage(cause)}`, { cause })
}

function sizeOf(request: FastifyRequest): number | null {
  const size = Number(request.headers['content-length'])
  return Number.isSafeInteger(size) && size >= 0 ? size : null
}
