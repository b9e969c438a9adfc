/** The back end that the agent fields of v1 name, over REST and in the old `.env`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiveDialect, leoDialect, openaiDialect, webhookDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, type Dialect, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the agent fields of v1', () => {
  let world: V1World
  const servers: AgentServer[] = []
  const serve = async (dialect?: Dialect): Promise<AgentServer> => {
    const server = await startAgentServer(dialect === undefined ? {} : { dialect })
    servers.push(server)
    return server
  }
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(async () => {
    await world.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })
  const get = async (name: string): Promise<Json> => (await world.call(`GET /instances/${name}`)).body
  const patch = (name: string, fields: object) => world.call(`PATCH /instances/${name}`, fields)
  const profilesOf = async (name: string) => (await world.omni.panel.agents.list()).filter(({ usedBy }) => usedBy.includes(name))

  const KEYS = { 'x-api-key': 'agent-key', authorization: 'Bearer agent-key' }
  const KINDS: [string, Dialect | undefined, string, Record<string, unknown>, Json][] = [
    ['automagik', undefined, '', { agent_id: 'sofia' }, { path: '/api/v1/agent/sofia/run', headers: KEYS }],
    ['Hive', hiveDialect(2), '', { agent_id: 'sofia' }, { path: '/agents/sofia/runs', headers: KEYS, body: { stream: 'false' } }],
    [
      'HIVE',
      hiveDialect(2),
      '',
      { agent_id: 'shop', agent_type: 'team', agent_stream_mode: true },
      { path: '/teams/shop/runs', headers: KEYS, body: { stream: 'true' } },
    ],
    ['hive', hiveDialect(2), '', { agent_id: 'orders', agent_type: 'workflow' }, { path: '/workflows/orders/runs', headers: KEYS }],
    ['leo', leoDialect('typed'), '/agent', { agent_stream_mode: true }, { path: '/agent', headers: KEYS }],
    [
      'openai',
      openaiDialect,
      '/v1',
      { agent_id: 'small', agent_stream_mode: true },
      { path: '/v1/chat/completions', headers: KEYS, body: { model: 'small', stream: true } },
    ],
    ['webhook', webhookDialect, '/hook', {}, { path: '/hook', headers: { 'webhook-signature': expect.any(String) } }],
  ]
  it.each(KINDS)('ask %s, and are told as they were set', async (kind, dialect, path, fields, request) => {
    const server = await serve(dialect)
    const name = `kind-${servers.length}`
    const set = { agent_api_url: `${server.url}${path}`, ...fields }
    await world.link(name, { ...set, agent_instance_type: kind })
    await world.converse(name, { text: 'Hello?' })
    expect(server.requests).toMatchObject([request])
    expect([...server.counts().keys()]).toEqual(['Hello?'])
    expect(await get(name)).toMatchObject({ ...set, agent_instance_type: kind.toLowerCase(), has_agent_api_key: true })
  })

  it('turn streaming off where the model can do without', async () => {
    const server = await serve({
      textOf: () => '',
      answer: () => ({
        contentType: 'application/json',
        pieces: [JSON.stringify({ choices: [{ message: { content: 'whole' }, finish_reason: 'stop' }] })],
      }),
    })
    await world.link('whole', { agent_instance_type: 'openai', agent_api_url: `${server.url}/v1`, agent_id: 'small' })
    const { traceId } = await world.converse('whole', { text: 'Hello?' })
    expect(server.requests[0]?.body).toMatchObject({ stream: false })
    expect(server.requests[0]?.body).not.toHaveProperty('stream_options')
    expect((await world.omni.panel.traces.get({ id: traceId })).trace.state).toBe('completed')
    expect(await get('whole')).toMatchObject({ agent_stream_mode: false })
  })

  it('are refused in plain words where they name what is not there, and nothing is left behind', async () => {
    const refused = async (fields: object) => {
      const body = { name: 'refused', channel_type: 'whatsapp', evolution_url: world.evolution.url, evolution_key: world.evolution.apiKey }
      const answer = await world.call('POST /instances', { ...body, ...fields })
      expect(answer.status).toBe(422)
      expect((await world.call('GET /instances/refused')).status).toBe(404)
      return answer.body.detail[0]
    }
    expect(await refused({ agent_instance_type: 'Skynet', agent_api_url: 'http://agent.test' })).toMatchObject({
      loc: ['body', 'agent_instance_type'],
      msg: '"Skynet" is not a type of agent. Known: automagik, hive, house, leo, openai, webhook.',
    })
    expect(await refused({ agent_instance_type: 'openai', agent_api_url: 'http://agent.test/v1' })).toMatchObject({
      loc: ['body', 'agent_id'],
      msg: 'An agent of the type "openai" needs agent_id: which model or agent is to answer.',
    })
    expect(await refused({ agent_instance_type: 'leo', agent_api_url: 'http://agent.test', agent_id: 'sofia' })).toMatchObject({
      loc: ['body', 'agent_id'],
    })
    expect(await refused({ agent_api_url: 'not an address' })).toMatchObject({ loc: ['body', 'agent_api_url'] })
    expect(await refused({ agent_type: 'crowd' })).toMatchObject({ loc: ['body', 'agent_type'] })

    await world.create('stays', { agent_id: 'sofia' })
    const before = await get('stays')
    expect((await patch('stays', { agent_instance_type: 'skynet', agent_timeout: 5 })).status).toBe(422)
    expect(await get('stays')).toEqual(before)
  })

  it('take the address and the key along to another kind and back, and leave no agent behind', async () => {
    const server = await serve(hiveDialect(2))
    await world.link('moves', { agent_api_url: server.url, agent_id: 'sofia', agent_timeout: 33 })
    const before = await get('moves')
    const moved = await patch('moves', { agent_instance_type: 'hive', agent_type: 'team', agent_stream_mode: true })
    expect(moved.body).toMatchObject({
      agent_instance_type: 'hive',
      agent_api_url: server.url,
      agent_id: 'sofia',
      agent_type: 'team',
      agent_timeout: 33,
      has_agent_api_key: true,
    })
    await world.converse('moves', { text: 'Hello?' })
    expect(server.requests).toMatchObject([{ path: '/teams/sofia/runs', headers: KEYS }])
    const all = (await world.omni.panel.agents.list()).length
    await patch('moves', { agent_instance_type: 'leo' })
    expect(await get('moves')).toMatchObject({ agent_instance_type: 'leo', agent_api_url: server.url, agent_id: 'default' })
    await patch('moves', { agent_instance_type: null, agent_id: 'sofia', agent_type: null, agent_stream_mode: null })
    expect(await get('moves')).toEqual({ ...before, ...changing(await get('moves')) })
    expect((await world.omni.panel.agents.list()).length).toBe(all)
    expect(await profilesOf('moves')).toMatchObject([{ kind: 'automagik', settings: { url: server.url } }])
  })

  it('keep a key from being copied that is cleared with the kind', async () => {
    await world.create('cleared', { agent_id: 'sofia' })
    const { body } = await patch('cleared', { agent_instance_type: 'hive', agent_api_key: null })
    expect(body).toMatchObject({ agent_instance_type: 'hive', has_agent_api_key: false })
  })

  it('wait for an address: the house agent answers until then', async () => {
    const server = await serve(hiveDialect(2))
    await world.link('waits', { agent_instance_type: 'hive', agent_api_url: null, phone_number: null })
    expect(await get('waits')).toMatchObject({ agent_instance_type: 'hive' })
    expect(await profilesOf('waits')).toMatchObject([{ kind: 'house' }])
    await patch('waits', { agent_api_url: server.url, agent_api_key: 'agent-key' })
    await world.converse('waits', { text: 'Hello?' })
    expect(server.requests).toMatchObject([{ path: '/agents/default/runs', headers: KEYS }])
    expect((await patch('waits', { agent_instance_type: 'house' })).body).toMatchObject({ agent_instance_type: 'house' })
    expect(await profilesOf('waits')).toMatchObject([{ kind: 'house' }])
    expect((await patch('waits', { agent_instance_type: 'Hive' })).body).toMatchObject({ agent_api_url: server.url })
    expect(await profilesOf('waits')).toMatchObject([{ kind: 'hive' }])
  })

  it('name the usual agent by the routing, with the key of that, in the shape of that guide', async () => {
    const [server, other] = [await serve(), await serve()]
    await world.link('routed', { agent_api_url: undefined, default_agent_url: server.url, default_agent_key: 'key-of-default' })
    await world.converse('routed', { text: 'Hello?' })
    expect(server.requests).toMatchObject([{ path: '/api/agent/chat', headers: { 'x-api-key': 'key-of-default' } }])
    const told = await get('routed')
    expect(told).toMatchObject({ default_agent_url: server.url, agent_api_url: server.url, has_default_agent_key: true })
    expect(JSON.stringify(told)).not.toContain('key-of-default')
    await patch('routed', { default_agent_url: other.url, default_agent_key: 'key-of-other' })
    await world.converse('routed', { text: 'Hello again?' })
    expect(other.requests).toMatchObject([{ headers: { 'x-api-key': 'key-of-other' } }])
    await patch('routed', { default_agent_key: 'third-key' })
    await world.converse('routed', { text: 'And again?' })
    expect(other.requests.at(-1)).toMatchObject({ headers: { 'x-api-key': 'third-key' } })
    await patch('routed', { agent_api_url: server.url, agent_api_key: 'own-key' })
    await patch('routed', { default_agent_url: 'http://agents.test/another', default_agent_key: 'not-used' })
    await world.converse('routed', { text: 'At last?' })
    expect(server.requests.at(-1)).toMatchObject({ headers: { 'x-api-key': 'own-key' } })
  })

  it('make the agents of the roles of the same kind, also when it changes', async () => {
    const [server, billing] = [await serve(hiveDialect(2)), await serve(hiveDialect(2))]
    await world.link('roles', {
      agent_instance_type: 'hive',
      agent_api_url: server.url,
      agent_id: 'shop',
      agent_type: 'team',
      billing_agent_url: billing.url,
      billing_agent_key: 'key-of-billing',
    })
    await world.converse('roles', { text: 'Onde está o meu boleto?' })
    expect(billing.requests).toMatchObject([{ path: '/teams/shop/runs', headers: { 'x-api-key': 'key-of-billing' } }])
    const automagik = await serve()
    await patch('roles', {
      agent_instance_type: 'automagik',
      billing_agent_url: automagik.url,
      billing_agent_key: 'key-of-billing',
    })
    await world.converse('roles', { text: 'A fatura!' })
    expect(automagik.requests).toMatchObject([{ headers: { 'x-api-key': 'key-of-billing' } }])
    expect((await profilesOf('roles')).map(({ kind }) => kind)).toEqual(['automagik', 'automagik'])
    // The agents of the roles are none that the instance's own fields speak of.
    await patch('roles', { agent_instance_type: 'house' })
    expect(await get('roles')).toMatchObject({ agent_api_url: server.url })
  })
})

/** What a change sets automatically. */
const changing = ({ updated_at }: Json) => ({ updated_at })

