import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProcessConfig } from '../../../src-main/hub/runtime/config.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import type { Json } from '../../support/omni-v1.ts'

describe('the old .env of Automagik Omni', () => {
  let evolution: FakeEvolution
  let agent: AgentServer
  const hubs: TestHub[] = []
  const folders: string[] = []
  const start = async (env: NodeJS.ProcessEnv, folder?: string) => {
    const hub = await startTestHub({ env, ...(folder === undefined ? {} : { folder }) })
    hubs.push(hub)
    return hub
  }
  const list = async (hub: TestHub): Promise<Json> => (await hub.rest('GET', '/instances')).body
  const old = (): NodeJS.ProcessEnv => ({
    WHATSAPP_INSTANCE: 'Loja Central',
    SESSION_ID_PREFIX: 'loja-',
    EVOLUTION_API_URL: evolution.url,
    EVOLUTION_API_KEY: evolution.apiKey,
    AGENT_API_URL: agent.url,
    AGENT_API_KEY: 'agent-key',
    DEFAULT_AGENT_NAME: 'sofia',
    AGENT_API_TIMEOUT: '45',
    USE_BASE64_MEDIA: 'false',
  })

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    agent = await startAgentServer()
  })
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await evolution.stop()
    await agent.stop()
  })

  it('makes the default instance at the first start, and connects it', async () => {
    const hub = await start(old())
    expect(await list(hub)).toMatchObject([
      {
        name: 'Loja-Central',
        whatsapp_instance: 'Loja Central',
        channel_type: 'whatsapp',
        is_default: true,
        is_active: true,
        session_id_prefix: 'loja-',
        evolution_url: evolution.url,
        has_evolution_key: true,
        agent_api_url: agent.url,
        has_agent_api_key: true,
        agent_id: 'sofia',
        agent_timeout: 45,
        agent_instance_type: 'automagik',
        webhook_base64: false,
      },
    ])
    await expect.poll(() => evolution.instances.has('Loja Central')).toBe(true)
  })

  it('is ignored by later starts, also when the owner removed the instance', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'omni-env-'))
    folders.push(folder)
    const first = await start({ ...old(), WHATSAPP_INSTANCE: 'seeded' }, folder)
    await first.rest('PATCH', '/instances/seeded', { agent_id: 'ana', session_id_prefix: null })
    await first.stop()
    hubs.pop()
    const second = await start({ ...old(), WHATSAPP_INSTANCE: 'seeded', DEFAULT_AGENT_NAME: 'other' }, folder)
    expect(await list(second)).toMatchObject([{ name: 'seeded', agent_id: 'ana', session_id_prefix: null }])
    await second.rest('DELETE', '/instances/seeded')
    await second.restart()
    expect(await list(second)).toEqual([])
  })

  it('does not touch a hub that has instances already', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'omni-env-'))
    folders.push(folder)
    const first = await start({}, folder)
    await first.rest('POST', '/instances', { name: 'own', channel_type: 'simulator' })
    await first.stop()
    hubs.pop()
    const second = await start(old(), folder)
    const all = (await second.rest('GET', '/instances?include_simulator=true')).body as Json
    expect(all.map((one: Json) => one.name)).toEqual(['own'])
  })

  it('may name a Hive agent and the other address of the server', async () => {
    const hub = await start({
      EVOLUTION_API_BASE_URL: `${evolution.url}/`,
      EVOLUTION_API_KEY: evolution.apiKey,
      AGENT_API_URL: 'http://unused.test',
      OMNI_TO_HIVE_ENABLED: 'true',
      HIVE_API_URL: agent.url,
      HIVE_API_KEY: 'hive-key',
    })
    expect(await list(hub)).toMatchObject([
      { name: 'default', evolution_url: evolution.url, agent_api_url: agent.url, agent_instance_type: 'hive', has_agent_api_key: true },
    ])
  })

  it('makes nothing without a server, and does not keep the hub from starting when it is wrong', async () => {
    expect(await list(await start({ WHATSAPP_INSTANCE: 'shop', AGENT_API_URL: agent.url }))).toEqual([])
    expect(await list(await start({ ...old(), EVOLUTION_API_URL: 'not an address' }))).toEqual([])
    const unreached = await start({ ...old(), EVOLUTION_API_URL: 'http://127.0.0.1:9', AGENT_API_TIMEOUT: 'soon' })
    expect(await list(unreached)).toMatchObject([{ name: 'Loja-Central', is_default: true, agent_timeout: 60 }])
  })

  it('names where the process listens and keeps its data, and its key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'omni-env-'))
    folders.push(folder)
    const database = join(folder, 'elsewhere', 'old.db')
    const port = await freePort()
    const hub = await start({
      OMNI_PORT: undefined,
      OMNI_API_KEY: undefined,
      API_HOST: '127.0.0.1',
      API_PORT: String(port),
      AUTOMAGIK_OMNI_SQLITE_DATABASE_PATH: database,
      AUTOMAGIK_OMNI_API_KEY: 'the-old-key-of-the-shop',
    })
    expect(hub.url).toBe(`http://127.0.0.1:${port}`)
    expect(existsSync(database)).toBe(true)
    expect((await hub.rest('GET', '/instances', undefined, { key: 'the-old-key-of-the-shop' })).status).toBe(200)
    expect((await hub.rest('GET', '/instances')).status).toBe(401)
  })

  it('lets its server call without our secret until our webhook is registered there, and says so', async () => {
    const post = (hub: TestHub, headers: Record<string, string> = {}) =>
      fetch(`${hub.url}/webhook/evolution/Loja-Central`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ data: { test: true } }),
      }).then(({ status }) => status)
    const one = async (hub: TestHub): Promise<Json> => (await hub.rest('GET', '/instances/Loja-Central')).body
    // Its server cannot be reached yet, and calls as it did for v1.
    const hub = await start({ ...old(), EVOLUTION_API_URL: 'http://127.0.0.1:9' })
    expect(await one(hub)).toMatchObject({ accepts_unsigned_webhooks: true, message: expect.stringContaining('without a secret') })
    expect(await post(hub)).toBe(200)
    await hub.restart()
    expect(await post(hub)).toBe(200)
    const registered = new Promise<void>((resolve) => {
      const look = async () => ((await one(hub)).accepts_unsigned_webhooks ? setImmediate(look) : resolve())
      evolution.whenReceived('create').then(look, resolve)
    })
    evolution.instances.delete('Loja Central')
    await hub.rest('PATCH', '/instances/Loja-Central', { evolution_url: evolution.url, evolution_key: evolution.apiKey })
    expect((await hub.rest('POST', '/instances/Loja-Central/connect')).status).toBe(200)
    await registered
    expect(await one(hub)).not.toHaveProperty('message')
    expect(await post(hub)).toBe(401)
    const secret = String(evolution.instance('Loja Central').webhook?.headers['x-omni-webhook-secret'])
    expect(await post(hub, { 'x-omni-webhook-secret': secret })).toBe(200)
  })

  it('is what the owner says about unsigned calls from then on', async () => {
    const hub = await start({ ...old(), EVOLUTION_API_URL: 'http://127.0.0.1:9' })
    await hub.rest('PATCH', '/instances/Loja-Central', { accepts_unsigned_webhooks: true })
    expect((await hub.rest('GET', '/instances/Loja-Central')).body).not.toHaveProperty('message')
    await hub.rest('PATCH', '/instances/Loja-Central', { accepts_unsigned_webhooks: false })
    expect((await hub.rest('GET', '/instances/Loja-Central')).body).toMatchObject({ accepts_unsigned_webhooks: false })
  })

  it('has recordings put into words by the server that it names', async () => {
    const hub = await start({
      ...old(),
      EVOLUTION_TRANSCRIPT_API: `${agent.url}/v1/audio/transcriptions`,
      EVOLUTION_TRANSCRIPT_API_KEY: 'transcript-key',
    })
    const { behaviour } = await hub.panel.instances.get({ name: 'Loja-Central' })
    const profileId = behaviour.mediaText.voice.agentProfileId
    expect((await hub.panel.agents.list()).find(({ id }) => id === profileId)).toMatchObject({
      kind: 'openai',
      settings: { baseUrl: `${agent.url}/v1` },
      hasSecrets: { apiKey: true },
    })
    expect(await list(hub)).toMatchObject([{ agent_api_url: agent.url, agent_instance_type: 'automagik' }])
  })

  it('gives way to the new names, and its longer names to none but those', () => {
    const read = (env: NodeJS.ProcessEnv) => readProcessConfig({ OMNI_DATA_DIR: '/data', ...env })
    expect(read({ API_PORT: '1', AUTOMAGIK_OMNI_API_PORT: '2', OMNI_PORT: '3' }).port).toBe(3)
    expect(read({ API_PORT: '1', AUTOMAGIK_OMNI_API_PORT: '2' }).port).toBe(2)
    expect(read({ API_HOST: '0.0.0.0', AUTOMAGIK_OMNI_API_HOST: '127.0.0.2' }).host).toBe('127.0.0.2')
    expect(read({}).port).toBe(8882)
    expect(read({}).host).toBe('127.0.0.1')
    expect(read({ AUTOMAGIK_OMNI_MEDIA_MAX_SIZE: '2048', AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT: '7' })).toMatchObject({
      mediaMaxBytes: 2048,
      mediaDownloadTimeoutMs: 7000,
    })
    expect(read({ ENABLE_TRACING: 'false', TRACE_INCLUDE_SENSITIVE: 'false', USE_BASE64_MEDIA: 'false' })).toMatchObject({
      tracePayloads: false,
      traceSensitive: false,
    })
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
