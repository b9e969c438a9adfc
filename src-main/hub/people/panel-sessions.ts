/**
 * Who may open the panel in a browser: a one-time link makes a session, which is a cookie and two keys that the page
 * keeps (`session-keys.ts` says why). Only hashes are kept, so that a copy of the database opens nothing.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { PanelSession } from '../../../src-shared/contract/system.ts'
import type { SessionKeys } from '../../../src-shared/session-keys.ts'
import type { Storage } from '../storage/port.ts'
import type { SessionRecord } from '../storage/records.ts'

export const SESSION_MAX_AGE_S = 30 * 86_400
const LINK_VALID_MS = 10 * 60_000
/** How exact the time of the last use is: not every page that is opened is worth a write. */
const TOUCH_EVERY_MS = 5 * 60_000
const MAX_USER_AGENT_LENGTH = 300

type Cookies = Record<string, string | undefined>

export interface PanelSessions {
  /** A token for one login, valid for ten minutes. */
  createLoginToken(): string
  /** Of the port, since a browser has one set of cookies for all of them: two Omnis do not sign each other out. */
  readonly cookieName: string
  /** Redeems the token; the value of the session cookie and its keys, or null if it is not valid (any more). */
  redeem(token: string, userAgent: string): Promise<{ cookie: string; keys: SessionKeys } | null>
  /**
   * The id of the session that the cookie stands for, or null if it is not valid (any more). By itself a cookie opens the
   * empty pages of the panel and the description of the API, which are the same everywhere.
   */
  find(cookies: Cookies): Promise<string | null>
  /** The same, where the key of that session came with the cookie: for whatever is the shop's. */
  findWithKey(cookies: Cookies, which: keyof SessionKeys, key: unknown): Promise<string | null>
  /** @param currentId the one that asks */
  list(currentId: string | null): Promise<PanelSession[]>
  end(id: string): Promise<void>
  /** Tells of each that is ended, so that what it has open is closed. */
  onEnd(listener: (id: string) => void): void
}

const newSecret = (): string => randomBytes(32).toString('base64url')

const hashOf = (value: string) => createHash('sha256').update(value).digest('hex')

export const loginLink = (baseUrl: string, sessions: Pick<PanelSessions, 'createLoginToken'>): string =>
  `${baseUrl}/login?token=${sessions.createLoginToken()}`

/** @param address where the hub listens, known once it does */
export function createPanelSessions(storage: Storage, now: () => number, address: () => string): PanelSessions {
  const links = new Map<string, number>()
  const listeners: ((id: string) => void)[] = []
  const iso = (ms: number) => new Date(ms).toISOString()
  const cookieName = () => `omni_session_${new URL(address()).port || '80'}`

  async function read(cookies: Cookies): Promise<SessionRecord | null> {
    const cookie = cookies[cookieName()]
    if (cookie === undefined || cookie === '') return null
    const session = await storage.findSession(hashOf(cookie))
    return session === null || Date.parse(session.expiresAt) <= now() ? null : session
  }

  async function touched(session: SessionRecord): Promise<string> {
    if (now() - Date.parse(session.lastUsedAt) >= TOUCH_EVERY_MS) await storage.touchSession(session.idHash, iso(now()))
    return session.idHash
  }

  return {
    get cookieName() {
      return cookieName()
    },
    createLoginToken() {
      for (const [hash, expiresAt] of links) if (expiresAt < now()) links.delete(hash)
      const token = newSecret()
      links.set(hashOf(token), now() + LINK_VALID_MS)
      return token
    },
    async redeem(token, userAgent) {
      const hash = hashOf(token)
      const expiresAt = links.get(hash)
      if (expiresAt === undefined || !links.delete(hash) || expiresAt < now()) return null
      const [cookie, panel, files] = [newSecret(), newSecret(), newSecret()]
      const at = now()
      await storage.createSession({
        idHash: hashOf(cookie),
        panelKeyHash: hashOf(panel),
        filesKeyHash: hashOf(files),
        createdAt: iso(at),
        expiresAt: iso(at + SESSION_MAX_AGE_S * 1000),
        userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH),
        lastUsedAt: iso(at),
      })
      return { cookie, keys: { panel, files } }
    },
    async find(cookies) {
      const session = await read(cookies)
      return session === null ? null : touched(session)
    },
    async findWithKey(cookies, which, key) {
      const session = await read(cookies)
      if (session === null || typeof key !== 'string') return null
      // Hashes of 256 random bits: what a comparison takes tells nothing.
      const isIts = hashOf(key) === (which === 'panel' ? session.panelKeyHash : session.filesKeyHash)
      return isIts ? touched(session) : null
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
