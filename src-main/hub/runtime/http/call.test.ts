import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { callHttp, type HttpAnswer, type HttpRequest } from './call.ts'
import { failureCodesOf } from './failure-codes.ts'

const servers: (Server | TcpServer)[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

async function listen(server: Server | TcpServer): Promise<string> {
  servers.push(server)
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const serve = (answer: RequestListener) => listen(createServer(answer))
/** Answers each request with these very bytes. */
const serveBytes = (bytes: string, then: (socket: Socket) => void = () => undefined) =>
  listen(createTcpServer((socket) => socket.on('data', () => socket.write(bytes, () => then(socket)))))

const call = (url: string, more: Partial<HttpRequest> = {}) =>
  callHttp(url, { method: 'POST', headers: {}, signal: new AbortController().signal, ...more })

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
/** What is done a little later would be done by then: the queues of this turn and the next two have run. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('a call over HTTP', () => {
  it.each(['POST', 'DELETE', 'GET'] as const)('carries a body with %s as it is, and says who it is', async (method) => {
    const url = await serve(async (request, response) => {
      const text = await textOf(request)
      response.end(JSON.stringify({ text, method: request.method, agent: request.headers['user-agent'], key: request.headers['apikey'] }))
    })
    const answer = await call(url, { method, body: '{"é":1}', headers: { apikey: 'k' } })
    expect(JSON.parse(await textOf(answer))).toEqual({ text: '{"é":1}', method, agent: 'Omni-Desktop', key: 'k' })
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('reads what a server packs with %s though it was not asked to', async (encoding, pack) => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.from('We open at nine.'))),
    )
    expect(await textOf(await call(url))).toBe('We open at nine.')
  })

  it('gives each piece of a packed answer as it comes', async () => {
    const { promise: read, resolve: goOn } = Promise.withResolvers<void>()
    const url = await serve(async (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      const packed = createGzip()
      packed.pipe(response)
      packed.write('one ')
      packed.flush()
      await read
      packed.end('two')
    })
    const pieces = (await call(url))[Symbol.asyncIterator]()
    expect(Buffer.from((await pieces.next()).value ?? []).toString()).toBe('one ')
    goOn()
    expect(Buffer.from((await pieces.next()).value ?? []).toString()).toBe('two')
  })

  it.each([
    ['is not packed as it says', Buffer.from('plain')],
    ['is cut off', gzipSync('We open at nine.').subarray(0, 12)],
  ])('an answer that %s fails for its reader, and for nobody else', async (_name, bytes) => {
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes))
    await expect(call(url).then(textOf)).rejects.toThrow()
    const nobodyReads = await call(url).catch(() => null)
    await rest()
    nobodyReads?.hangUp()
    await rest()
  })

  it('is answered as it comes: the head first, then each piece', async () => {
    const { promise: read, resolve: goOn } = Promise.withResolvers<void>()
    const url = await serve(async (_request, response) => {
      response.writeHead(201, { 'content-type': 'text/event-stream', 'x-twice': ['a', 'b'] })
      response.write('one ')
      await read
      response.end('two')
    })
    const answer = await call(url)
    expect([answer.status, answer.header('content-type'), answer.header('x-twice')]).toEqual([201, 'text/event-stream', 'a, b'])
    expect(answer.header('retry-after')).toBeNull()
    const pieces: string[] = []
    for await (const piece of answer) {
      pieces.push(Buffer.from(piece).toString())
      goOn()
    }
    expect(pieces).toEqual(['one ', 'two'])
  })

  it('follows no redirect', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
    const answer = await call(url)
    expect([answer.status, answer.header('location')]).toEqual([302, 'http://127.0.0.1:1/'])
    expect(await textOf(answer)).toBe('')
  })

  it('uses a connection again whose last answer was read, and hangs up on one that was left early', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/endless') response.write('x'.repeat(100_000))
      else response.end('ok')
    })
    await textOf(await call(url))
    await rest()
    const left = await call(`${url}/endless`)
    expect(sockets).toHaveLength(1)
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve))
    for await (const _ of left) break
    await gone
    await textOf(await call(url))
    expect(sockets).toHaveLength(2)
  })

  it('is rejected with what the network says', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/cut') request.socket.destroy()
      else if (request.url === '/reset') request.socket.resetAndDestroy()
      else response.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy())
    })
    await expect(call(`${url}/cut`)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
    await expect(call(`${url}/reset`)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(call(`${url}/broken`).then(textOf)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
    await expect(call('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' })
    await expect(call('not an address')).rejects.toMatchObject({ code: 'ERR_INVALID_URL' })
    await expect(call(url, { headers: { key: 'a\nb' } })).rejects.toMatchObject({ code: 'UND_ERR_INVALID_ARG' })
  })

  it('refuses what is not HTTP, and headers without end', async () => {
    const other = await serveBytes('SSH-2.0-OpenSSH_9.9\r\n')
    expect(failureCodesOf(await call(other).catch((error: unknown) => error))).toMatchObject([{ code: 'HPE_INVALID' }])
    const torn = await serveBytes('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf', (socket) =>
      socket.end(),
    )
    expect(
      failureCodesOf(
        await call(torn)
          .then(textOf, String)
          .catch((error: unknown) => error),
      ),
    ).toMatchObject([{ code: 'HPE_INVALID_EOF_STATE' }])
    const endless = await serveBytes(`HTTP/1.1 200 OK\r\n${'x-field: value\r\n'.repeat(5000)}\r\n`)
    await expect(call(endless)).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_OVERFLOW' })
  })

  it('is not asked again when the server closes the kept connection as the request leaves', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/second') request.socket.destroy()
      else response.end('ok')
    })
    await textOf(await call(url))
    await rest()
    await expect(call(`${url}/second`)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
    expect(asked).toEqual(['/', '/second'])
    expect(sockets).toHaveLength(1)
  })

  it('takes another connection when the kept one was closed while nobody used it', async () => {
    const url = await serve((_request, response) => response.end('ok'))
    await textOf(await call(url))
    sockets[0]?.end()
    await rest()
    expect(await textOf(await call(url))).toBe('ok')
    expect(sockets).toHaveLength(2)
  })
})

describe('a call that is aborted', () => {
  const abortable = (url: string) => {
    const controller = new AbortController()
    return { controller, answer: call(url, { signal: controller.signal }) }
  }
  const over = new DOMException('over', 'AbortError')

  it('before it began asks nobody', async () => {
    const url = await serve((_request, response) => response.end('ok'))
    await expect(call(url, { signal: AbortSignal.abort(over) })).rejects.toBe(over)
    expect(sockets).toHaveLength(0)
  })

  it('while the answer is waited for is rejected with the reason, and hangs up', async () => {
    const url = await serve(() => undefined)
    const { controller, answer } = abortable(url)
    await expect.poll(() => sockets.length).toBe(1)
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve))
    controller.abort(over)
    await expect(answer).rejects.toBe(over)
    await gone
  })

  it('while its body comes breaks off the reading, and hangs up', async () => {
    const url = await serve((_request, response) => response.write('half'))
    const { controller, answer } = abortable(url)
    const reading = textOf(await answer)
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve))
    controller.abort(over)
    await expect(reading).rejects.toBe(over)
    await gone
  })

  it('while nobody reads its body troubles nobody', async () => {
    const url = await serve((_request, response) => response.write('half'))
    const { controller, answer } = abortable(url)
    await answer
    controller.abort(over)
    await rest()
    await expect(textOf(await answer)).rejects.toBe(over)
  })

  const moments: [string, (answer: HttpAnswer) => Promise<void>][] = [
    ['when it has ended, and was read', async (answer) => void (await textOf(answer))],
    ['when it has ended, a little later', async (answer) => textOf(answer).then(rest)],
    ['when its last piece was read, before the end was', async (answer) => void (await answer[Symbol.asyncIterator]().next())],
    [
      'when the loop was left at the last piece',
      async (answer) => {
        for await (const _ of answer) break
      },
    ],
  ]
  it.each(moments)('%s: the connection is kept for the next call, and nothing fails', async (_, read) => {
    const url = await listen(
      createTcpServer((socket) =>
        socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nlast\r\n0\r\n\r\n')),
      ),
    )
    for (let n = 0; n < 20; n += 1) {
      const { controller, answer } = abortable(url)
      await read(await answer)
      controller.abort(over)
      controller.abort(over)
      // A connection is free for the next call one turn later.
      await rest()
    }
    // The abort of one call must not reach the next on the same connection.
    await rest()
    const first = abortable(url)
    await read(await first.answer)
    await rest()
    const second = call(url)
    first.controller.abort(over)
    expect(await textOf(await second)).toBe('last')
    expect(sockets).toHaveLength(1)
  })

  it('and hung up, and left, in any order and more than once, troubles nobody', async () => {
    const url = await serve((_request, response) => response.write('half'))
    for (const order of ['abort, hang up', 'hang up, abort', 'leave, abort, hang up']) {
      const { controller, answer } = abortable(url)
      const got = await answer
      for (const step of order.split(', ')) {
        if (step === 'abort') controller.abort(over)
        else if (step === 'hang up') got.hangUp()
        else for await (const _ of got) break
      }
      got.hangUp()
      await rest()
    }
  })

  it('on a connection that is being reset at the same time fails once, to its reader', async () => {
    const url = await serveBytes('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nlast\r\n', (socket) => socket.resetAndDestroy())
    for (let n = 0; n < 20; n += 1) {
      const { controller, answer } = abortable(url)
      const iterator = (await answer)[Symbol.asyncIterator]()
      expect(Buffer.from((await iterator.next()).value).toString()).toBe('last')
      controller.abort(over)
      await iterator.return?.()
      await rest()
    }
  })
})
