import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../../support/omni-v1.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../../support/whatsapp-server.ts'

/** The wizard of v1's panel: a name, a channel, and then the code for the phone. */
let world: V1World
let whatsapp: FakeWhatsApp
beforeAll(async () => {
  whatsapp = await startWhatsAppServer()
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  world = await startV1World()
})
afterAll(async () => {
  await world.stop()
  await whatsapp.stop()
  delete process.env['OMNI_WHATSAPP_WS_URL']
})

it('a name and "whatsapp" alone make an account inside the app, whose code is there to scan', async () => {
  const made = await world.call('POST /instances', { name: 'wizard', channel_type: 'WhatsApp' })
  expect(made).toMatchObject({ status: 201, body: { name: 'wizard', channel_type: 'whatsapp', is_active: true, evolution_url: null } })
  expect(made.body).not.toHaveProperty('error')
  expect(await world.call('GET /instances/wizard/qr')).toMatchObject({
    status: 200,
    body: { connection_type: 'whatsapp', status: 'success', qr_code: expect.stringMatching(/^data:image\/png;base64,/) },
  })
  // What this way in is careful with, it is here, too.
  expect((await world.omni.panel.instances.get({ name: 'wizard' })).behaviour.groupMode).toBe('never')
  expect((await world.omni.panel.instances.get({ name: 'wizard' })).provider).toBe('web')
})

it('so do the other bodies of the wizard and of the routing guide', async () => {
  const hive = { name: 'hive', channel_type: 'whatsapp', agent_instance_type: 'hive', phone_number: null, default_agent: 'default' }
  expect((await world.call('POST /instances', hive)).status).toBe(201)
  const routed = await world.call('POST /instances', {
    name: 'routed',
    default_agent_url: world.agent.url,
    default_agent_key: 'default-key',
    technical_agent_url: world.agent.url,
    technical_agent_key: 'technical-key',
    routing_strategy: 'intent-based',
  })
  expect(routed).toMatchObject({
    status: 201,
    body: { agent_api_url: world.agent.url, has_agent_api_key: true, default_agent_url: world.agent.url, routing_strategy: 'intent-based' },
  })
})

it('an account moves to an Evolution server that is named for it later', async () => {
  const moved = await world.call('PUT /instances/hive', { evolution_url: world.evolution.url, evolution_key: world.evolution.apiKey })
  expect(moved).toMatchObject({ status: 200, body: { evolution_url: world.evolution.url, has_evolution_key: true } })
  expect((await world.omni.panel.instances.get({ name: 'hive' })).provider).toBe('evolution')
})

it('the description says what whoever creates such an account accepts', async () => {
  const { body } = await world.call('GET /openapi.json')
  expect(body.paths['/api/v1/instances'].post.description).toContain('may restrict or block a number')
})

it('with an Evolution server for the whole process, the account is made there', async () => {
  const { evolution } = world
  const other = await startV1World({
    env: { EVOLUTION_API_URL: evolution.url, EVOLUTION_API_KEY: evolution.apiKey, WHATSAPP_INSTANCE: 'first' },
  })
  const made = await other.call('POST /instances', { name: 'on-server', channel_type: 'whatsapp' })
  expect(made).toMatchObject({ status: 201, body: { evolution_url: evolution.url, has_evolution_key: true } })
  expect(evolution.instances.has('on-server')).toBe(true)
  // Its key goes nowhere else.
  const elsewhere = await other.call('POST /instances', { name: 'elsewhere', evolution_url: other.evolution.url, is_active: false })
  expect(elsewhere.body).toMatchObject({ evolution_url: other.evolution.url, has_evolution_key: false })
  await other.stop()
})
