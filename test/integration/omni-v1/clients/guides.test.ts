import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchLive } from '../../../support/hub.ts'
import { startV1World, type V1World } from '../../../support/omni-v1.ts'

/** What the published guides show: webhooks by hand, traces while they run, and who is refused. */
let world: V1World
let secret: string
let number = 0
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  secret = String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret'])
})
afterAll(() => world.stop())

const message = (text: string, from = '15551110001') => {
  number += 1
  return {
    key: { remoteJid: `${from}@s.whatsapp.net`, fromMe: false, id: `3AGUIDE${number}` },
    pushName: 'Ann',
    message: { conversation: text },
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1000),
  }
}
const post = async (body: unknown, path = '/webhook/evolution/shop') => {
  const response = await fetch(world.omni.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-omni-webhook-secret': secret },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

describe('a webhook by hand', () => {
  it('that only tries whether somebody answers is taken and ignored', async () => {
    for (const body of [{ data: { test: 'true' } }, { data: { test: true }, instance: 'shop' }])
      expect(await post(body)).toEqual({ status: 200, body: { status: 'ignored', instance: 'shop', trace_id: null } })
    expect((await post({})).status).toBe(400)
    expect((await post({ data: 7 })).status).toBe(400)
  })

  it('may carry its messages as base64, alone or with the call around them', async () => {
    for (const data of [
      { messages: [message('one')] },
      { data: { messages: [message('two')] } },
      { data: message('three'), event: 'messages.upsert' },
    ]) {
      const { status, body } = await post({ data: base64(data) })
      expect([status, body.status]).toEqual([200, 'success'])
      expect((await world.call(`GET /traces/${body.trace_id}`)).body.instance_name).toBe('shop')
    }
    // Packed or not: a message of another account is not this one's.
    expect((await post({ data: base64({ instance: 'other', data: message('four'), event: 'messages.upsert' }) })).body.status).toBe(
      'ignored',
    )
    expect((await post({ data: '!!!' })).status).toBe(400)
  })

  it('of a sender who is denied is answered so', async () => {
    await world.call('POST /access/rules', { phone_number: '15559990000', rule_type: 'block', instance_name: 'shop' })
    const blocked = await post({ event: 'messages.upsert', data: message('Hi', '15559990000') })
    expect(blocked.body).toEqual({ status: 'blocked', message: 'Access denied', instance: 'shop', trace_id: expect.any(String) })
    await world.call('PATCH /instances/shop', { access_mode: 'allowlist' })
    const unknown = await post({ event: 'messages.upsert', data: message('Hi', '15559990001') })
    expect(unknown.body).toMatchObject({ status: 'not_allowed', message: 'Access denied', trace_id: expect.any(String) })
    const status = async () => (await world.call(`GET /traces/${unknown.body['trace_id']}`)).body.status
    await expect.poll(status).toBe('access_denied')
    await world.call('PATCH /instances/shop', { access_mode: 'open' })
    await world.call('DELETE /instances/shop/access-control')
  })
})

it('a trace is processing while the agent works, and every word of the guides finds its traces', async () => {
  const live = await watchLive(world.omni.panel)
  world.agent.reset()
  world.agent.script({ kind: 'hang' })
  await world.call('PATCH /instances/shop', { agent_timeout: 2 })
  const { body } = await post({ event: 'messages.upsert', data: message('Are you there?', '15551110042') })
  await world.agent.arrived(1)
  const trace = async () => (await world.call(`GET /traces/${body['trace_id']}`)).body
  // Written beside the call to the agent, which nobody keeps waiting for it.
  await expect.poll(trace).toMatchObject({ status: 'processing', completed_at: null })
  const found = async (status: string) =>
    (await world.call(`GET /traces?phone=15551110042&status=${status}`)).body.map((one: { trace_id: string }) => one.trace_id)
  expect(await found('processing')).toEqual([body['trace_id']])
  expect(await found('webhook_received')).toEqual([])
  world.agent.always({ kind: 'status', status: 400 })
  await live.untilTrace((one) => one.id === body['trace_id'] && one.completedAt !== null)
  live.stop()
  world.agent.always(null)
  expect((await trace()).status).toBe('failed')
  expect(await found('error')).toEqual([body['trace_id']])
  await world.call('PATCH /instances/shop', { agent_timeout: 60 })
  const { traceId } = await world.converse('shop', { from: '15551110043', text: 'Hello' })
  for (const status of ['completed', 'agent_success'])
    expect((await world.call(`GET /traces?phone=15551110043&status=${status}`)).body, status).toMatchObject([{ trace_id: traceId }])
  expect((await world.call('GET /traces?status=agent_called')).status).toBe(200)
})

it('what the panel sets about answers can be set over REST, and cleared', async () => {
  const fields = {
    answer_cache: { is_on: true, hours: 48 },
    fixed_texts: [{ name: 'Address', phrases: ['where are you'], text: 'Main Street 1' }],
    session_timeout: 7200,
    phone_takeover: 45,
    accepts_unsigned_webhooks: true,
    fallback_texts: { rate_limited: 'So many at once!', invalid: 'Odd.', budget: 'Enough for today.', timeout: 'Slow.' },
  }
  const { status, body } = await world.call('PATCH /instances/shop', fields)
  expect(status).toBe(200)
  expect(body).toMatchObject({ ...fields, fixed_texts: [{ ...fields.fixed_texts[0], is_on: true, id: expect.any(String) }] })
  const { behaviour, acceptsUnsignedWebhooks } = await world.omni.panel.instances.get({ name: 'shop' })
  expect(behaviour).toMatchObject({
    answerCache: { isOn: true, hours: 48, similar: { threshold: 0.9 }, fixed: [{ text: 'Main Street 1' }] },
    sessionTimeoutMs: 7_200_000,
    phoneTakeover: { isOn: true, minutes: 45 },
    fallback: { rateLimited: 'So many at once!', invalid: 'Odd.', budget: 'Enough for today.', timeout: 'Slow.' },
  })
  expect(acceptsUnsignedWebhooks).toBe(true)
  // What is said of one part leaves the others.
  expect((await world.call('PATCH /instances/shop', { answer_cache: { hours: 1 } })).body).toMatchObject({
    answer_cache: { is_on: true, hours: 1 },
    fixed_texts: [{ name: 'Address' }],
  })
  expect((await world.call('PATCH /instances/shop', { phone_takeover: 0 })).body.phone_takeover).toBe(0)
  const cleared = await world.call('PUT /instances/shop', Object.fromEntries(Object.keys(fields).map((name) => [name, null])))
  expect(cleared.body).toMatchObject({
    answer_cache: { is_on: false, hours: 24 },
    fixed_texts: [],
    session_timeout: 3600,
    phone_takeover: 30,
    accepts_unsigned_webhooks: false,
    fallback_texts: { rate_limited: null, timeout: expect.stringContaining('Sorry') },
  })
  const made = await world.call('POST /instances', {
    name: 'open',
    channel_type: 'simulator',
    accepts_unsigned_webhooks: true,
    phone_takeover: 5,
  })
  expect(made.body).toMatchObject({ accepts_unsigned_webhooks: true, phone_takeover: 5 })
})
