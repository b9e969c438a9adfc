/**
 * A public SSH service as localhost.run and serveo were seen to behave: anybody may come in, the port is opened at
 * the service, and the address is written into the session, among greetings. It speaks through ssh2's server.
 */
import { createServer, type Server as TcpServer } from 'node:net'
import ssh2, { type Connection, type ServerChannel } from 'ssh2'
import { newSshKey } from './ssh-key.ts'

export interface SshService {
  readonly port: number
  /** What it writes into the next sessions. */
  says(lines: (address: string) => string[]): void
  /** Writes into the open sessions. */
  write(text: string): void
  /** Says yes to the port, and brings nothing of what comes there. */
  neverForwards: boolean
  stop(): Promise<void>
}

export async function startSshService(): Promise<SshService> {
  const hostKey = newSshKey().privateKey
  const connections = new Set<Connection>()
  const sessions = new Set<ServerChannel>()
  const listeners = new Set<TcpServer>()
  let linesFor: (address: string) => string[] = (address) => [
    'Welcome to the service!',
    'Follow https://social.example/service, or read https://service.example/docs/',
    '',
    `abc.service.example tunneled with tls termination, ${address}`,
  ]
  const service = { neverForwards: false }

  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    connections.add(client)
    const opened = Promise.withResolvers<string>()
    client.on('error', () => undefined)
    client.on('close', () => connections.delete(client))
    client.on('authentication', (context) => context.accept())
    client.on('request', (accept, reject, name, info) => {
      if (name !== 'tcpip-forward') return reject?.()
      const listener = createServer((socket) => {
        if (service.neverForwards) return void socket.destroy()
        client.forwardOut(info.bindAddr, info.bindPort, '127.0.0.1', socket.remotePort ?? 0, (error, channel) => {
          if (error !== undefined) return socket.destroy()
          socket.on('error', () => channel.destroy())
          channel.on('error', () => socket.destroy())
          socket.pipe(channel).pipe(socket)
        })
      })
      listeners.add(listener)
      client.on('close', () => listener.close())
      listener.listen(0, '127.0.0.1', () => {
        const address = listener.address()
        opened.resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
        accept?.()
      })
    })
    client.on('session', (accept) => {
      const session = accept()
      session.on('shell', (acceptShell) => {
        const stream = acceptShell()
        sessions.add(stream)
        stream.on('close', () => sessions.delete(stream))
        void opened.promise.then((address) => stream.write(`${linesFor(address).join('\r\n')}\r\n`))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return Object.assign(service, {
    port,
    says(lines: (address: string) => string[]) {
      linesFor = lines
    },
    write(text: string) {
      for (const session of sessions) session.write(text)
    },
    async stop() {
      for (const client of connections) client.end()
      for (const listener of listeners) listener.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}
