import { RPCLink } from '@orpc/client/websocket'
import { PANEL_KEY_HEADER, protocolsWith } from '../../src-shared/session-keys.ts'
import { sessionKeys } from './session-keys.ts'
import { SessionLostError, type Wire } from './wire.ts'

function rpcUrl(): URL {
  const url = new URL('/rpc', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url
}

/** A refused upgrade tells a page nothing about why, so the same address is asked in plain HTTP. */
async function isSessionLost(): Promise<boolean> {
  try {
    const response = await fetch(new URL('/rpc', window.location.href), {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { [PANEL_KEY_HEADER]: sessionKeys().panel },
    })
    return response.status === 401
  } catch {
    return false
  }
}

/** The panel in a browser: a WebSocket to the host that served the page. */
export async function openBrowserWire(): Promise<Wire> {
  const socket = new WebSocket(rpcUrl(), protocolsWith(sessionKeys().panel))
  // Blobs are read asynchronously, which could let a later frame overtake an earlier one.
  socket.binaryType = 'arraybuffer'

  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    socket.addEventListener('close', () => resolve(false), { once: true })
  })
  if (!isOpen) {
    if (await isSessionLost()) throw new SessionLostError()
    throw new Error('The connection was refused.')
  }

  // The link learns of the end first and drops its calls; otherwise an abort of one of them would
  // still be sent on a closed socket.
  const link = new RPCLink({ websocket: socket })
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }))
  return { link, closed, close: () => socket.close() }
}
