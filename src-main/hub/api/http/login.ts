/** The way into the panel for browsers: redeeming a one-time link, and asking for one as the owner of the data folder. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import { keysFragment } from '../../../../src-shared/session-keys.ts'
import { loginLink, type PanelSessions, SESSION_MAX_AGE_S } from '../../people/panel-sessions.ts'
import { createAttempts } from './attempts.ts'
import { loginPage } from './login-page.ts'
import { CONTENT_SECURITY_POLICY } from './page-policy.ts'
import { isSameSecret } from './same-secret.ts'

export const OWNER_HEADER = 'x-omni-owner'
export const OWNER_LINK_PATH = '/login/link'

/** Wrong links per address and minute before it has to wait. */
const MAX_FAILURES = 11

interface Options {
  sessions: PanelSessions
  baseUrl: () => string
  /** See `running-file.ts`. */
  ownerSecret: string
  now: () => number
}

export function loginRoutes(app: FastifyInstance, { sessions, baseUrl, ownerSecret, now }: Options): void {
  const attempts = createAttempts(MAX_FAILURES, now)

  /** Only wrong tries are slowed down: everybody on this computer, and any page in its browsers, shares one address. */
  function countFailure(request: FastifyRequest): void {
    attempts.countFailure(request.ip)
    const retryAfterS = attempts.waitS(request.ip)
    if (retryAfterS !== null)
      throw new OmniError('rate_limited', 'Too many links that do not work. Wait a minute, then try again.', { details: { retryAfterS } })
  }

  app.get('/login', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.query as { token?: unknown }
    const session = typeof token === 'string' ? await sessions.redeem(token, String(request.headers['user-agent'] ?? '')) : null
    if (session === null) {
      if (token !== undefined) countFailure(request)
      return sendLoginPage(request, reply)
    }
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY).setCookie(sessions.cookieName, session.cookie, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
      maxAge: SESSION_MAX_AGE_S,
    })
    // A redirect from a link outside would not carry a strict cookie: the page goes on without being asked. What stands
    // in the fragment of an address leaves the browser no more.
    return reply
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><meta http-equiv="refresh" content="0;url=/${keysFragment(session.keys).replace('&', '&amp;')}"><link rel="icon" href="data:,"><title>Omni</title>`,
      )
  })

  app.post(OWNER_LINK_PATH, { bodyLimit: 1024, schema: { hide: true } }, async (request) => {
    if (!isSameSecret(request.headers[OWNER_HEADER], ownerSecret)) {
      countFailure(request)
      throw new OmniError('unauthorized', 'Only someone who can read the data folder of Omni may ask for a link.')
    }
    return { link: loginLink(baseUrl(), sessions) }
  })
}

/** For whoever has no session. */
export const sendLoginPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .code(401)
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(loginPage(request.headers['accept-language']))
