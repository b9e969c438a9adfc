/** Who calls, and by which way: the panel and the API are for this machine, sessions can be ended, guessing is slow. */
import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { PANEL_KEY_HEADER } from '../../../src-shared/session-keys.ts'
import type { PanelClient } from '../../support/hub.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { rawRequest } from '../../support/raw-http.ts'
import { dial, logIn, type Session } from '../../support/sign-in.ts'

let world: V1World
let key: string
beforeEach(async () => {
  world = await startV1World({ env: { OMNI_LOG_LEVEL: 'warn' } })
  await world.link('shop')
  key = await world.key('read')
})
afterEach(() => world.stop())

const host = () => new URL(world.omni.url).host
const signIn = async (browser = 'Firefox') => logIn(await world.omni.hub.createLoginLink(), browser)
const hasPanel = async ({ cookie, keys }: Session) =>
  (await fetch(`${world.omni.url}/rpc`, { headers: { cookie, [PANEL_KEY_HEADER]: keys.panel } })).status === 204

async function openPanel(session: Session): Promise<{ panel: PanelClient; socket: WebSocket }> {
  const socket = dial(session)
  await once(socket, 'open')
  return { panel: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })), socket }
}

describe('the way of a call', () => {
  it('leads to nothing but webhooks where a proxy or tunnel passed it on, whatever name it gives', async () => {
    const headers = { host: host(), 'x-api-key': key }
    const call = (path: string, more: Record<string, string> = {}, method = 'GET') =>
      rawRequest(world.omni.url + path, { method, headers: { ...headers, ...more } })
    expect((await call('/api/v1/instances')).status).toBe(200)
    for (const name of ['x-forwarded-for', 'X-Forwarded-Host', 'forwarded', 'cf-connecting-ip', 'x-real-ip'])
      for (const path of ['/api/v1/instances', '/', '/login', '/media/1', '/metrics', '/instances'])
        expect((await call(path, { [name]: '203.0.113.7' })).status, `${name} ${path}`).toBe(403)
    expect((await call('/webhook/evolution/shop', { 'x-forwarded-for': '203.0.113.7' }, 'POST')).status).toBe(401)
  })

  it('is refused with two hosts', async () => {
    const socket = (await import('node:net')).connect(Number(host().split(':')[1]), '127.0.0.1')
    socket.write(`GET /api/v1/instances HTTP/1.1\r\nHost: ${host()}\r\nhost: evil.example\r\nx-api-key: ${key}\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400/)
  })
})

describe('what is answered', () => {
  it('is kept by nobody, shown by no other page and never guessed at', async () => {
    const answers = [
      await fetch(`${world.omni.url}/api/v1/instances`, { headers: { 'x-api-key': key } }),
      await fetch(`${world.omni.url}/api/v1/nothing`, { headers: { 'x-api-key': key } }),
      await fetch(`${world.omni.url}/api/v1/instances`),
      await fetch(`${world.omni.url}/login?token=x`),
      await fetch(`${world.omni.url}/health`),
      await fetch(`${world.omni.url}/unknown`, { method: 'POST' }),
    ]
    for (const { url, headers } of answers) {
      expect(headers.get('x-content-type-options'), url).toBe('nosniff')
      expect(headers.get('cross-origin-resource-policy'), url).toBe('same-origin')
      expect(headers.get('cache-control'), url).toBe('no-store')
    }
  })
})

describe('a login link', () => {
  it('can be guessed ten times a minute', async () => {
    const login = (token: string) => fetch(`${world.omni.url}/login?token=${token}`)
    for (let n = 0; n < 10; n += 1) expect((await login(`guess-${n}`)).status).toBe(401)
    const refused = await login('guess')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // Whoever guesses, or makes a page guess, shuts nobody out who has a link.
    const good = await fetch(await world.omni.hub.createLoginLink())
    expect([good.status, good.headers.get('set-cookie')?.includes('omni_session_')]).toEqual([200, true])
  })
})

describe('a session', () => {
  it('is listed, and ended with all that it has open', async () => {
    const mine = await signIn('Firefox')
    const lost = await signIn('Chrome')
    const here = await openPanel(mine)
    const there = await openPanel(lost)
    const sessions = await here.panel.system.sessions.list()
    expect(sessions.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]).sort()).toEqual([
      ['Chrome', false],
      ['Firefox', true],
    ])
    const closed = once(there.socket, 'close')
    await here.panel.system.sessions.end({ id: sessions.find(({ isCurrent }) => !isCurrent)?.id ?? '' })
    await closed
    expect([await hasPanel(mine), await hasPanel(lost)]).toEqual([true, false])
    here.socket.close()
  })

  it('can end itself', async () => {
    const session = await signIn()
    const { panel, socket } = await openPanel(session)
    const [listed] = await panel.system.sessions.list()
    const closed = once(socket, 'close')
    await panel.system.sessions.end({ id: listed?.id ?? '' }).catch(() => undefined)
    await closed
    expect(await hasPanel(session)).toBe(false)
  })
})

describe('a frame that is no WebSocket', () => {
  it('ends that connection and is logged, and the others go on', async () => {
    const session = await signIn()
    const good = await openPanel(session)
    const bad = await openPanel(session)
    const closed = once(bad.socket, 'close')
    // Reserved bits set, an unknown kind of frame.
    ;(bad.socket as unknown as { _socket: import('node:net').Socket })._socket.write(Buffer.from([0xff, 0xff, 0x00, 0xff]))
    await closed
    for await (const { lines } of await good.panel.logs.tail())
      if (lines.some(({ message }) => message.includes('it sent what is not WebSocket'))) break
    expect((await good.panel.instances.list()).length).toBe(1)
    good.socket.close()
  })
})
