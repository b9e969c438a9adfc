/** The tunnel through a real sshd on this machine, from the switch to the message. */
import { request } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { freePort } from '../../support/free-port.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { connectShop } from '../../support/shop.ts'
import { startSshd, type TestSshd } from '../../support/sshd.ts'

let omni: TestHub
let evolution: FakeEvolution
let sshd: TestSshd

beforeEach(async () => {
  omni = await startTestHub()
  evolution = await startEvolutionServer()
  sshd = await startSshd()
})
afterEach(async () => {
  await omni.stop()
  await Promise.all([sshd.stop(), evolution.stop()])
})

const status = () => omni.panel.tunnel.status()
const stateOf = async () => (await status()).state
const isUp = () => expect.poll(stateOf, { timeout: 20_000 }).toBe('up')

async function setUp(settings: Record<string, unknown> = {}): Promise<void> {
  await omni.panel.tunnel.save({
    providerId: 'ssh',
    settings: { kind: 'own', host: sshd.host, port: sshd.port, user: sshd.user, ...settings },
    secrets: { privateKey: sshd.privateKey },
  })
}

async function switchOn(settings: Record<string, unknown> = {}): Promise<string> {
  await setUp(settings)
  await omni.panel.tunnel.turn({ isOn: true })
  await isUp()
  return (await status()).publicUrl ?? ''
}

const onHome = async () => (await omni.panel.system.home()).attention.filter(({ kind }) => kind.startsWith('tunnel'))

const refuses = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  )

