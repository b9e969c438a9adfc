/**
 * Agents of every kind behind a server that writes its bytes itself, so that a test decides how an
 * answer ends: in which packets, with which framing, and what becomes of the connection.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Dialect, DialectAnswer } from './agent-server.ts'

export const ENDINGS = [
  'all in one write',
  'the end with the last event',
  'the end 200 ms after the last event',
  'connection: close',
  'keep-alive',
  'a chunk for every byte',
  'a reset after the last event',
  'a slow trailer',
] as const
export type Ending = (typeof ENDINGS)[number]

/** What some servers really let pass between their last event and the end: part of the scenario, no synchronisation. */
const SLOW_END_MS = 200

const LINE_END = Buffer.from('\r\n')
const ONE_BYTE = Buffer.from('1\r\n')

export interface EndingServer {
  url: string
  /** Of the coming answers. */
  end(ending: Ending): void
  /** How many connections were made so far. */
  connections(): number
  stop(): Promise<void>
}

/** `dialects` by the first part of the path, which they do not see: `/leo/agent` is `/agent` of `leo`. */
export async function startEndingServer(dialects: Record<string, Dialect>): Promise<EndingServer> {
  const open = new Set<Socket>()
  let connections = 0
  let ending: Ending = 'keep-alive'
  const server = createServer((socket) => {
    connections += 1
    open.add(socket.setNoDelay(true))
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => undefined)
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = received.subarray(0, headEnd).toString('latin1')
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
      if (received.length < headEnd + 4 + length) return
      const body = received.subarray(headEnd + 4, headEnd + 4 + length).toString()
      received = received.subarray(headEnd + 4 + length)
      const [method = '', target = ''] = head.split(' ')
      void answerFor(method, target, head, body).then((answer) => write(socket, answer, ending))
    })
  })

  async function answerFor(method: string, target: string, head: string, body: string): Promise<DialectAnswer> {
    const [, name = '', path = ''] = /^\/([^/]+)(\/[^?]*)/.exec(target) ?? []
    const fields = await readFields(/^content-type: (.+)$/im.exec(head)?.[1] ?? '', body)
    const dialect = dialects[name]
    const answer = dialect?.answer({ method, path, body: fields, text: dialect.textOf(fields) })
    return answer ?? { status: 404, contentType: 'application/json', pieces: ['{"detail":"Not Found"}'] }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    end: (next) => {
      ending = next
    },
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

async function readFields(contentType: string, body: string): Promise<Record<string, unknown>> {
  if (!contentType.startsWith('multipart/form-data')) return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
  return Object.fromEntries(await new Response(body, { headers: { 'content-type': contentType } }).formData())
}

async function write(socket: Socket, { status = 200, contentType, pieces }: DialectAnswer, ending: Ending): Promise<void> {
  const head = (...fields: string[]) => [`HTTP/1.1 ${status} OK`, `content-type: ${contentType}`, ...fields, '\r\n'].join('\r\n')
  const chunk = (data: string) => `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`
  const end = '0\r\n\r\n'
  const each = async (parts: (string | Buffer)[]): Promise<void> => {
    for (const part of parts) {
      socket.write(part)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const later = (text: string) => setTimeout(() => socket.write(text), SLOW_END_MS)
  const chunks = pieces.map(chunk)
  const chunked = head('transfer-encoding: chunked')
  switch (ending) {
    case 'all in one write':
      socket.write([chunked, ...chunks, end].join(''))
      break
    case 'the end with the last event':
      await each([chunked, ...chunks.slice(0, -1), `${chunks.at(-1)}${end}`])
      break
    case 'the end 200 ms after the last event':
      await each([chunked, ...chunks])
      later(end)
      break
    case 'connection: close':
      await each([head('connection: close'), ...pieces])
      socket.end()
      break
    case 'keep-alive':
      await each([head('transfer-encoding: chunked', 'connection: keep-alive', 'keep-alive: timeout=5'), ...chunks, end])
      break
    case 'a chunk for every byte':
      await each([chunked, ...[...Buffer.from(pieces.join(''))].map((byte) => Buffer.from([...ONE_BYTE, byte, ...LINE_END])), end])
      break
    case 'a reset after the last event':
      // A body that is not a stream is complete by its length.
      await each(pieces.length === 1 ? [head(`content-length: ${Buffer.byteLength(pieces.join(''))}`), ...pieces] : [chunked, ...chunks])
      socket.resetAndDestroy()
      break
    case 'a slow trailer':
      await each([head('transfer-encoding: chunked', 'trailer: x-checksum'), ...chunks, '0\r\n'])
      later('x-checksum: 1\r\n\r\n')
      break
  }
}
