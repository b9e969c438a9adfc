/** The panel's contract over a WebSocket, for the headless hub: same router as the desktop's port. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import type { FastifyInstance } from 'fastify'
import { WebSocketServer } from 'ws'
import type { Services } from '../rpc/context.ts'
import { router } from '../rpc/router.ts'
import type { HostCheck } from './hosts.ts'
import { type PanelSessions, SESSION_COOKIE } from './sessions.ts'

const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024

/** Serves `/rpc`. Returns what closes all sockets. */
export function serveRpc(app: FastifyInstance, services: Services, sessions: PanelSessions, hosts: HostCheck): () => void {
  const handler = new RPCHandler(router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    if (request.url !== '/rpc') return void refuse('404 Not Found')
    if (!hosts.isOwnHost(request.headers.host) || !hosts.isOwnOrigin(request.headers.origin)) return void refuse('403 Forbidden')
    const cookies = app.parseCookie(request.headers.cookie ?? '')
    if (!(await sessions.isValid(cookies[SESSION_COOKIE]))) return void refuse('401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate())
      handler.upgrade(client, { context: services })
    })
  }

  app.server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch(() => socket.destroy())
  })
  return () => {
    for (const client of sockets.clients) client.close(1001, 'the hub stops')
    sockets.close()
  }
}
