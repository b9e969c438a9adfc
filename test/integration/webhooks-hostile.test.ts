import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { driver as evolutionDriver } from '../../src-main/hub/channels/evolution/driver.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { createHub } from '../../src-main/hub/hub.ts'
import { readProcessConfig } from '../../src-main/hub/runtime/config.ts'
import { freePort } from '../support/free-port.ts'
import { startV1World, type V1World } from '../support/omni-v1.ts'
import { type RawAnswer, rawRequest } from '../support/raw-http.ts'
import { backupWorker, documentWorker, storageWorker } from '../support/storage-worker.ts'

const MB = 1024 * 1024
const PATH = '/webhook/evolution/shop'
let number = 0

const upsert = (data: Record<string, unknown> = {}) => {
  number += 1
  return {
    event: 'messages.upsert',
    instance: 'shop',
    data: {
      key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: `3AGOOD${number}`, participant: '' },
      pushName: 'Ann',
      message: { conversation: 'Hello' },
      messageType: 'conversation',
      messageTimestamp: Math.floor(Date.now() / 1000),
      ...data,
    },
  }
}

/** Looks at the database from beside the hub: what is in it, and whether anything at all was committed. */
function lookInto(folder: string) {
  const database = new Database(join(folder, 'omni.db'), { readonly: true })
  const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  const behind = database.prepare(`SELECT
    (SELECT count(*) FROM turns WHERE completed_at IS NOT NULL AND is_digested IS NULL) AS turns,
    (SELECT count(*) FROM messages WHERE seq > (SELECT high FROM search_state)) AS messages,
    (SELECT count(*) FROM search_dirty_messages) AS changed,
    (SELECT count(*) FROM search_dirty_people) AS people`)
  return {
    state: () => ({
      commits: database.pragma('data_version', { simple: true }),
      rows: Object.fromEntries(
        tables.map(({ name }) => [name, database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}"`).get()?.n]),
      ),
    }),
    /** Counting and indexing follow behind what was taken in: until they are done, something is still written. */
    atRest: () =>
      vi.waitFor(
        () => {
          expect(behind.get()).toEqual({ turns: 0, messages: 0, changed: 0, people: 0 })
        },
        { timeout: 10_000 },
      ),
    close: () => database.close(),
  }
}

interface PostOptions {
  headers?: Record<string, string>
  path?: string
  /** Null: none is sent. */
  secret?: string | null
}

interface Target {
  world: V1World
  post(body: string | Buffer, options?: PostOptions): Promise<RawAnswer>
  /** It refuses this and writes nothing. */
  refuses(status: number | number[], body: string | Buffer, options?: PostOptions): Promise<void>
  /** It takes this for nothing of interest, and writes nothing. */
  ignores(body: string | Buffer): Promise<void>
  worksOn(): Promise<void>
  stop(): Promise<void>
}

async function startTarget(env: NodeJS.ProcessEnv = {}): Promise<Target> {
  const world = await startV1World({ env })
  await world.link('shop')
  const secret = String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret'])
  const database = lookInto(world.omni.folder)
  const post: Target['post'] = (body, options = {}) =>
    rawRequest(world.omni.url + (options.path ?? PATH), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(options.secret === null ? {} : { 'x-omni-webhook-secret': options.secret ?? secret }),
        ...options.headers,
      },
      body,
    })
  const worksOn = async () => {
    expect((await world.call('GET /health', undefined, { root: true })).body).toMatchObject({ status: 'healthy' })
    await world.converse('shop', { text: 'Are you still there?' })
    // Echoes and receipts of the answer come by webhook too.
    await world.evolution.hooks.idle()
    await database.atRest()
  }
  await worksOn()
  return {
    world,
    post,
    worksOn,
    async refuses(status, body, options) {
      const before = database.state()
      const answer = await post(body, options)
      expect([status].flat(), `${answer.status} ${answer.body.slice(0, 200)}`).toContain(answer.status)
      expect(JSON.parse(answer.body)).toEqual({ detail: expect.any(String) })
      expect(database.state()).toEqual(before)
    },
    async ignores(body) {
      const before = database.state()
      const answer = await post(body)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'ignored', instance: 'shop', trace_id: null }])
      expect(database.state()).toEqual(before)
    },
    async stop() {
      database.close()
      await world.stop()
    },
  }
}

const json = (value: unknown) => JSON.stringify(value)

