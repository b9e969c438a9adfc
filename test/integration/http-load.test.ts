/** The load of `npm run bench -- accept`: what it counts is what its figures rest on. */
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type LoadOptions, load } from '../bench/http-load.ts'

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone'
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

async function listening(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const overHttp = (listener: RequestListener) => listening(createHttpServer(listener))
const overSockets = (onRequest: (socket: Socket) => void) =>
  listening(createServer((socket) => socket.on('error', () => {}).on('data', () => onRequest(socket))))

const loading = (port: number, options: Partial<LoadOptions> = {}) =>
  load({ port, path: '/some/path', headers: {}, connections: 4, durationMs: 50, body: () => '{}', ...options })

test('every request is whole, has its headers and a body of its own', async () => {
  const seen: string[] = []
  const port = await overHttp((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers['x-secret']} ${request.headers['content-type']} ${text}`)
      response.end('done')
    })
  })
  let n = 0
  const result = await loading(port, {
    headers: { 'x-secret': 'abc' },
    body: () => {
      n += 1
      return `{"n":"${n} – ção 🎂"}`
    },
  })
  expect(result).toMatchObject({ requests: n, failures: 0 })
  expect(seen.sort()).toEqual(
    Array.from({ length: n }, (_, index) => `POST /some/path abc application/json {"n":"${index + 1} – ção 🎂"}`).sort(),
  )
})

test('an answer that comes byte by byte is one answer, and the next request waits for all of it', async () => {
  let asked = 0
  const port = await overSockets((socket) => {
    asked += 1
    const send = (place: number): void => {
      socket.write(ANSWER.slice(place, place + 1))
      if (place + 1 < ANSWER.length) setImmediate(send, place + 1)
    }
    send(0)
  })
  const result = await loading(port)
  expect(result).toMatchObject({ requests: asked, failures: 0 })
  expect(asked).toBeGreaterThan(0)
})

test('an answer that is not a success is a failure', async () => {
  let asked = 0
  const port = await overHttp((request, response) => {
    asked += 1
    request.resume()
    response.statusCode = asked % 2 === 0 ? 200 : 503
    response.end()
  })
  const { requests, failures } = await loading(port)
  expect({ requests, failures }).toEqual({ requests: Math.floor(asked / 2), failures: Math.ceil(asked / 2) })
})

test('a connection that is cut, and one that is refused, is a failure, and the load ends', async () => {
  const port = await overSockets((socket) => socket.end(ANSWER.slice(0, 30)))
  expect(await loading(port)).toMatchObject({ requests: 0, failures: 4 })
  const closed = createServer()
  const closedPort = await listening(closed)
  servers.pop()
  await new Promise((resolve) => closed.close(resolve))
  expect(await loading(closedPort)).toMatchObject({ requests: 0, failures: 4 })
})

test('a server that is silent is a failure, and the load ends', async () => {
  const port = await overSockets(() => {})
  expect(await loading(port, { patienceMs: 20 })).toMatchObject({ requests: 0, failures: 4 })
})
