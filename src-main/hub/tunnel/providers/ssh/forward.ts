/** Connections that the server brings, passed on to the listener on this computer. */
import { connect, type Socket } from 'node:net'
import type { Client } from 'ssh2'
import { TunnelError } from '../../port.ts'

/** Asks the server to listen. Resolves to the port that it opened. Rejects with a {@link TunnelError}. */
export function askToForward(client: Client, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    client.forwardIn(host, port, (error, given) => {
      if (error === undefined) return resolve(port === 0 ? given : port)
      const message =
        port === 0
          ? 'The SSH server does not open a port: forwarding is not allowed there.'
          : `The SSH server does not open port ${port}: another connection has it, perhaps a former one of ours, or forwarding is not allowed.`
      reject(new TunnelError('refused', message, { cause: error }))
    })
  })
}

/** Passes on what comes until the returned function ends it all. */
export function passOn(client: Client, target: { host: string; port: number }): () => void {
  const sockets = new Set<Socket>()
  // Small packets both ways: waiting for more would cost 40 ms a call.
  client.setNoDelay(true)
  client.on('tcp connection', (_details, accept) => {
    const channel = accept()
    const socket = connect({ ...target, noDelay: true })
    sockets.add(socket)
    const end = (): void => {
      sockets.delete(socket)
      socket.destroy()
      channel.destroy()
    }
    channel.on('error', end)
    socket.on('error', end)
    channel.on('close', end)
    socket.on('close', end)
    channel.pipe(socket)
    socket.pipe(channel)
  })
  return () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
}
