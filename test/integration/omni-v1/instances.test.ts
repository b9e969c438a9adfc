import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

/** Every field that a client may write and read back, with a value that is not the default. */
const FIELDS: Record<string, unknown> = {
  whatsapp_instance: 'remote-name',
  session_id_prefix: 'loja-',
  webhook_base64: false,
  phone_number: '+15550001111',
  auto_qr: true,
  integration: 'WHATSAPP-BUSINESS',
  discord_client_id: 'dc-1',
  discord_guild_id: 'dg-1',
  discord_default_channel_id: 'dch-1',
  discord_voice_enabled: true,
  discord_slash_commands_enabled: true,
  slack_workspace_id: 'T1',
  agent_api_url: 'http://agent.test:8000',
  agent_id: 'sofia',
  agent_type: 'team',
  agent_instance_type: 'hive',
  agent_timeout: 33,
  agent_stream_mode: true,
  enable_auto_split: false,
  message_debounce_ms: 250,
  message_debounce_max_ms: 2500,
  access_mode: 'allowlist',
  group_mode: 'always',
  default_agent_url: 'http://agents.test/default',
  technical_agent_url: 'http://agents.test/technical',
  billing_agent_url: 'http://agents.test/billing',
  sales_agent_url: 'http://agents.test/sales',
  routing_strategy: 'intent-based',
}
/** What `null` gives back. */
const CLEARED: Record<string, unknown> = {
  whatsapp_instance: 'fields',
  session_id_prefix: null,
  webhook_base64: true,
  phone_number: null,
  auto_qr: null,
  integration: 'WHATSAPP-BAILEYS',
  discord_client_id: null,
  discord_guild_id: null,
  discord_default_channel_id: null,
  discord_voice_enabled: null,
  discord_slash_commands_enabled: null,
  slack_workspace_id: null,
  agent_id: 'default',
  agent_type: 'agent',
  agent_instance_type: 'house',
  agent_timeout: 60,
  agent_stream_mode: false,
  enable_auto_split: true,
  message_debounce_ms: 1000,
  message_debounce_max_ms: 10_000,
  access_mode: 'open',
  group_mode: 'mention',
  default_agent_url: null,
  technical_agent_url: null,
  billing_agent_url: null,
  sales_agent_url: null,
  routing_strategy: null,
}
const SECRETS = [
  'evolution_key',
  'agent_api_key',
  'discord_bot_token',
  'slack_bot_token',
  'slack_app_token',
  'slack_signing_secret',
  'technical_agent_key',
  'billing_agent_key',
  'sales_agent_key',
]
const each = <T>(names: string[], value: (name: string) => T) => Object.fromEntries(names.map((name) => [name, value(name)]))