describe('the agent of the old .env', () => {
  let evolution: FakeEvolution
  const hubs: TestHub[] = []
  beforeAll(async () => {
    evolution = await startEvolutionServer()
  })
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()))
    await evolution.stop()
  })
  async function start(env: NodeJS.ProcessEnv): Promise<{ hub: TestHub; told: Json; agents: Json[] }> {
    const hub = await startTestHub({ env: { EVOLUTION_API_URL: evolution.url, EVOLUTION_API_KEY: evolution.apiKey, ...env } })
    hubs.push(hub)
    const { body } = await hub.rest('GET', '/instances')
    return { hub, told: body, agents: (await hub.panel.agents.list()).filter(({ usedBy }) => usedBy.length > 0) }
  }

  it('is of the type that it names', async () => {
    const env = { WHATSAPP_INSTANCE: 'typed', AGENT_API_URL: 'http://hive.test', AGENT_API_KEY: 'k', DEFAULT_AGENT_NAME: 'shop' }
    const { told, agents } = await start({ ...env, AGENT_INSTANCE_TYPE: 'Hive', AGENT_TYPE: 'team', AGENT_STREAM_MODE: 'true' })
    expect(told).toMatchObject([{ agent_instance_type: 'hive', agent_type: 'team', agent_stream_mode: true, agent_id: 'shop' }])
    expect(agents).toMatchObject([
      { kind: 'hive', settings: { url: 'http://hive.test', target: 'team', targetId: 'shop', isStreaming: true, api: 'agentos' } },
    ])
  })

  it('is asked through the older gateway where Hive is switched on', async () => {
    const gateway = await startAgentServer({ dialect: hiveDialect(2) })
    try {
      const hive = { OMNI_TO_HIVE_ENABLED: '1', HIVE_API_URL: gateway.url, HIVE_API_KEY: 'hive-key' }
      const { hub, told } = await start({ ...hive, WHATSAPP_INSTANCE: 'gate', AGENT_API_URL: 'http://unused.test' })
      expect(told).toMatchObject([{ agent_instance_type: 'hive', agent_api_url: gateway.url, has_agent_api_key: true }])
      const connection = await hub.panel.instances.watchConnection({ name: 'gate' })
      await expect.poll(() => evolution.instances.has('gate')).toBe(true)
      evolution.scan('gate')
      for await (const state of connection) if (state.state === 'connected') break
      await evolution.deliverInbound('gate', { text: 'Hello?' })
      await gateway.arrived(1)
      expect(gateway.requests).toMatchObject([
        {
          path: '/process',
          headers: { authorization: 'Bearer hive-key' },
          body: { tenant: 'gate', message: 'Hello?', routing_hints: { preferred_agent: null } },
        },
      ])
    } finally {
      await gateway.stop()
    }
  })

  it('is named with its variable where it cannot be', async () => {
    const agent = { AGENT_API_URL: 'http://agent.test' }
    for (const wrong of [{ ...agent, AGENT_INSTANCE_TYPE: 'skynet' }, { ...agent, AGENT_TYPE: 'crowd' }, { OMNI_TO_HIVE_ENABLED: 'true' }])
      expect((await start(wrong)).told).toEqual([])
  })
})
