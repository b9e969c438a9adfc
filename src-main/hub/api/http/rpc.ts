/** The panel's contract over a WebSocket, for the headless hub: same router as the desktop's port. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import type { FastifyInstance } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { keyInProtocols, PANEL_PROTOCOL } from '../../../../src-shared/session-keys.ts'
import type { Logger } from '../../observe/logger.ts'
import { router } from '../rpc/router.ts'
import type { Services } from '../services.ts'
import type { HostCheck } from './hosts.ts'

const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024

/** Serves `/rpc`. Returns what closes all sockets. */
export function serveRpc(app: FastifyInstance, services: Services, hosts: HostCheck, log: Logger): () => void {
  const { sessions } = services
  const handler = new RPCHandler(router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES, handleProtocols: () => PANEL_PROTOCOL })
  const openBy = new WeakMap<WebSocket, string>()
  sessions.onEnd((id) => {
    for (const client of sockets.clients) if (openBy.get(client) === id) client.close(1008, 'signed out')
  })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    if (request.url !== '/rpc') return void refuse('404 Not Found')
    if (!hosts.isOwnHost(request.headers.host) || !hosts.isOwnOrigin(request.headers.origin)) return void refuse('403 Forbidden')
    const cookies = app.parseCookie(request.headers.cookie ?? '')
    const sessionId = await sessions.findWithKey(cookies, 'panel', keyInProtocols(request.headers['sec-websocket-protocol']))
    if (sessionId === null) return void refuse('401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (client) => {
      openBy.set(client, sessionId)
      client.on('error', (error) => {
        log.warn({ error: errorMessage(error) }, 'a connection of the panel was closed: it sent what is not WebSocket')
        client.terminate()
      })
      handler.upgrade(client, { context: { ...services, sessionId } })
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