describe('instances over REST', () => {
  let world: V1World
  let call: V1World['call']
  beforeAll(async () => {
    world = await startV1World()
    call = world.call
  })
  afterAll(() => world.stop())

  it('creates one and tells all about it', async () => {
    const made = await world.create('shop')
    expect(made).toMatchObject({
      id: expect.any(Number),
      name: 'shop',
      channel_type: 'whatsapp',
      evolution_url: world.evolution.url,
      whatsapp_web_url: world.evolution.url,
      whatsapp_instance: 'shop',
      has_evolution_key: true,
      has_whatsapp_web_key: true,
      has_agent_api_key: true,
      has_slack_bot_token: false,
      agent_api_url: world.agent.url,
      agent_id: 'default',
      default_agent: 'default',
      agent_type: 'agent',
      agent_timeout: 60,
      agent_stream_mode: false,
      enable_auto_split: true,
      is_default: true,
      is_active: true,
      connection_status: 'connecting',
      profile_name: null,
      profile_pic_url: null,
      owner_jid: null,
      webhook_url: `${world.omni.url}/webhook/evolution/shop`,
    })
    expect(new Date(made.created_at).toISOString()).toBe(made.created_at)
    expect(new Date(made.updated_at).toISOString()).toBe(made.updated_at)
    expect((await call('GET /instances/shop')).body).toMatchObject({ id: made.id, name: 'shop' })
  })

  it('lists them as a bare array, by pages', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await world.create(name)
    const all = (await call('GET /instances')).body
    const names = (list: Json) => list.map((one: Json) => one.name)
    expect(names(all)).toEqual(expect.arrayContaining(['page-1', 'page-2', 'page-3']))
    expect(names((await call('GET /instances?skip=1&limit=2')).body)).toEqual(names(all).slice(1, 3))
    expect((await call('GET /instances?include_status=true')).body[0].connection_status).toEqual(expect.any(String))
    expect((await call('GET /instances?limit=0')).status).toBe(422)
    expect((await call('GET /instances?skip=-1')).status).toBe(422)
  })

  it('takes the older names of its fields', async () => {
    const made = await call('POST /instances', {
      name: 'older',
      channel_type: 'whatsapp',
      whatsapp_web_url: world.evolution.url,
      whatsapp_web_key: world.evolution.apiKey,
      default_agent: 'ana',
    })
    expect(made).toMatchObject({ status: 201, body: { evolution_url: world.evolution.url, agent_id: 'ana', default_agent: 'ana' } })
    expect(made.body).toMatchObject({ has_evolution_key: true, has_whatsapp_web_key: true, is_active: true })
  })

  it('keeps every field, changes only the given ones, and clears them with null', async () => {
    const made = await world.create('fields', { ...FIELDS, is_active: false })
    expect(made).toMatchObject({ ...FIELDS, is_active: false })
    for (const method of ['PUT', 'PATCH']) {
      for (const [field, value] of Object.entries(FIELDS)) {
        const before = (await call('GET /instances/fields')).body
        const cleared = await call(`${method} /instances/fields`, { [field]: null })
        expect(cleared.status, `${method} ${field}: ${JSON.stringify(cleared.body)}`).toBe(200)
        expect(cleared.body[field], `${method} ${field} = null`).toEqual(
          // With an agent's address there is an agent to talk to, whatever its kind is called.
          field === 'agent_instance_type' ? 'automagik' : CLEARED[field],
        )
        const again = await call(`${method} /instances/fields`, { [field]: value })
        expect(again.body, `${method} ${field}`).toEqual({ ...before, updated_at: again.body.updated_at })
      }
    }
    const cleared = await call(
      'PUT /instances/fields',
      each(Object.keys(FIELDS), () => null),
    )
    expect(cleared.body).toMatchObject(CLEARED)
    expect(cleared.body).not.toHaveProperty('agent_api_url')
  })

  it('says has_… for every secret, and never the secret', async () => {
    await world.create('secret', { is_active: false, ...each(SECRETS, (name) => `plain-${name}`) })
    const has = each(
      SECRETS.map((name) => `has_${name}`),
      () => true,
    )
    expect((await call('GET /instances/secret')).body).toMatchObject(has)
    for (const name of SECRETS) {
      const cleared = (await call('PATCH /instances/secret', { [name]: null })).body
      expect(cleared[`has_${name}`], name).toBe(false)
      const again = (await call('PATCH /instances/secret', { [name]: `plain-${name}` })).body
      expect(again[`has_${name}`], name).toBe(true)
      expect(again, name).not.toHaveProperty(name)
    }
    expect(JSON.stringify((await call('GET /instances')).body)).not.toContain('plain-')
  })

  it('keeps the texts of the house agent and of the fallbacks', async () => {
    const house_texts = {
      greeting: 'Hello!',
      opening_hours: 'Mon–Sat 9–18',
      address: 'Main St 1',
      price_list: 'Cake 10',
      handover: 'A person will answer.',
      faqs: [{ question: 'Parking?', answer: 'Behind the house.' }],
    }
    const made = await world.create('texts', { house_texts, fallback_texts: { timeout: 'Slow.' }, is_active: false })
    expect(made).toMatchObject({ house_texts, fallback_texts: { timeout: 'Slow.', error: expect.stringContaining('Sorry') } })
    const changed = (await call('PATCH /instances/texts', { house_texts: { greeting: 'Hi!' }, fallback_texts: { empty: '' } })).body
    expect(changed).toMatchObject({ house_texts: { ...house_texts, greeting: 'Hi!' }, fallback_texts: { timeout: 'Slow.', empty: '' } })
    const cleared = (await call('PATCH /instances/texts', { house_texts: null, fallback_texts: null })).body
    expect(cleared.house_texts).toMatchObject({ greeting: '', faqs: [] })
    expect(cleared.fallback_texts.timeout).toContain('Sorry')
  })

  it('refuses placeholders with 400 and other characters with 422 that says so', async () => {
    for (const name of ['string', 'null', 'undefined', '', ' ', 'NULL']) {
      const answer = await call('POST /instances', { name, channel_type: 'whatsapp' })
      expect(answer, JSON.stringify(name)).toMatchObject({ status: 400, body: { detail: expect.any(String) } })
    }
    for (const name of ['my shop', 'loja/ção', '../etc', 'a.b', 'x'.repeat(65), '<b>']) {
      const answer = await call('POST /instances', { name, channel_type: 'whatsapp' })
      expect(answer.status, name).toBe(422)
      expect(answer.body.detail[0].loc, name).toEqual(['body', 'name'])
    }
    expect((await call('POST /instances', { name: 'my shop' })).body.detail[0].msg).toContain('letters, digits, "-" and "_"')
    expect((await call('POST /instances', { channel_type: 'whatsapp' })).body.detail[0].loc).toEqual(['body', 'name'])
  })

  it('refuses a name that is taken, also when two ask at once', async () => {
    await world.create('taken')
    expect((await call('POST /instances', { name: 'taken' })).status).toBe(400)
    const fields = { name: 'race', evolution_url: world.evolution.url, evolution_key: world.evolution.apiKey }
    const both = await Promise.all([call('POST /instances', fields), call('POST /instances', fields)])
    const statuses = both.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(201)
    expect([400, 409]).toContain(statuses[1])
  })

  it('refuses settings that cannot work, under the client’s own field names', async () => {
    const missing = await call('POST /instances', { name: 'no-server', channel_type: 'whatsapp', evolution_key: 'key' })
    expect(missing.status).toBe(422)
    expect(missing.body.detail[0].loc).toEqual(['body', 'evolution_url'])
    const wrong = await call('POST /instances', { name: 'no-server', evolution_url: 'not an address' })
    expect(wrong.body.detail[0]).toMatchObject({ loc: ['body', 'evolution_url'], msg: expect.stringContaining('address') })
    await world.create('settled', { is_active: false })
    expect((await call('PATCH /instances/settled', { evolution_url: null })).body.detail[0].loc).toEqual(['body', 'evolution_url'])
    expect((await call('PATCH /instances/settled', { integration: 'PIGEON' })).body.detail[0].loc).toEqual(['body', 'integration'])
    expect((await call('PATCH /instances/settled', { agent_timeout: 'soon' })).body.detail[0].loc).toEqual(['body', 'agent_timeout'])
    expect((await call('PATCH /instances/settled', { agent_type: 'crowd' })).status).toBe(422)
    expect(await call('POST /instances', { name: 'pigeon', channel_type: 'pigeon' })).toMatchObject({
      status: 400,
      body: { detail: 'Unknown channel type "pigeon".' },
    })
    expect((await call('GET /instances/no-server')).status).toBe(404)
  })

  it('answers 404 for an instance that is not there', async () => {
    const calls: [string, unknown?][] = [
      ['GET /instances/nobody'],
      ['PUT /instances/nobody', {}],
      ['PATCH /instances/nobody', {}],
      ['DELETE /instances/nobody'],
      ['GET /instances/nobody/qr'],
      ['GET /instances/nobody/status'],
      ...['connect', 'disconnect', 'restart', 'logout', 'set-default'].map((command): [string] => [`POST /instances/nobody/${command}`]),
      ['GET /instances/nobody/chats'],
      ['GET /instances/nobody/contacts'],
    ]
    for (const [route, body] of calls) {
      expect(await call(route, body), route).toMatchObject({ status: 404, body: { detail: 'Instance "nobody" not found.' } })
    }
    // In their own shape too.
    expect((await call('GET /instances/nobody/qr')).body).toMatchObject({ instance_name: 'nobody', status: 'not_found', qr_code: null })
    expect((await call('GET /instances/nobody/status')).body).toMatchObject({ status: 'not_found', connected: false, channel_data: {} })
  })

  it('keeps an instance whose server is out of reach, switched off, and says why', async () => {
    const made = await world.create('unreached', { evolution_url: 'http://127.0.0.1:9' })
    expect(made).toMatchObject({
      is_active: false,
      error: expect.any(String),
      message: expect.stringContaining('saved but is switched off'),
    })
    expect((await call('GET /instances/unreached')).body.is_active).toBe(false)
    expect(await call('POST /instances/unreached/connect')).toMatchObject({ status: 502, body: { detail: expect.any(String) } })
  })

  it('tells the platform’s refusal of its key as the platform’s, not as the client’s', async () => {
    const made = await world.create('wrong-key', { evolution_key: 'nope' })
    expect(made).toMatchObject({ is_active: false, error: expect.stringContaining('API key') })
    expect((await call('POST /instances/wrong-key/connect')).status).toBe(502)
    expect((await call('GET /instances/wrong-key/qr')).body).toMatchObject({ status: 'configuration_error', qr_code: null })
  })

  it('shows the QR code as a picture, then the connection', async () => {
    await world.create('qr')
    expect((await call('GET /instances/qr/qr')).body).toEqual({
      instance_name: 'qr',
      channel_type: 'whatsapp',
      connection_type: 'whatsapp',
      qr_code: expect.stringMatching(/^data:image\/png;base64,/),
      auth_url: null,
      invite_url: null,
      status: 'success',
      message: expect.any(String),
    })
    expect((await call('GET /instances/qr/status')).body).toMatchObject({ status: 'connecting', connected: false })
    await world.link('linked')
    expect((await call('GET /instances/linked/qr')).body).toMatchObject({ status: 'unavailable', qr_code: null })
    expect((await call('GET /instances/linked/status')).body).toMatchObject({
      instance_name: 'linked',
      channel_type: 'whatsapp',
      status: 'connected',
      connected: true,
      channel_data: { account: '15550001111', profile_name: 'Shop' },
    })
    expect((await call('GET /instances/linked')).body).toMatchObject({
      connection_status: 'connected',
      profile_name: 'Shop',
      owner_jid: '15550001111@s.whatsapp.net',
    })
    expect((await call('POST /instances', { name: 'sim', channel_type: 'simulator' })).status).toBe(201)
    expect((await call('GET /instances/sim/qr')).body).toMatchObject({ status: 'unavailable', qr_code: null })
  })

  it('connects, disconnects and logs out', async () => {
    await world.link('commands')
    expect((await call('POST /instances/commands/disconnect')).body).toEqual({ success: true, message: expect.any(String) })
    expect((await call('GET /instances/commands/status')).body).toMatchObject({ status: 'disconnected', connected: false })
    expect((await call('POST /instances/commands/connect')).body).toEqual({ success: true, message: expect.any(String) })
    expect((await call('GET /instances/commands/status')).body.status).toBe('connected')
    expect((await call('POST /instances/commands/logout')).body.success).toBe(true)
    expect(world.evolution.instance('commands').state).toBe('close')
    expect((await call('GET /instances/commands/status')).body.status).toBe('disconnected')
    // There is nothing to restart now.
    expect(await call('POST /instances/commands/restart')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('not linked') },
    })
  })

  it('has exactly one default', async () => {
    await world.create('main', { is_default: true })
    const defaults = async () => (await call('GET /instances')).body.filter((one: Json) => one.is_default).map((one: Json) => one.name)
    expect(await defaults()).toEqual(['main'])
    await call('POST /instances/shop/set-default')
    expect(await defaults()).toEqual(['shop'])
    expect((await call('PATCH /instances/main', { is_default: true })).body.is_default).toBe(true)
    expect(await defaults()).toEqual(['main'])
    await call('DELETE /instances/main')
    expect(await defaults()).toHaveLength(1)
  })

  it('removes an instance with everything that belongs to it', async () => {
    await world.link('gone')
    await world.converse('gone', { text: 'Hi' })
    await call('POST /access/rules', { phone_number: '1*', rule_type: 'block', instance_name: 'gone' })
    expect(await call('DELETE /instances/gone')).toMatchObject({ status: 200, body: { message: expect.stringContaining('gone') } })
    expect(world.evolution.instances.has('gone')).toBe(false)
    expect((await call('GET /instances/gone')).status).toBe(404)
    expect((await call('GET /traces?all_time=true')).body.filter((one: Json) => one.instance_name === 'gone')).toEqual([])
    expect((await call('GET /access/rules')).body.filter((one: Json) => one.instance_name === 'gone')).toEqual([])
    // The name is free again, and starts with nothing.
    await world.create('gone')
    expect((await call('GET /instances/gone/chats')).body.total_count).toBe(0)
  })

  it('knows its channels', async () => {
    const { body } = await call('GET /instances/supported-channels')
    expect(body.supported_channels).toEqual(expect.arrayContaining(['whatsapp']))
    expect(body.total_channels).toBe(body.supported_channels.length)
  })

  it('discovers what a known server has and nobody registered here', async () => {
    world.evolution.addInstance('stranger')
    const { body } = await call('POST /instances/discover')
    expect(body).toMatchObject({ message: expect.any(String), total: body.instances.length })
    expect(body.instances).toContainEqual({
      name: 'stranger',
      whatsapp_instance: 'stranger',
      profile_name: 'Shop',
      evolution_url: world.evolution.url,
    })
    expect(body.instances.map((one: Json) => one.name)).not.toContain('shop')
    // One server out of reach does not hide the others.
    expect(body.message).toContain('127.0.0.1:9')
  })
})
