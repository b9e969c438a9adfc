/** A saved secret goes to the address for which it was typed, and to no other, by whichever way the address changes. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { saveAgent } from '../../support/saved-agent.ts'

const KEY = 'the-key-of-the-agent'
const ASKS = /The address changed: enter ".+" again\./

/** Whoever an attacker would have the secret sent to: writes down all that comes. */
interface Thief {
  url: string
  server: Server
  heard: string[]
}

async function startThief(): Promise<Thief> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push(JSON.stringify(request.headers) + Buffer.concat(chunks).toString())
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, heard }
}

let world: V1World
let thief: Thief
beforeEach(async () => {
  ;[world, thief] = [await startV1World({ env: { OMNI_LOG_LEVEL: 'fatal' } }), await startThief()]
})
afterEach(async () => {
  await world.stop()
  thief.server.closeAllConnections()
  thief.server.close()
})

const patch = (name: string, fields: object) => world.call(`PATCH /instances/${name}`, fields)

describe('the key of an Evolution server', () => {
  beforeEach(() => world.create('shop'))

  it('is used for another path of the same server', async () => {
    expect(await patch('shop', { evolution_url: `${world.evolution.url}/manager/` })).toMatchObject({ status: 200 })
    expect((await world.call('POST /instances/shop/connect')).status).toBe(200)
  })

  it('is asked for again over REST, by its field, when the server changes', async () => {
    for (const evolution_url of [thief.url, thief.url.replace('127.0.0.1', 'localhost'), world.evolution.url.replace('http:', 'https:')]) {
      const { status, body } = await patch('shop', { evolution_url, agent_id: 'not-saved-either' })
      expect([status, body.detail]).toEqual([
        422,
        [expect.objectContaining({ loc: ['body', 'evolution_key'], msg: expect.stringMatching(ASKS) })],
      ])
    }
    await world.call('POST /instances/shop/connect')
    await world.call('POST /instances/discover')
    expect((await world.call('GET /instances/shop')).body).toMatchObject({ evolution_url: world.evolution.url, agent_id: 'default' })
    expect(thief.heard).toEqual([])
    expect((await patch('shop', { evolution_url: thief.url, evolution_key: 'typed-for-the-other' })).status).toBe(200)
    await world.call('POST /instances/shop/connect')
    expect(thief.heard.join()).toContain('typed-for-the-other')
    expect(thief.heard.join()).not.toContain(world.evolution.apiKey)
  })

  it('is asked for again in the panel, also by the way of another provider', async () => {
    const { panel } = world.omni
    const move = (provider: 'evolution' | 'web', url?: string) =>
      panel.instances.update({ name: 'shop', provider, settings: url === undefined ? {} : { url } })
    await expect(move('evolution', thief.url)).rejects.toThrow(ASKS)
    await panel.instances.update({ name: 'shop', provider: 'web', settings: { isAcknowledged: true } })
    await expect(move('evolution', thief.url)).rejects.toThrow(ASKS)
    await move('evolution', world.evolution.url)
    await world.call('POST /instances/shop/connect')
    expect(thief.heard).toEqual([])
  })
})

