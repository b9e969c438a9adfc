/** The panel for browsers: the built pages, and the media of messages. */
import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import { PANEL_KEY_HEADER } from '../../../../src-shared/session-keys.ts'
import type { PanelSessions } from '../../people/panel-sessions.ts'
import type { Storage } from '../../storage/port.ts'
import type { KeyGuard } from './key-guard.ts'
import { sendLoginPage } from './login.ts'
import { mediaAnswer } from './media-answer.ts'
import { CONTENT_SECURITY_POLICY } from './page-policy.ts'

interface Options {
  sessions: PanelSessions
  keyGuard: KeyGuard
  storage: Storage
  /** The built pages; null where there are none. */
  directory: string | null
}

export function panelRoutes(app: FastifyInstance, options: Options): void {
  const { sessions, keyGuard, storage, directory } = options

  const requires = (find: (request: FastifyRequest) => Promise<string | null>) => async (request: FastifyRequest, reply: FastifyReply) => {
    if ((await find(request)) === null) return sendLoginPage(request, reply)
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY)
  }
  /** The pages have nothing of the shop in them: that comes over the WebSocket. */
  const requireSession = requires(({ cookies }) => sessions.find(cookies))
  const requirePanelKey = requires(({ cookies, headers }) => sessions.findWithKey(cookies, 'panel', headers[PANEL_KEY_HEADER]))
  const requireFilesKey = requires(({ cookies, query }) => sessions.findWithKey(cookies, 'files', (query as { key?: unknown }).key))

  // Where the WebSocket lives: a page that was refused one asks here in plain HTTP whether its session is why.
  app.get('/rpc', { onRequest: requirePanelKey, schema: { hide: true } }, async (_request, reply) => reply.code(204).send())

  /** Pages show files by the session and its key; REST clients fetch the `media_url` of a message with their key. */
  const sessionOrKey = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers['x-api-key'] === undefined) return requireFilesKey(request, reply)
    await keyGuard(request, reply)
  }
  const mediaSchema = { tags: ['chats and contacts'], summary: 'The file of a message' }
  app.get('/media/:id', { onRequest: sessionOrKey, schema: mediaSchema }, async (request, reply) => {
    const { id } = request.params as { id: string }
    const media = await storage.readMedia(id)
    // A file of an instance that the key does not cover is answered like one that does not exist.
    const isHidden = media !== null && request.apiKey?.instanceNames?.includes(media.instanceName) === false
    if (media === null || isHidden) throw new OmniError('not_found', 'This file no longer exists.')
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
