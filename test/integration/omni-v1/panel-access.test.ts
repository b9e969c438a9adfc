import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PANEL_KEY_HEADER, protocolsWith, type SessionKeys, withFilesKey } from '../../../src-shared/session-keys.ts'
import { freePort } from '../../support/free-port.ts'
import type { PanelClient } from '../../support/hub.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { rawRequest } from '../../support/raw-http.ts'
import { logIn } from '../../support/sign-in.ts'

describe('the panel in a browser', () => {
  let world: V1World
  let folder: string
  let host: string
  const cookieOf = (response: Response) => String(response.headers.get('set-cookie')).split(';')[0] ?? ''
  const open = async () => logIn(await world.omni.hub.createLoginLink())
  const signIn = async () => (await open()).cookie
  const get = (path: string, cookie?: string) => fetch(world.omni.url + path, { headers: cookie === undefined ? {} : { cookie } })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'omni-panel-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The panel</title>')
    writeFileSync(join(folder, 'assets', 'app-1234.js'), 'export {}')
    world = await startV1World({ panelDirectory: folder, env: { OMNI_PORT: String(await freePort()) } })
    host = new URL(world.omni.url).host
    await world.link('shop')
  })
  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true })
  })

  it('opens with a link that works once', async () => {
    const link = await world.omni.hub.createLoginLink()
    const first = await fetch(link)
    expect(first.status).toBe(200)
    const setCookie = String(first.headers.get('set-cookie'))
    expect(setCookie).toMatch(new RegExp(`^omni_session_${new URL(world.omni.url).port}=[\\w-]{40,};`))
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=']) expect(setCookie).toContain(attribute)
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(await (await get('/', cookieOf(first))).text()).toContain('The panel')
    const second = await fetch(link)
    expect([second.status, second.headers.get('set-cookie')]).toEqual([401, null])
    for (const token of ['', 'x', 'x'.repeat(43)]) expect((await get(`/login?token=${token}`)).status).toBe(401)
  })

  it('survives a restart of the hub; links do not', async () => {
    const cookie = await signIn()
    const link = new URL(await world.omni.hub.createLoginLink())
    await world.omni.restart()
    host = new URL(world.omni.url).host
    expect((await get('/', cookie)).status).toBe(200)
    expect((await get(link.pathname + link.search)).status).toBe(401)
  })

  it('shows the login page, and nothing else, to whoever has no session', async () => {
    for (const path of ['/', '/index.html', '/assets/app-1234.js', '/unknown', '/media/1']) {
      for (const cookie of [undefined, 'omni_session=', 'omni_session=guess', `other=${'x'.repeat(43)}`]) {
        const answer = await get(path, cookie)
        expect(answer.status, path).toBe(401)
        const page = await answer.text()
        expect(page, path).toContain('one-time link')
        expect(page, path).not.toContain('The panel')
        expect(answer.headers.get('content-security-policy'), path).toContain("default-src 'self'")
      }
    }
  })

  it('serves its pages with a strict policy, and nothing from beside them', async () => {
    const cookie = await signIn()
    const page = await get('/', cookie)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect((await get('/assets/app-1234.js', cookie)).headers.get('cache-control')).toContain('immutable')
    for (const path of ['/../package.json', '/..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cx']) {
      const answer = await rawRequest(world.omni.url + path, { headers: { cookie } })
      expect([400, 403, 404], path).toContain(answer.status)
    }
  })

  it('tells a page whose WebSocket was refused whether its session is why', async () => {
    expect((await get('/rpc')).status).toBe(401)
    const { cookie, keys } = await open()
    const ask = async (key: string) => (await fetch(`${world.omni.url}/rpc`, { headers: { cookie, [PANEL_KEY_HEADER]: key } })).status
    expect([await ask(keys.panel), await ask(keys.files)]).toEqual([204, 401])
  })

  it('guards whatever a browser may show, refusals too', async () => {
    // Health, an answer of the API without a key, an address that is none, a webhook call without its secret.
    for (const [method, path] of [
      ['GET', '/health'],
      ['GET', '/api/v1/instances'],
      ['GET', '/nothing-here'],
      ['POST', '/webhook/evolution/shop'],
    ] as const) {
      const { headers } = await fetch(world.omni.url + path, { method })
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
    }
  })

  it('leaves the API’s answers to the API', async () => {
    const unknown = await world.call('GET /nothing-here')
    expect(unknown).toMatchObject({ status: 404, body: { detail: 'Not Found' } })
    // A session is no key, and a key is no session.
    expect((await get('/api/v1/instances', await signIn())).status).toBe(401)
    expect((await fetch(world.omni.url, { headers: { 'x-api-key': 'sk-omni-test-key' } })).status).toBe(401)
  })

  it('serves the files of messages to a session, never as something that runs', async () => {
    const { cookie, keys } = await open()
    for (const [mimetype, shown] of [
      ['image/png', true],
      ['text/html', false],
      ['image/svg+xml', false],
    ] as const) {
      await world.converse('shop', {
        from: '15551110001',
        message: { documentMessage: { mimetype, fileName: 'f"\r\n.bin' } },
        messageType: 'documentMessage',
        base64: Buffer.from('<svg onload="alert(1)"/>').toString('base64'),
      })
      const { messages } = (await world.call('GET /instances/shop/chats/15551110001@s.whatsapp.net/messages?page_size=3')).body
      const url = new URL(messages.find((one: { media_mime_type: string }) => one.media_mime_type === mimetype).media_url)
      const file = await get(withFilesKey(url.pathname, keys.files), cookie)
      expect(file.status, mimetype).toBe(200)
      expect(file.headers.get('content-type'), mimetype).toBe(shown ? mimetype : 'application/octet-stream')
      expect(file.headers.get('content-disposition'), mimetype).toMatch(shown ? /^inline/ : /^attachment/)
      expect(file.headers.get('content-security-policy'), mimetype).toBe("default-src 'none'; sandbox")
    }
    expect((await get(withFilesKey('/media/00000000-0000-0000-0000-000000000000', keys.files), cookie)).status).toBe(404)
  })

  describe('and its WebSocket', () => {
    const dial = (headers: Record<string, string>, keys: SessionKeys, path = '/rpc') => {
      const socket = new WebSocket(`ws://${host}${path}`, protocolsWith(keys.panel), { headers })
      const refused = new Promise<number>((resolve) => {
        socket.on('unexpected-response', (_request, response) => {
          resolve(response.statusCode ?? 0)
          socket.terminate()
        })
        socket.on('error', () => undefined)
      })
      return Promise.race([once(socket, 'open').then(() => ({ socket, status: 101 })), refused.then((status) => ({ socket, status }))])
    }

    it('serves the panel’s calls to a page of its own with a session', async () => {
      const { cookie, keys } = await open()
      const { socket, status } = await dial({ origin: world.omni.url, cookie }, keys)
      expect(status).toBe(101)
      const client: PanelClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
      expect((await client.instances.list()).map(({ name }) => name)).toEqual(['shop'])
      socket.close()
    })

    it('refuses a foreign or missing origin, a missing session, a foreign host and other paths', async () => {
      const { cookie, keys } = await open()
      const own = { origin: world.omni.url, cookie }
      const cases: [Record<string, string>, number, string?][] = [
        [{ cookie }, 403],
        [{ ...own, origin: 'http://evil.test' }, 403],
        [{ ...own, origin: 'null' }, 403],
        [{ ...own, origin: `http://evil.test#${host}` }, 403],
        [{ ...own, origin: `http://${host}.evil.test` }, 403],
        [{ ...own, origin: `ftp://${host}` }, 403],
        [{ origin: world.omni.url }, 401],
        [{ origin: world.omni.url, cookie: 'omni_session=guess' }, 401],
        [{ ...own, host: 'evil.test' }, 403],
        [own, 404, '/other'],
      ]
      for (const [headers, status, path] of cases) expect((await dial(headers, keys, path)).status, JSON.stringify(headers)).toBe(status)
    })

    it('is closed when the hub stops', async () => {
      const { cookie, keys } = await open()
      const { socket } = await dial({ origin: world.omni.url, cookie }, keys)
      const closed = once(socket, 'close')
      await world.omni.restart()
      host = new URL(world.omni.url).host
      await closed
    })
  })

  it('and everything else refuse a host that is not theirs', async () => {
    const cookie = await signIn()
    const port = new URL(world.omni.url).port
    for (const foreign of ['evil.test', `evil.test:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`, `127.0.0.1.evil.test:${port}`]) {
      for (const path of [
        '/',
        '/login?token=x',
        '/health',
        '/api/v1/instances',
        '/webhook/evolution/shop',
        '/media/1',
        '/api/v1/docs',
        '/x',
      ]) {
        const answer = await rawRequest(world.omni.url + path, { headers: { host: foreign, cookie, 'x-api-key': 'sk-omni-test-key' } })
        expect([400, 403], `${foreign} ${path}`).toContain(answer.status)
        expect(answer.body, `${foreign} ${path}`).not.toContain('The panel')
      }
    }
    for (const own of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
      expect((await rawRequest(`${world.omni.url}/health`, { headers: { host: own } })).status, own).toBe(200)
  })

  it('and the API refuse pages of other sites, whatever they know', async () => {
    const post = (origin: string | null) =>
      fetch(`${world.omni.url}/api/v1/access/check`, {
        method: 'POST',
        headers: { 'x-api-key': 'sk-omni-test-key', 'content-type': 'application/json', ...(origin === null ? {} : { origin }) },
        body: JSON.stringify({ phone_number: '1', instance_name: 'shop' }),
      })
    expect((await post(null)).status).toBe(200)
    expect((await post(world.omni.url)).status).toBe(200)
    for (const origin of ['http://evil.test', 'null', 'https://127.0.0.1:1']) expect((await post(origin)).status, origin).toBe(403)
  })
})

describe('a hub with a public address', () => {
  it('takes webhooks there, and nothing else', async () => {
    const world = await startV1World({ env: { OMNI_PUBLIC_URL: 'https://omni.shop.test' } })
    await world.create('shop')
    expect(world.evolution.instance('shop').webhook?.url).toBe('https://omni.shop.test/webhook/evolution/shop')
    const at = (path: string, method = 'GET') =>
      rawRequest(world.omni.url + path, {
        method,
        headers: {
          host: 'omni.shop.test',
          'x-api-key': 'sk-omni-test-key',
          'content-type': 'application/json',
          'x-omni-webhook-secret': String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret']),
        },
        ...(method === 'POST' ? { body: '{"event":"chats.update","data":[]}' } : {}),
      })
    expect((await at('/webhook/evolution/shop', 'POST')).status).toBe(200)
    for (const path of ['/', '/login', '/api/v1/instances', '/tenants', '/metrics', '/media/1', '/webhook/../api/v1/instances', '/health'])
      expect((await at(path)).status, path).toBe(403)
    await world.stop()
  })
})