describe('the key of an agent', () => {
  it('is asked for again over REST, and a refused change changes nothing', async () => {
    await world.link('shop', { agent_api_key: KEY, billing_agent_url: world.agent.url, billing_agent_key: KEY })
    await world.converse('shop')
    expect(world.agent.requests.at(-1)?.headers['x-api-key']).toBe(KEY)
    const attacks: [object, string][] = [
      [{ agent_api_url: thief.url }, 'agent_api_key'],
      [{ agent_api_url: thief.url, agent_instance_type: 'hive' }, 'agent_api_key'],
      [{ agent_api_url: thief.url, agent_instance_type: 'openai', agent_id: 'a-model' }, 'agent_api_key'],
      [{ billing_agent_url: thief.url }, 'billing_agent_key'],
    ]
    for (const [fields, field] of attacks) {
      const { status, body } = await patch('shop', fields)
      expect([status, body.detail[0]], JSON.stringify(fields)).toMatchObject([422, { loc: ['body', field] }])
    }
    await world.converse('shop', { text: 'Where is my invoice?' })
    expect(thief.heard).toEqual([])
    expect((await patch('shop', { agent_api_url: `${world.agent.url}/`, agent_timeout: 5 })).status).toBe(200)
  })

  it('that was saved before there was an address is asked for with the address', async () => {
    await world.create('shop', { agent_api_url: null, agent_instance_type: 'hive', agent_api_key: KEY })
    expect((await patch('shop', { agent_api_url: thief.url })).status).toBe(422)
    expect((await patch('shop', { agent_api_url: world.agent.url, agent_api_key: KEY })).status).toBe(200)
  })

  it.each([
    ['automagik', { url: '' }],
    ['hive', { url: '', targetId: 'shop' }],
    ['leo', { url: '' }],
    ['webhook', { url: '' }],
    ['openai', { baseUrl: '', model: 'a-model' }],
  ])('of the kind %s is asked for again when it is changed, tried, looked through or copied in the panel', async (kind, settings) => {
    const { panel } = world.omni
    const name = Object.keys(settings)[0] as string
    const at = (url: string) => ({ ...settings, [name]: url })
    const id = await saveAgent(panel, { kind, apiKey: KEY, ...at(world.agent.url) })
    const other = at(thief.url)
    await panel.agents.test({ id, kind, settings: at(`${world.agent.url}/further`), secrets: {} })
    expect(JSON.stringify(world.agent.requests)).toMatch(kind === 'webhook' ? 'webhook-signature' : KEY)
    const { offers } = (await panel.agents.types()).find((type) => type.kind === kind) ?? { offers: { list: false } }
    await expect(panel.agents.test({ id, kind, settings: other, secrets: {} })).rejects.toThrow(ASKS)
    if (offers.list) await expect(panel.agents.choices({ id, kind, settings: other, secrets: {} })).rejects.toThrow(ASKS)
    await expect(panel.agents.update({ id, settings: other })).rejects.toThrow(ASKS)
    const copy = { name: 'Copy', kind, copyOf: id, secrets: {}, timeoutMs: 5000, flags: {} }
    await expect(panel.agents.create({ ...copy, settings: other })).rejects.toThrow(ASKS)
    await panel.agents.create({ ...copy, settings: {} })
    await panel.agents.test({ id, kind, settings: other, secrets: { apiKey: 'typed-for-the-other' } })
    await panel.agents.update({ id, settings: other, secrets: { apiKey: null } })
    await panel.agents.test({ id, kind, settings: other, secrets: {} })
    expect(thief.heard.length).toBeGreaterThan(0)
    expect(thief.heard.join()).not.toContain(KEY)
  })

  it('goes nowhere when the address in the database was changed by another way', async () => {
    const { panel } = world.omni
    const id = await saveAgent(panel, { apiKey: KEY, url: world.agent.url })
    await world.omni.restart(async () => {
      const { default: Database } = await import('better-sqlite3')
      const database = new Database(`${world.omni.folder}/omni.db`)
      database.prepare("UPDATE agent_profiles SET settings = json_set(settings, '$.url', ?) WHERE id = ?").run(thief.url, id)
      database.close()
    })
    await world.omni.panel.agents.test({ id, kind: 'automagik', settings: {}, secrets: {} }).catch(() => undefined)
    await world.link('shop')
    await world.omni.panel.instances.update({ name: 'shop', agentProfileId: id })
    await world.converse('shop')
    expect(thief.heard.length).toBeGreaterThan(0)
    expect(thief.heard.join()).not.toContain(KEY)
  })
})

describe('a server that sends on', () => {
  it('does not have the key taken to where it points', async () => {
    await world.link('shop', { agent_api_key: KEY })
    world.agent.always({ kind: 'status', status: 307, headers: { location: `${thief.url}/api/agent/chat` } })
    await world.converse('shop')
    expect(world.agent.requests.at(-1)?.headers['x-api-key']).toBe(KEY)
    expect(thief.heard).toEqual([])
  })
})