describe('a hostile webhook', () => {
  let target: Target
  beforeAll(async () => {
    target = await startTarget()
  })
  afterAll(async () => {
    await target.worksOn()
    await target.stop()
  })

  it('that cannot be parsed is refused', async () => {
    for (const body of ['', ' ', '{', 'null x', '<html>', '{"event":}', '{"a":1}{"b":2}', 'NaN', "{'event':'x'}", '\ufeff{'])
      await target.refuses(400, body)
  })

  it('that is not JSON object is refused', async () => {
    for (const body of ['null', 'true', '42', '"text"', '[]', '[{}]']) await target.refuses(400, body)
  })

  it('of another content type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])
      await target.refuses(415, json(upsert()), { headers: { 'content-type': type } })
  })

  it('without the right secret is refused before its body is looked at', async () => {
    for (const secret of [null, '', 'x', 'x'.repeat(10_000)]) {
      for (const body of [json(upsert()), '{', Buffer.from([0xff, 0xfe]), `${'['.repeat(100_000)}`]) {
        await target.refuses([401, 431], body, { secret })
      }
    }
    // A body that alone would be too large is not waited for either.
    await target.refuses(401, Buffer.alloc(61 * MB, 0x20), { secret: 'wrong' })
  })

  it('for an instance that is not there is refused', async () => {
    for (const name of ['nobody', 'Shop', '%00', '__proto__', 'constructor', 'toString', '..%2fshop', 'shop%20', 'x'.repeat(250)])
      await target.refuses(404, json(upsert()), { path: `/webhook/evolution/${name}` })
    await target.refuses(400, json(upsert()), { path: '/webhook/evolution/%E0%A4%A' })
    await target.refuses(414, json(upsert()), { path: `/webhook/evolution/${'x'.repeat(10_000)}` })
  })

  it('of the wrong types is refused', async () => {
    for (const body of [
      {},
      { event: 1, data: {} },
      { event: {}, data: {} },
      { event: ['messages.upsert'], data: {} },
      { event: 'messages.upsert' },
      { event: 'messages.upsert', data: null },
      { event: 'messages.upsert', data: 42 },
      { event: 'messages.upsert', data: 'not base64 of JSON' },
      { event: 'messages.upsert', data: {} },
      { event: 'messages.upsert', data: [] },
      { event: 'messages.upsert', data: [1, 'x', null] },
      upsert({ key: 'x' }),
      upsert({ key: { remoteJid: 42, id: {} } }),
      upsert({ key: { remoteJid: '15552223333@s.whatsapp.net', id: 7 } }),
      upsert({ key: [] }),
    ]) {
      await target.refuses(400, json(body))
    }
  })

  it('that means nothing to us is ignored', async () => {
    for (const body of [
      { event: 'weather.changed', instance: 'shop', data: { rain: true } },
      { event: 'chats.update', instance: 'shop', data: [1, null, 'x', {}] },
      { event: 'contacts.upsert', instance: 'shop', data: [{ remoteJid: 5, pushName: {} }] },
      { event: 'presence.update', instance: 'shop', data: { id: '15552223333@s.whatsapp.net', presences: {} } },
      { ...upsert(), instance: 'of-somebody-else' },
    ]) {
      await target.ignores(json(body))
    }
  })

  it('that is nested without end is refused', async () => {
    await target.refuses(400, `${'['.repeat(200_000)}${']'.repeat(200_000)}`)
    await target.refuses(400, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)
    let quoted: unknown = { conversation: 'x' }
    for (let depth = 0; depth < 100; depth += 1) quoted = { extendedTextMessage: { contextInfo: { quotedMessage: quoted } } }
    await target.refuses(400, json(upsert({ message: quoted })))
    const nested = Buffer.from(json({ deep: quoted })).toString('base64')
    await target.refuses(400, json({ event: 'messages.upsert', instance: 'shop', data: nested }))
  })

  it('with prototype keys is refused, and no prototype changes', async () => {
    for (const text of [
      '{"__proto__":{"polluted":true},"event":"messages.upsert","data":{}}',
      `{"event":"messages.upsert","data":{"__proto__":{"polluted":true},"key":{"id":"1"}}}`,
      '{"event":"messages.upsert","data":{"\\u005f\\u005fproto\\u005f_":{"polluted":true}}}',
      '{"event":"messages.upsert","constructor":{"prototype":{"polluted":true}}}',
    ]) {
      await target.refuses(400, text)
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('with names of ten thousand characters is refused', async () => {
    const long = 'n'.repeat(10_000)
    for (const body of [
      upsert({ pushName: long }),
      upsert({ key: { remoteJid: `${'1'.repeat(10_000)}@s.whatsapp.net`, fromMe: false, id: 'X' } }),
      upsert({ key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: long } }),
      { ...upsert(), event: long },
      { ...upsert(), instance: long },
      { ...upsert(), [long]: 1 },
      { event: 'contacts.upsert', instance: 'shop', data: [{ remoteJid: '15552223333@s.whatsapp.net', pushName: long }] },
      { event: 'groups.upsert', instance: 'shop', data: [{ id: '120363000000000001@g.us', subject: long }] },
    ]) {
      await target.refuses(400, json(body))
    }
  })

  it('with control characters is refused', async () => {
    await target.refuses(400, '{"event":"messages.upsert","data":{"pushName":"A\nB"}}')
    for (const bad of ['\u0000', 'A\u0007', '\u001b[2J', '\u0001\u0002']) {
      for (const body of [
        upsert({ pushName: bad }),
        upsert({ message: { conversation: bad } }),
        upsert({ key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: bad } }),
        { ...upsert(), event: bad },
        { ...upsert(), [bad]: 1 },
      ]) {
        await target.refuses(400, json(body))
      }
    }
  })

  it('that is not UTF-8 is refused', async () => {
    const good = Buffer.from(json(upsert({ pushName: 'XX' })))
    for (const bytes of [
      [0xff, 0xfe],
      [0xc0, 0x80],
      [0xed, 0xa0],
      [0xf8, 0x88],
    ]) {
      const bad = Buffer.from(good)
      bad.set(bytes, bad.indexOf('XX'))
      await target.refuses(400, bad)
    }
    await target.refuses(400, Buffer.from(json(upsert()), 'utf16le'))
  })

  it('of 61 MB is refused, and one of nearly 60 MB is not', async () => {
    await target.refuses(413, Buffer.alloc(61 * MB, 0x20))
    // Also when nobody said how large it would be.
    await target.refuses(413, Buffer.alloc(61 * MB, 0x20), { headers: { 'transfer-encoding': 'chunked' } })
    const large = { event: 'weather.changed', instance: 'shop', data: { text: 'x'.repeat(59 * MB) } }
    await target.ignores(json(large))
  })

  it('of any JSON at all changes nothing and ends nothing', async () => {
    const anyJson = fc.jsonValue({ maxDepth: 4 })
    const anyBody = fc.oneof(
      anyJson,
      fc.record({
        event: fc.oneof(fc.constantFrom('messages.upsert', 'messages.update', 'contacts.update', 'groups.update', 'call'), fc.string()),
        data: anyJson,
      }),
      fc.record({
        event: fc.constant('messages.upsert'),
        data: fc.record({ key: anyJson, message: anyJson, pushName: anyJson, messageTimestamp: anyJson }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const answer = await target.post(json(body))
        expect([200, 400], answer.body).toContain(answer.status)
        if (answer.status === 200) expect(JSON.parse(answer.body)).toMatchObject({ status: 'ignored', trace_id: null })
      }),
      { numRuns: 300 },
    )
    await target.worksOn()
  })
})

describe('the limit of a webhook’s size', () => {
  it('can be set for the process', async () => {
    const target = await startTarget({ OMNI_WEBHOOK_BODY_LIMIT: String(64 * 1024) })
    await target.refuses(413, json(upsert({ message: { conversation: 'x'.repeat(70 * 1024) } })))
    await target.refuses(413, 'x'.repeat(70 * 1024), { headers: { 'transfer-encoding': 'chunked' } })
    await target.worksOn()
    await target.stop()
  })
})

describe('a webhook that comes at a bad time', () => {
  it('is answered 503 with retry-after while the database cannot be written, and taken afterwards', async () => {
    const target = await startTarget()
    const other = new Database(join(target.world.omni.folder, 'omni.db'))
    other.exec('BEGIN IMMEDIATE')
    const body = json(upsert())
    const refused = await target.post(body)
    other.exec('ROLLBACK')
    other.close()
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5'])
    expect(JSON.parse(refused.body).detail).toContain('omni.db')
    expect(JSON.parse((await target.post(body)).body)).toMatchObject({ status: 'success' })
    await target.worksOn()
    await target.stop()
  })

  it('is answered 503 with retry-after while the hub still starts', async () => {
    const target = await startTarget()
    const { folder } = target.world.omni
    const record = target.world.evolution.instance('shop').webhook
    await target.world.omni.hub.stop()
    // A channel that calls its own hub while it is being started stands for a platform that is early.
    const answers: Record<string, RawAnswer> = {}
    const port = await freePort()
    const early = async (path: string, method: string) => {
      answers[path] = await rawRequest(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...record?.headers, 'x-api-key': 'sk-omni-test-key' },
        ...(method === 'POST' ? { body: json(upsert()) } : {}),
      })
    }
    const slow: ChannelDriver = {
      ...evolutionDriver,
      create: (context) => {
        const channel = evolutionDriver.create(context)
        channel.start = async () => {
          for (const path of [PATH, '/webhook/evolution']) await early(path, 'POST')
          for (const path of ['/api/v1/instances', '/health']) await early(path, 'GET')
        }
        return channel
      },
    }
    const env = { OMNI_DATA_DIR: folder, OMNI_PORT: String(port), OMNI_LOG_LEVEL: 'error' }
    const hub = createHub(
      {
        kind: 'headless',
        config: readProcessConfig(env),
        env,
        secretBox: { name: 'test', wrap: async (plain) => plain, unwrap: async (wrapped) => wrapped },
        storageWorker,
        documentWorker,
        backupWorker,
        panelDirectory: null,
      },
      { drivers: [slow] },
    )
    await hub.start()
    for (const path of [PATH, '/webhook/evolution', '/api/v1/instances']) {
      expect([answers[path]?.status, answers[path]?.headers['retry-after']], path).toEqual([503, '5'])
      expect(JSON.parse(answers[path]?.body ?? '{}'), path).toEqual({ detail: 'Omni is still starting.' })
    }
    // Somebody answers, but not yet for the rest.
    expect([answers['/health']?.status, answers['/health']?.headers['retry-after']]).toEqual([503, '5'])
    expect(JSON.parse(answers['/health']?.body ?? '{}')).toMatchObject({ status: 'down', services: { api: { status: 'down' } } })
    await early(PATH, 'POST')
    expect(answers[PATH]?.status).toBe(200)
    await hub.stop()
    await target.stop()
  })
})
