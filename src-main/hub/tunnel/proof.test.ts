import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { freePort } from '../../../test/support/free-port.ts'
import { manualTimers } from '../../../test/support/manual-timers.ts'
import { createProofs, PROOF_PATH } from './proof.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const timers = () => manualTimers({ runsAtOnceUpTo: 5000 })
const never = new AbortController().signal
const nonceOf = (url = '') => url.slice(PROOF_PATH.length)

it('is proved by its own signature, and by no other', async () => {
  const proofs = createProofs(timers())
  const other = createProofs(timers())
  expect(
    await proofs.prove(await serve((request, answer) => answer.end(proofs.answer(nonceOf(request.url)) ?? 'none')), true, never),
  ).toEqual({
    result: 'ok',
  })
  const address = await serve((request, answer) => answer.end(other.answer(nonceOf(request.url)) ?? 'f'.repeat(64)))
  expect(await proofs.prove(address, true, never)).toEqual({ result: 'somebody_else' })
})

it('signs nothing that it did not send itself', async () => {
  const proofs = createProofs(timers())
  expect(proofs.answer('guessed')).toBeNull()
  let seen = ''
  await proofs.prove(
    await serve((request, answer) => {
      seen = nonceOf(request.url)
      answer.end(proofs.answer(seen))
    }),
    true,
    never,
  )
  expect(proofs.answer(seen)).toBeNull()
})

it('asks again while a new address is not known everywhere yet', async () => {
  const proofs = createProofs(timers())
  let calls = 0
  const address = await serve((request, answer) => {
    calls += 1
    if (calls < 4) answer.writeHead(calls === 1 ? 502 : 404).end('no such tunnel')
    else answer.end(proofs.answer(nonceOf(request.url)))
  })
  expect(await proofs.prove(address, true, never)).toEqual({ result: 'ok' })
  expect(calls).toBe(4)
})

it('tells apart who answers, and does not read on without end or go where it is sent', async () => {
  const proofs = createProofs(timers())
  expect(await proofs.prove(await serve((_request, answer) => answer.writeHead(502).end('bad gateway')), true, never)).toEqual({
    result: 'nobody',
    statusCode: 502,
  })
  expect(await proofs.prove(`http://127.0.0.1:${await freePort()}`, true, never)).toMatchObject({
    result: 'no_answer',
    why: expect.stringContaining('ECONNREFUSED'),
  })
  const endless = await serve((_request, answer) => {
    const write = (): void => {
      if (!answer.destroyed) answer.write('x'.repeat(1000), () => setImmediate(write))
    }
    write()
  })
  expect(await proofs.prove(endless, true, never)).toEqual({ result: 'somebody_else' })
  const own = await serve((request, answer) => answer.end(proofs.answer(nonceOf(request.url)) ?? ''))
  const sends = await serve((request, answer) => answer.writeHead(302, { location: `${own}${request.url}` }).end())
  expect(await proofs.prove(sends, true, never)).toEqual({ result: 'somebody_else' })
})

it('says under which name the call came, when a proxy has changed it', async () => {
  const proofs = createProofs(timers())
  const address = await serve((request, answer) => {
    proofs.cameAs(nonceOf(request.url), 'inside.test')
    answer.writeHead(404).end()
  })
  expect(await proofs.prove(address, true, never)).toEqual({ result: 'other_name', host: 'inside.test' })
})

it('ends when it is stopped', async () => {
  const proofs = createProofs(timers())
  const stop = new AbortController()
  const address = await serve(() => stop.abort())
  expect(await proofs.prove(address, true, stop.signal)).toMatchObject({ result: 'no_answer' })
})
