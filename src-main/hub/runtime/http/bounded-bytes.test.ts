import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { boundedBytes } from './bounded-bytes.ts'
import { callHttp } from './call.ts'

let server: Server | null = null
afterEach(() => server?.close())

async function answerOf(listener: RequestListener) {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return callHttp(`http://127.0.0.1:${(started.address() as AddressInfo).port}/`, {
    method: 'GET',
    headers: {},
    signal: new AbortController().signal,
  })
}

it('reads a body up to its limit', async () => {
  const answer = await answerOf((_request, response) => response.end('12345678'))
  expect(String(await boundedBytes(answer, 8))).toBe('12345678')
})

it('hangs up on a body that announces more', async () => {
  const closed = Promise.withResolvers<void>()
  const answer = await answerOf((_request, response) => {
    response.on('close', closed.resolve)
    response.writeHead(200, { 'content-length': '9' }).flushHeaders()
  })
  expect(await boundedBytes(answer, 8)).toBeNull()
  await closed.promise
})

it('hangs up on a body that goes on without saying how long it is', async () => {
  const closed = Promise.withResolvers<void>()
  const answer = await answerOf((_request, response) => {
    response.on('close', closed.resolve)
    response.write('123456789')
  })
  expect(await boundedBytes(answer, 8)).toBeNull()
  await closed.promise
})
