/** `protocol`: a custom scheme is served over loopback HTTP, and its addresses are translated both ways. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type Electron from 'electron'

type Handler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, Handler>()
/** By scheme and host, as each has an origin of its own. */
const servers = new Map<string, string>()

export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme, handler) => {
    handlers.set(scheme, handler as Handler)
  },
  unhandle: (scheme) => {
    handlers.delete(scheme)
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Partial<Electron.Protocol>

/** The address that Chromium can load instead of this one. */
export async function loadable(address: string): Promise<string> {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/]+)(\/.*)?$/i.exec(address)
  const [, scheme = '', host = '', path = '/'] = match ?? []
  const handler = handlers.get(scheme)
  if (handler === undefined) return address
  const origin = `${scheme}://${host}`
  let served = servers.get(origin)
  if (served === undefined) {
    served = await serve(origin, handler)
    servers.set(origin, served)
  }
  return served + path
}

/** The address as the main process knows it. */
export function shown(address: string): string {
  for (const [origin, served] of servers) {
    if (address === served || address.startsWith(`${served}/`)) return origin + address.slice(served.length)
  }
  return address
}

function serve(origin: string, handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    answer(origin, handler, request, response).catch(() => response.destroy())
  })
  server.unref()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

async function answer(origin: string, handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const sent = method === 'POST' ? { method, body: await buffer(request) } : { method }
  const { status, headers, body } = await handler(new Request(origin + url, sent))
  response.writeHead(status, Object.fromEntries(headers))
  response.end(body === null ? undefined : Buffer.from(await new Response(body).arrayBuffer()))
}
