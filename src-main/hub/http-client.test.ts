import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { callHttp, type HttpRequest } from './http-client.ts'

describe('a call over HTTP', () => {
  const servers: Server[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  async function serve(answer: RequestListener): Promise<{ url: string; sockets: Socket[] }> {
    const server = createServer(answer)
    servers.push(server)
    const sockets: Socket[] = []
    server.on('connection', (socket) => sockets.push(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets }
  }

  const call = (url: string, more: Partial<HttpRequest> = {}) =>
    callHttp(url, { method: 'POST', headers: {}, signal: new AbortController().signal, ...more })
  const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }

  it.each(['POST', 'DELETE', 'GET'])('carries a body with %s as it is, and says who it is', async (method) => {
    const { url } = await serve(async (request, response) => {
      const text = await textOf(request)
      response.end(JSON.stringify({ text, method: request.method, agent: request.headers['user-agent'], key: request.headers['apikey'] }))
    })
    const answer = await call(url, { method, body: '{"é":1}', headers: { apikey: 'k' } })
    expect(JSON.parse(await textOf(answer))).toEqual({ text: '{"é":1}', method, agent: 'Omni-Desktop', key: 'k' })
  })

  it('is answered as it comes: the head first, then each piece', async () => {
    const { promise: read, resolve: goOn } = Promise.withResolvers<void>()
    const { url } = await serve(async (_request, response) => {
      response.writeHead(201, { 'content-type': 'text/event-stream' })
      response.write('one ')
      await read
      response.end('two')
    })
    const answer = await call(url)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([201, 'text/event-stream'])
    const pieces: string[] = []
    for await (const piece of answer) {
      pieces.push(String(piece))
      goOn()
    }
    expect(pieces).toEqual(['one ', 'two'])
  })

  it('follows no redirect', async () => {
    const { url } = await serve((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
    const answer = await call(url)
    answer.resume()
    expect([answer.statusCode, answer.headers.location]).toEqual([302, 'http://127.0.0.1:1/'])
  })

  it('uses a connection again whose last answer was read, and hangs up on one that was left early', async () => {
    const { url, sockets } = await serve((request, response) => {
      if (request.url === '/endless') response.write('x'.repeat(100_000))
      else response.end('ok')
    })
    await textOf(await call(url))
    const left = await call(`${url}/endless`)
    expect(sockets).toHaveLength(1)
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve))
    for await (const _ of left) break
    await gone
    await textOf(await call(url))
    expect(sockets).toHaveLength(2)
  })

  it('is rejected with what the network says, and with the signal when that ends it', async () => {
    const { url, sockets } = await serve((request, response) => {
      if (request.url === '/cut') request.socket.destroy()
      else if (request.url === '/broken') response.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy())
    })
    await expect(call(`${url}/cut`)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(call(`${url}/broken`).then(textOf)).rejects.toMatchObject({ code: 'ECONNRESET' })
    const controller = new AbortController()
    const waiting = call(`${url}/silent`, { signal: controller.signal })
    await expect.poll(() => sockets.length).toBe(3)
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    await expect(call('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' })
    await expect(call('not an address')).rejects.toMatchObject({ code: 'ERR_INVALID_URL' })
    await expect(call(url, { headers: { key: 'a\nb' } })).rejects.toMatchObject({ code: 'ERR_INVALID_CHAR' })
  })
})
