/** A body is read only where somebody is known to take it, and costs no more than a call of its kind may. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { rawRequest } from '../../support/raw-http.ts'

const MB = 1024 * 1024

let world: V1World
let host: string
let key: string
let secret: string
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  host = new URL(world.omni.url).host
  key = await world.key('admin')
  secret = String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret'])
})
afterAll(() => world.stop())

/** The status with which a request is answered of which only the head was sent, and a body of that size is promised. */
function statusOfHead(route: string, bytes: number, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1')
    const lines = Object.entries({ host, 'content-type': 'application/json', 'content-length': String(bytes), ...headers })
    socket.write(`${route} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(Number(answer.toString('latin1').split(' ')[1]))
    })
    socket.once('error', reject)
  })
}

const post = (path: string, body: string | Buffer, headers: Record<string, string>) =>
  rawRequest(world.omni.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

const upsert = (message: unknown) => ({
  event: 'messages.upsert',
  instance: 'shop',
  data: {
    key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: '3AGOOD' },
    pushName: 'Ann',
    message,
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1000),
  },
})

describe('a body that nobody is known to take', () => {
  it('is not read where there is no route', async () => {
    expect(
      (await post('/webhook/evolution/shop', JSON.stringify(upsert({ conversation: 'Hi' })), { 'x-omni-webhook-secret': secret })).status,
    ).toBe(200)
    for (const route of [
      'POST /unknown',
      'PUT /',
      'POST /health',
      'POST /metrics',
      'POST /login',
      'POST /rpc',
      'POST /media/1',
      'DELETE /assets/x',
    ])
      expect(await statusOfHead(route, 50 * MB), route).toBe(404)
  })

  it('is not read before the secret or the key is right', async () => {
    expect(await statusOfHead('POST /webhook/evolution/shop', 50 * MB)).toBe(401)
    expect(await statusOfHead('POST /webhook/evolution/nobody', 50 * MB)).toBe(404)
    expect(await statusOfHead('POST /api/v1/instance/shop/send-media', 50 * MB)).toBe(401)
    expect(await statusOfHead('POST /api/v1/instances', 50 * MB, { 'x-api-key': 'sk-omni-wrong' })).toBe(401)
  })

  it('is not read where nobody waits for the reply that it is', async () => {
    for (const size of [10, 2 * MB]) expect(await statusOfHead('POST /webhook/reply/some-token', size)).toBe(404)
  })
})

describe('a body that is taken', () => {
  it('is large only where files are sent', async () => {
    const text = JSON.stringify({ phone_number: '15552223333', media_type: 'image', media_base64: 'A'.repeat(6 * MB) })
    const sent = await post('/api/v1/instance/shop/send-media', text, { 'x-api-key': key })
    expect(sent.status, sent.body).toBe(200)
    for (const route of ['POST /api/v1/instances', 'PATCH /api/v1/instances/shop', 'POST /api/v1/access/rules', 'POST /instances/create'])
      expect(await statusOfHead(route, 5 * MB, { 'x-api-key': key }), route).toBe(413)
    expect(await statusOfHead('POST /api/v1/instance/shop/send-media', 61 * MB, { 'x-api-key': key })).toBe(413)
  })

  it('is refused before it is parsed if it holds millions of values', async () => {
    const file = upsert({ imageMessage: { mimetype: 'image/png', fileLength: '9', base64: 'QUFB'.repeat(3 * MB) } })
    expect((await post('/webhook/evolution/shop', JSON.stringify(file), { 'x-omni-webhook-secret': secret })).status).toBe(200)
    const hostile = {
      objects: `[${'{},'.repeat(4 * MB)}{}]`,
      numbers: `[${'1,'.repeat(6 * MB)}1]`,
      strings: `[${'"",'.repeat(4 * MB)}""]`,
      names: `{${Array.from({ length: 400_000 }, (_, n) => `"${n}":1`).join()}}`,
      quotes: JSON.stringify({ data: '"'.repeat(6 * MB) }),
      blanks: `${' '.repeat(12 * MB)}{}`,
    }
    for (const [name, body] of Object.entries(hostile))
      expect((await post('/webhook/evolution/shop', body, { 'x-omni-webhook-secret': secret })).status, name).toBe(413)
  })
})
