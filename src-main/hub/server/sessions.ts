/**
 * Who may open the panel in a browser: a one-time link makes a session, the session is a cookie.
 * Only hashes are kept, so that a copy of the database opens nothing.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Storage } from '../storage/port.ts'

export const SESSION_COOKIE = 'omni_session'
export const SESSION_MAX_AGE_S = 30 * 86_400
const LINK_VALID_MS = 10 * 60_000

export interface PanelSessions {
  /** A token for one login, valid for ten minutes. */
  createLoginToken(): string
  /** Redeems the token; the value of the session cookie, or null if it is not valid (any more). */
  redeem(token: string): Promise<string | null>
  isValid(cookie: string | undefined): Promise<boolean>
  end(cookie: string): Promise<void>
}

const hashOf = (value: string) => createHash('sha256').update(value).digest('hex')

export function createPanelSessions(storage: Storage, now: () => number): PanelSessions {
  const links = new Map<string, number>()
  return {
    createLoginToken() {
      for (const [hash, expiresAt] of links) if (expiresAt < now()) links.delete(hash)
      const token = randomBytes(32).toString('base64url')
      links.set(hashOf(token), now() + LINK_VALID_MS)
      return token
    },
    async redeem(token) {
      const hash = hashOf(token)
      const expiresAt = links.get(hash)
      if (expiresAt === undefined || !links.delete(hash) || expiresAt < now()) return null
      const cookie = randomBytes(32).toString('base64url')
      const at = now()
      await storage.createSession({
        idHash: hashOf(cookie),
        createdAt: new Date(at).toISOString(),
        expiresAt: new Date(at + SESSION_MAX_AGE_S * 1000).toISOString(),
      })
      return cookie
    },
    async isValid(cookie) {
      if (cookie === undefined || cookie === '') return false
      const session = await storage.findSession(hashOf(cookie))
      return session !== null && Date.parse(session.expiresAt) > now()
    },
    end: (cookie) => storage.removeSession(hashOf(cookie)),
  }
}
