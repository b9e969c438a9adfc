/**
 * Who may open the panel in a browser: a one-time link makes a session, the session is a cookie.
 * Only hashes are kept, so that a copy of the database opens nothing.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { PanelSession } from '../../../src-shared/contract/system.ts'
import type { Storage } from '../storage/port.ts'

export const SESSION_COOKIE = 'omni_session'
export const SESSION_MAX_AGE_S = 30 * 86_400
const LINK_VALID_MS = 10 * 60_000
/** How exact the time of the last use is: not every page that is opened is worth a write. */
const TOUCH_EVERY_MS = 5 * 60_000
const MAX_USER_AGENT_LENGTH = 300

export interface PanelSessions {
  /** A token for one login, valid for ten minutes. */
  createLoginToken(): string
  /** Redeems the token; the value of the session cookie, or null if it is not valid (any more). */
  redeem(token: string, userAgent: string): Promise<string | null>
  /** The id of the session that the cookie stands for, or null if it is not valid (any more). */
  find(cookie: string | undefined): Promise<string | null>
  /** @param currentId the one that asks */
  list(currentId: string | null): Promise<PanelSession[]>
  end(id: string): Promise<void>
  /** Tells of each that is ended, so that what it has open is closed. */
  onEnd(listener: (id: string) => void): void
}

const hashOf = (value: string) => createHash('sha256').update(value).digest('hex')

export const loginLink = (baseUrl: string, sessions: Pick<PanelSessions, 'createLoginToken'>): string =>
  `${baseUrl}/login?token=${sessions.createLoginToken()}`

export function createPanelSessions(storage: Storage, now: () => number): PanelSessions {
  const links = new Map<string, number>()
  const listeners: ((id: string) => void)[] = []
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    createLoginToken() {
      for (const [hash, expiresAt] of links) if (expiresAt < now()) links.delete(hash)
      const token = randomBytes(32).toString('base64url')
      links.set(hashOf(token), now() + LINK_VALID_MS)
      return token
    },
    async redeem(token, userAgent) {
      const hash = hashOf(token)
      const expiresAt = links.get(hash)
      if (expiresAt === undefined || !links.delete(hash) || expiresAt < now()) return null
      const cookie = randomBytes(32).toString('base64url')
      const at = now()
      await storage.createSession({
        idHash: hashOf(cookie),
        createdAt: iso(at),
        expiresAt: iso(at + SESSION_MAX_AGE_S * 1000),
        userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH),
        lastUsedAt: iso(at),
      })
      return cookie
    },
    async find(cookie) {
      if (cookie === undefined || cookie === '') return null
      const id = hashOf(cookie)
      const session = await storage.findSession(id)
      if (session === null || Date.parse(session.expiresAt) <= now()) return null
      if (now() - Date.parse(session.lastUsedAt) >= TOUCH_EVERY_MS) await storage.touchSession(id, iso(now()))
      return id
    },
    async list(currentId) {
      const valid = (await storage.listSessions()).filter(({ expiresAt }) => Date.parse(expiresAt) > now())
      return valid.map(({ idHash, userAgent, createdAt, lastUsedAt }) => ({
        id: idHash,
        userAgent,
        createdAt,
        lastUsedAt,
        isCurrent: idHash === currentId,
      }))
    },
    async end(id) {
      await storage.removeSession(id)
      for (const listener of listeners) listener(id)
    },
    onEnd(listener) {
      listeners.push(listener)
    },
  }
}
