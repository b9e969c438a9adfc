/** The contract over a WebSocket, as a browser speaks it that came in by a one-time link. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import { keysInFragment, protocolsWith, type SessionKeys } from '../../src-shared/session-keys.ts'
import type { PanelClient } from './hub.ts'

/** What a browser has of its session. */
export interface Session {
  origin: string
  /** `name=value` */
  cookie: string
  keys: SessionKeys
}

/** Opens the link as a browser does that names itself `userAgent`. */
export async function logIn(link: string, userAgent = 'Firefox'): Promise<Session> {
  const response = await fetch(link, { headers: { 'user-agent': userAgent } })
  const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? []
  const [, fragment = ''] = /url=\/(#[^"]*)"/.exec((await response.text()).replaceAll('&amp;', '&')) ?? []
  return { origin: new URL(link).origin, cookie, keys: keysInFragment(fragment) ?? { panel: '', files: '' } }
}

/** The WebSocket of such a browser, which may not be open yet. */
export function dial({ origin, cookie, keys }: Session): WebSocket {
  return new WebSocket(`${origin.replace('http', 'ws')}/rpc`, protocolsWith(keys.panel), { headers: { cookie, origin } })
}

export interface SignedIn {
  panel: PanelClient
  /** What still waits is rejected. */
  close(): void
}

export async function signIn(link: string): Promise<SignedIn> {
  const socket = dial(await logIn(link))
  // The error of a connection that breaks later comes with its close, of which the link hears.
  await new Promise((resolve, reject) => socket.once('open', resolve).on('error', reject))
  return {
    panel: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    close: () => socket.close(),
  }
}
