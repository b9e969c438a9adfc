/** The panel for browsers: the login link, the built pages, and the media of messages. */
import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OmniError } from '../../../src-shared/errors.ts'
import type { Storage } from '../storage/port.ts'
import type { KeyGuard } from './key-guard.ts'
import { mediaAnswer } from './media-answer.ts'
import { type PanelSessions, SESSION_COOKIE, SESSION_MAX_AGE_S } from './sessions.ts'

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface Options {
  sessions: PanelSessions
  keyGuard: KeyGuard
  storage: Storage
  /** The built pages; null where there are none. */
  directory: string | null
}

export function panelRoutes(app: FastifyInstance, options: Options): void {
  const { sessions, keyGuard, storage, directory } = options
  const isSecure = (request: FastifyRequest) => request.protocol === 'https'

  const requireSession = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY)
    if (await sessions.isValid(request.cookies[SESSION_COOKIE])) return
    return reply.code(401).type('text/html; charset=utf-8').send(LOGIN_PAGE)
  }

  app.get('/login', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.query as { token?: unknown }
    const session = typeof token === 'string' ? await sessions.redeem(token) : null
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY).header('cache-control', 'no-store')
    if (session === null) return reply.code(401).type('text/html; charset=utf-8').send(LOGIN_PAGE)
    reply.setCookie(SESSION_COOKIE, session, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: isSecure(request),
      maxAge: SESSION_MAX_AGE_S,
    })
    // A redirect from a link outside would not carry a strict cookie: the page goes on by itself.
    return reply
      .type('text/html; charset=utf-8')
      .send('<!doctype html><meta http-equiv="refresh" content="0;url=/"><link rel="icon" href="data:,"><title>Omni</title>')
  })

  // Where the WebSocket lives: a page that was refused one asks here in plain HTTP whether its session is why.
  app.get('/rpc', { onRequest: requireSession, schema: { hide: true } }, async (_request, reply) => reply.code(204).send())

  /** Pages show files by the session; REST clients fetch the `media_url` of a message with their key. */
  const sessionOrKey = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers['x-api-key'] === undefined) return requireSession(request, reply)
    await keyGuard(request, reply)
  }
  const mediaSchema = { tags: ['chats and contacts'], summary: 'The file of a message' }
  app.get('/media/:id', { onRequest: sessionOrKey, schema: mediaSchema }, async (request, reply) => {
    const { id } = request.params as { id: string }
    const media = await storage.readMedia(id)
    // A file of an instance that the key does not cover is answered like one that does not exist.
    const isHidden = media !== null && request.apiKey?.instanceNames?.includes(media.instanceName) === false
    if (media === null || isHidden) throw new OmniError('not_found', 'There is no such file.')
    const { status, headers, body } = mediaAnswer(media, request.headers.range ?? null)
    return reply.code(status).headers(headers).send(Buffer.from(body))
  })

  if (directory === null || !existsSync(directory)) {
    app.get('/', { onRequest: requireSession, schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/plain').send('The panel is not built. Run `npm start`.'),
    )
    return
  }
  app.register(async (scope) => {
    scope.addHook('onRequest', requireSession)
    await scope.register(fastifyStatic, {
      root: directory,
      // Files with a hash in their name never change; the page that names them always may.
      setHeaders: (response, path) => {
        response.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache')
      },
      cacheControl: false,
    })
  })
}

const LOGIN_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>Omni – sign in</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:14px/1.6 Inter,system-ui,sans-serif;background:#f7f8f8;color:#1b1f1e}
main{max-width:420px;padding:32px;border:1px solid #e1e5e3;border-radius:8px;background:#fff;margin:16px}
h1{font-size:20px;margin:0 0 8px}code{background:#eef1f0;border-radius:4px;padding:2px 6px}
@media (prefers-color-scheme:dark){body{background:#101413;color:#e6eae8}main{background:#171c1b;border-color:#2a312f}code{background:#232a28}}
</style></head><body><main><h1>Open Omni with its link</h1>
<p>For your safety the control panel opens only with a one-time link. Omni prints it where it was started; the link works once, for ten minutes.</p>
<p>Need a new one? Start Omni again on the machine where it runs: it prints a fresh link.</p></main></body></html>`
