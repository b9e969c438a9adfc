/** The contract over a WebSocket, as a browser speaks it that came in by a one-time link. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { PanelClient } from './hub.ts'

export interface SignedIn {
  panel: PanelClient
  /** What still waits is rejected. */
  close(): void
}

export async function signIn(link: string): Promise<SignedIn> {
  const { origin } = new URL(link)
  const [cookie = ''] = (await fetch(link)).headers.getSetCookie()[0]?.split(';') ?? []
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
  // The error of a connection that breaks later comes with its close, of which the link hears.
  await new Promise((resolve, reject) => socket.once('open', resolve).on('error', reject))
  return {
    panel: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    close: () => socket.close(),
  }
}
