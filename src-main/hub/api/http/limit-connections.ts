/**
 * Room for new connections at a server that strangers reach: when it is full, the one that has kept it waiting for
 * longest is closed. What platforms send is there within moments, so it is strangers that wait.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** Closes a new connection only where all the others are being answered. `onFull`: called for each that has to go. */
export function limitConnections(server: Server, most: number, onFull: () => void): void {
  /** With the newest request of each; the one that changed last is at the end. */
  const open = new Map<Socket, IncomingMessage | null>()

  function change(socket: Socket, request: IncomingMessage | null): void {
    // One that was given up has still to close.
    if (!open.delete(socket)) return
    open.set(socket, request)
  }

  function longestWaiting(): Socket | null {
    for (const [socket, request] of open) if (request === null || !request.complete) return socket
    return null
  }

  server.on('connection', (socket: Socket) => {
    if (open.size >= most) {
      onFull()
      const leaving = longestWaiting() ?? socket
      open.delete(leaving)
      leaving.destroy()
      if (leaving === socket) return
    }
    open.set(socket, null)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request, response) => {
    const { socket } = request
    change(socket, request)
    response.once('close', () => {
      if (open.get(socket) === request) change(socket, null)
    })
  })
}
