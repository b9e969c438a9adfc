/** The tunnel by an address of the owner's own: a reverse proxy on this machine passes calls on to our listener. */
import { createServer, request, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { createPigeonLoft, SIGNATURE_HEADER, signed } from '../../support/pigeon-channel.ts'

let omni: TestHub
let port: number
/** Nothing answers there. */
let nowhere: string
let server: Server | null = null

beforeEach(async () => {
  omni = await startTestHub({ drivers: [createPigeonLoft({ isPasted: true }).driver] })
  port = await freePort()
  nowhere = `http://127.0.0.1:${await freePort()}`
})
afterEach(async () => {
  await omni.stop()
  server?.closeAllConnections()
  server?.close()
  server = null
})

const status = () => omni.panel.tunnel.status()
const stateOf = async () => (await status()).state
const resultOf = async () => (await status()).proof?.result

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(handler)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

/** Passes on to our listener; `host`: under another name. */
const startProxy = (host?: string) =>
  listen((incoming, answer) => {
    const headers = { ...incoming.headers, ...(host === undefined ? {} : { host }), 'x-forwarded-for': '203.0.113.9' }
    const onward = request({ host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    onward.on('error', () => answer.writeHead(502).end())
    incoming.pipe(onward)
  })

async function switchOn(url: string): Promise<void> {
  await omni.panel.tunnel.save({ providerId: 'own-address', settings: { url, port } })
  await omni.panel.tunnel.turn({ isOn: true })
}

async function createPigeons(name: string): Promise<void> {
  await omni.panel.instances.create({
    name,
    channel: 'pigeon' as never,
    settings: { loft: 'Roof', speed: 'fast' },
    secrets: { ring: 'ring-of-the-loft' },
  })
}

/** A call straight to the listener, as a router passes it on. */
function call(host: string, path: string, body = '{}', headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method: 'POST', headers: { host, 'content-type': 'application/json', ...headers } },
      (answer) => {
        let text = ''
        answer.on('data', (part) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const pigeonCall = (host: string, name = 'roof') =>
  call(host, `/webhook/pigeon/${name}`, '{}', { [SIGNATURE_HEADER]: signed(Buffer.from('{}')) })

it('is proved through the proxy, and shows what a person must enter at the platforms', async () => {
  await createPigeons('roof')
  const url = await startProxy()
  await switchOn(url)
  await expect.poll(stateOf).toBe('up')
  expect(await status()).toMatchObject({
    publicUrl: url,
    message: null,
    proof: { result: 'ok' },
    toPaste: [{ instanceName: 'roof', channel: 'pigeon', field: 'Home, under Flights', address: `${url}/webhook/pigeon/roof` }],
  })
  const health = await omni.rest('GET', '/health', undefined, { root: true })
  expect(health.body).toMatchObject({ checks: { tunnel: 'up' } })
})

it('says when somebody else answers there, and is up once a genuine call arrives', async () => {
  await createPigeons('roof')
  const url = await listen((_incoming, answer) => answer.end('welcome'))
  await switchOn(url)
  await expect.poll(resultOf).toBe('somebody_else')
  expect(await status()).toMatchObject({ state: 'proving', message: 'Something else answers at the public address.' })
  expect((await pigeonCall(new URL(url).host)).status).toBe(200)
  expect(await status()).toMatchObject({ state: 'up', proof: { result: 'ok' }, callsToday: 1 })
})

it('says that it could not be checked from here where nothing answers, which a genuine call makes good', async () => {
  await createPigeons('roof')
  await switchOn(nowhere)
  await expect.poll(stateOf).toBe('up')
  expect(await status()).toMatchObject({
    proof: { result: 'not_from_here' },
    message: 'It could not be checked from this computer whether calls arrive.',
  })
  const forged = await call(new URL(nowhere).host, '/webhook/pigeon/roof', '{}', { [SIGNATURE_HEADER]: 'forged' })
  expect([forged.status, forged.body]).toEqual([401, ''])
  expect(await resultOf()).toBe('not_from_here')
  expect((await pigeonCall(new URL(nowhere).host)).status).toBe(200)
  expect(await status()).toMatchObject({ proof: { result: 'ok' }, message: null, callsToday: 1, refusedToday: 1 })
})

it('says when the proxy in front changes the name', async () => {
  await switchOn(await startProxy('inside.shop.test'))
  await expect.poll(resultOf).toBe('failed')
  expect((await status()).message).toContain('"inside.shop.test"')
})

it('refuses an address without https, and names the field', async () => {
  await expect(omni.panel.tunnel.save({ providerId: 'own-address', settings: { url: 'http://hooks.shop.test' } })).rejects.toMatchObject({
    data: { field: 'url' },
  })
  await expect(omni.panel.tunnel.save({ providerId: 'own-address', settings: {} })).rejects.toMatchObject({ data: { field: 'url' } })
  await expect(omni.panel.tunnel.save({ providerId: 'nothing' })).rejects.toMatchObject({ data: { field: 'providerId' } })
})

it('opens its port only while it is on, and waits for one that is taken', async () => {
  const isOpen = () =>
    call(new URL(nowhere).host, '/').then(
      () => true,
      () => false,
    )
  expect(await isOpen()).toBe(false)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  await switchOn(nowhere)
  await expect.poll(stateOf).toBe('retrying')
  expect((await omni.rest('GET', '/health', undefined, { root: true })).body).toMatchObject({
    status: 'degraded',
    checks: { tunnel: 'retrying' },
  })
  expect((await status()).message).toBe(`Port ${port} of this computer is taken by another program.`)
  await new Promise((resolve) => other.close(resolve))
  await expect.poll(stateOf).toBe('up')
  expect(await isOpen()).toBe(true)
  await omni.panel.tunnel.turn({ isOn: false })
  expect(await isOpen()).toBe(false)
})

it('keeps the token of a late reply out of the list of calls', async () => {
  await switchOn(nowhere)
  await expect.poll(stateOf).toBe('up')
  expect((await call(new URL(nowhere).host, '/webhook/reply/a-secret-token?x=y')).status).toBe(404)
  expect((await omni.panel.tunnel.calls()).map(({ path }) => path)).toEqual(['/webhook/reply/…'])
})

it('takes no page of a browser, no large headers and no body without end', async () => {
  await createPigeons('roof')
  await switchOn(nowhere)
  await expect.poll(stateOf).toBe('up')
  const path = '/webhook/pigeon/roof'
  const page = await call(new URL(nowhere).host, path, '{}', { origin: 'https://evil.example' })
  expect([page.status, page.body]).toEqual([403, ''])
  expect((await call(new URL(nowhere).host, path, '{}', { 'x-large': 'x'.repeat(20_000) })).status).toBeGreaterThanOrEqual(400)
  expect((await call(new URL(nowhere).host, path, `"${'x'.repeat(2 * 1024 * 1024)}"`).catch(() => ({ status: 413 }))).status).toBe(413)
})

it('tells a panel that watches', async () => {
  const live = await watchLive(omni.panel)
  await switchOn(nowhere)
  await live.until((event) => event.type === 'tunnel.changed' && event.status.state === 'up')
  live.stop()
})