it('brings a webhook through the tunnel, and neither the REST API nor the panel', async () => {
  expect(await status()).toMatchObject({ isOn: false, state: 'off', publicUrl: null })
  await connectShop(omni.panel, evolution, 'shop')
  const publicUrl = await switchOn()
  expect((await status()).proof).toMatchObject({ result: 'ok' })
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${publicUrl}/webhook/evolution/shop`)
  await evolution.deliverInbound('shop', { text: 'Through the tunnel' })
  await expect.poll(async () => (await omni.panel.traces.list({})).items[0]?.messagePreview).toBe('Through the tunnel')
  expect((await status()).lastCallAt).not.toBeNull()
  for (const path of ['/', '/api/v1/instances', '/health', '/docs', '/login', '/metrics', '/webhook', '/webhook/proof/guessed']) {
    const answer = await fetch(`${publicUrl}${path}`, { headers: { 'x-api-key': 'sk-omni-test-key' }, redirect: 'manual' })
    expect([path, answer.status, await answer.text(), answer.headers.get('set-cookie')]).toEqual([path, 404, '', null])
  }
})

it('answers to its public name and to no other', async () => {
  await connectShop(omni.panel, evolution, 'shop')
  const publicUrl = await switchOn()
  const { port } = new URL(publicUrl)
  const asked = (host: string, path: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path, headers: { host }, method: 'POST' }, (answer) => {
        let body = ''
        answer.on('data', (text) => {
          body += text
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
      })
      call.on('error', reject)
      call.end('{}')
    })
  expect((await asked(new URL(publicUrl).host, '/webhook/evolution/shop')).status).toBe(401)
  for (const host of ['evil.example', `localhost:${port}`, new URL(omni.url).host])
    expect([host, await asked(host, '/webhook/evolution/shop')]).toEqual([host, { status: 404, body: '' }])
  expect((await status()).refusedToday).toBeGreaterThan(2)
  expect((await omni.panel.tunnel.calls())[0]).toMatchObject({ method: 'POST', path: '/webhook/evolution/shop', statusCode: 404 })
})

it('is back after the line is cut, and tells Evolution the address when it is another one, without disconnecting', async () => {
  await connectShop(omni.panel, evolution, 'shop')
  const first = await switchOn()
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${first}/webhook/evolution/shop`)
  const states: string[] = []
  const watched = new AbortController()
  const connection = await omni.panel.instances.watchConnection({ name: 'shop' }, { signal: watched.signal })
  const watching = (async () => {
    for await (const { state } of connection) states.push(state)
  })().catch(() => undefined)
  sshd.cutLines()
  await expect.poll(async () => (await status()).publicUrl ?? first).not.toBe(first)
  await isUp()
  const second = (await status()).publicUrl
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${second}/webhook/evolution/shop`)
  await evolution.deliverInbound('shop', { text: 'Again through the tunnel' })
  await expect.poll(async () => (await omni.panel.traces.list({})).items[0]?.messagePreview).toBe('Again through the tunnel')
  watched.abort()
  await watching
  expect(new Set(states)).toEqual(new Set(['connected']))
  expect((await status()).lastError).toMatchObject({ message: 'The SSH server ended the connection.' })
})

/** Between here and the server. When it forgets, nothing comes through the lines of before any more, and nobody is told. */
async function startRouter() {
  let remembered = Symbol()
  const sockets: Socket[] = []
  const router = createServer((near) => {
    const far = connect(sshd.port, sshd.host)
    const line = remembered
    sockets.push(near, far)
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      from.on('error', () => undefined)
      from.on('data', (data) => {
        if (line === remembered) to.write(data)
      })
    }
  })
  await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve))
  return {
    port: (router.address() as AddressInfo).port,
    forget() {
      remembered = Symbol()
    },
    async stop() {
      await omni.panel.tunnel.turn({ isOn: false })
      for (const socket of sockets) socket.destroy()
      router.close()
    },
  }
}

it('notices a line that is dead without a word', async () => {
  const router = await startRouter()
  const first = await switchOn({ port: router.port })
  router.forget()
  await expect.poll(async () => (await status()).publicUrl ?? first, { timeout: 25_000 }).not.toBe(first)
  await isUp()
  await router.stop()
})

it('is up again after the computer slept while its line died, and so is the account, with what it missed', async () => {
  await connectShop(omni.panel, evolution, 'shop')
  const router = await startRouter()
  const first = await switchOn({ port: router.port })
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${first}/webhook/evolution/shop`)
  router.forget()
  evolution.silenceWebhooks()
  await evolution.deliverInbound('shop', { text: 'While you slept' })
  omni.hub.background().wake()
  await expect.poll(async () => (await status()).publicUrl ?? first, { timeout: 25_000 }).not.toBe(first)
  await isUp()
  const { publicUrl } = await status()
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${publicUrl}/webhook/evolution/shop`)
  // A message that is seconds old may still be on its way, and counts as missed when it is older.
  const slept = async () => {
    omni.hub.background().wake()
    return (await omni.panel.traces.list({})).items[0]?.messagePreview
  }
  await expect.poll(slept, { timeout: 25_000, interval: 500 }).toBe('While you slept')
  expect((await omni.panel.instances.list())[0]?.connection.state).toBe('connected')
  await router.stop()
})

it('does not wait for its next try when the computer wakes up', async () => {
  await switchOn({ remotePort: await freePort() })
  await sshd.goAway()
  // Often enough in a row for the next try to be far away.
  const waitMs = async () => {
    const { retryAt } = await status()
    return retryAt === null ? 0 : Date.parse(retryAt) - Date.now()
  }
  for (let n = 0; n < 20 && (await waitMs()) < 30_000; n += 1) {
    await expect.poll(stateOf).toBe('retrying')
    omni.hub.background().wake()
  }
  await expect.poll(waitMs).toBeGreaterThan(20_000)
  await sshd.comeBack()
  omni.hub.background().wake()
  await isUp()
})

it('asks for what a server of the owner needs, and names the field', async () => {
  const own = { kind: 'own', host: 'ssh.shop.test', user: 'omni', publicUrl: 'https://hooks.shop.test', remotePort: 8080 }
  const field = (settings: object) =>
    omni.panel.tunnel.save({ providerId: 'ssh', settings: { ...own, ...settings } }).then(
      () => null,
      (error) => error.data?.field,
    )
  expect(await field({ host: 'https://ssh.shop.test' })).toBe('host')
  expect(await field({ user: '' })).toBe('user')
  expect(await field({ publicUrl: '' })).toBe('publicUrl')
  expect(await field({ publicUrl: 'http://hooks.shop.test' })).toBe('publicUrl')
  expect(await field({ remotePort: 0 })).toBe('remotePort')
  expect(await field({ port: 70_000 })).toBe('port')
  expect(await field({})).toBeNull()
})

it('tries again while the server is away, and reconnects automatically', async () => {
  await switchOn({ remotePort: await freePort() })
  await sshd.goAway()
  await expect.poll(stateOf).toBe('retrying')
  expect((await status()).message).toContain('127.0.0.1')
  await sshd.comeBack()
  await isUp()
})

it('stops when the server shows another key, until its owner trusts it', async () => {
  await switchOn()
  await sshd.goAway()
  sshd.changeKey()
  await sshd.comeBack()
  await expect.poll(stateOf).toBe('failed')
  const { message, retryAt } = await status()
  expect(message).toContain('shows another key than before (SHA256:')
  expect(retryAt).toBeNull()
  expect(await onHome()).toMatchObject([{ kind: 'tunnel_failed', instanceName: null, message }])
  await omni.panel.tunnel.turn({ isOn: true })
  await expect.poll(stateOf).toBe('failed')
  await omni.panel.tunnel.trustHostKey()
  await isUp()
  expect(await onHome()).toEqual([])
})

it('says that the server does not open the port, and tries again', async () => {
  await sshd.goAway()
  await sshd.comeBack({ isForwarding: false })
  await setUp()
  await omni.panel.tunnel.turn({ isOn: true })
  await expect.poll(stateOf).toBe('retrying')
  expect((await status()).message).toBe('The SSH server does not open a port: forwarding is not allowed there.')
})

it('needs a person when the key is not accepted', async () => {
  await setUp()
  await omni.panel.tunnel.save({ providerId: 'ssh', secrets: { privateKey: 'no key at all' } })
  await omni.panel.tunnel.turn({ isOn: true })
  await expect.poll(stateOf).toBe('failed')
  expect((await status()).message).toBe('The private key cannot be read, or its passphrase is wrong.')
  await omni.panel.tunnel.save({ providerId: 'ssh', settings: { user: 'nobody-of-that-name' }, secrets: { privateKey: sshd.privateKey } })
  await expect.poll(async () => (await status()).message).toBe('The SSH server does not accept this user, password or key.')
})

it('asks for the key again when it is to go to another server', async () => {
  await setUp()
  await expect(omni.panel.tunnel.save({ providerId: 'ssh', settings: { port: 2222 } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    data: { field: 'privateKey' },
  })
})

it('is off when it is switched off: Evolution is told, the port is closed and nothing comes back', async () => {
  await connectShop(omni.panel, evolution, 'shop')
  const publicUrl = await switchOn()
  await expect.poll(() => evolution.instance('shop').webhook?.url).toContain(publicUrl)
  expect(await omni.panel.tunnel.turn({ isOn: false })).toMatchObject({ isOn: false, state: 'off', publicUrl: null })
  expect(await refuses(publicUrl)).toBe(true)
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(`${omni.url}/webhook/evolution/shop`)
  await omni.restart()
  expect(await status()).toMatchObject({ isOn: false, state: 'off' })
})

it('is on again after a restart, at the address that platforms know', async () => {
  await connectShop(omni.panel, evolution, 'shop')
  const publicUrl = await switchOn({ remotePort: await freePort() })
  const address = `${publicUrl}/webhook/evolution/shop`
  await expect.poll(() => evolution.instance('shop').webhook?.url).toBe(address)
  const before = evolution.received.length
  await omni.restart()
  await isUp()
  expect(await status()).toMatchObject({ isOn: true, publicUrl })
  await evolution.deliverInbound('shop', { text: 'After the restart' })
  await expect.poll(async () => (await omni.panel.traces.list({})).items[0]?.messagePreview).toBe('After the restart')
  // It was never told another one in between.
  const told = evolution.received.slice(before).flatMap(({ body }) => JSON.stringify(body ?? {}).match(/http[^"]*webhook[^"]*/g) ?? [])
  expect(told.filter((url) => url !== address)).toEqual([])
})

it('ends as the last of two calls that overlap', async () => {
  await setUp()
  const { tunnel } = omni.panel
  await Promise.all([tunnel.turn({ isOn: true }), tunnel.turn({ isOn: false })])
  expect(await status()).toMatchObject({ isOn: false, state: 'off' })
  await Promise.all([tunnel.turn({ isOn: false }), tunnel.turn({ isOn: true })])
  await isUp()
})
