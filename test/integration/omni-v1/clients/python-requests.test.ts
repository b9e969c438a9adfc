import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../../support/omni-v1.ts'

/** Python's `requests` and the scripts around v1: booleans as Python writes them, texts where numbers would do. */
let world: V1World
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  await world.converse('shop', { from: '15551110001', text: 'Hello' })
})
afterAll(() => world.stop())

it('booleans in queries are true and false in any case, yes and no, on and off, 1 and 0', async () => {
  const total = async (query: string) => {
    const { status, headers } = await world.call(`GET /traces?${query}`)
    return status === 200 ? Number(headers.get('x-total-count')) : status
  }
  for (const yes of ['True', 'true', 'TRUE', 'yes', 'on', '1']) expect(await total(`all_time=True&has_media=${yes}`), yes).toBe(0)
  for (const no of ['False', 'false', 'no', 'off', '0']) expect(await total(`all_time=yes&has_media=${no}`), no).toBe(1)
  expect(await total('has_media=perhaps')).toBe(422)
  for (const route of [
    'GET /instances?include_status=True',
    'GET /instances/shop/chats?archived=False',
    'DELETE /traces/cleanup?dry_run=True',
    'GET /traces/analytics/summary?all_time=True',
    'POST /instances/shop/connect?replace_webhook=False',
  ])
    expect((await world.call(route)).status, route).toBe(200)
  const sent = await world.call('POST /instance/shop/send-text?wait=True', { phone: '15551110001', text: 'Hi' })
  expect(sent.status).toBe(200)
})

it('bodies take booleans, numbers and words as texts', async () => {
  const fields = { enable_auto_split: 'false', agent_timeout: '90', agent_type: 'TEAM', auto_qr: 'True', access_mode: 'Open' }
  expect((await world.call('PATCH /instances/shop', fields)).body).toMatchObject({
    enable_auto_split: false,
    agent_timeout: 90,
    agent_type: 'team',
    auto_qr: true,
    access_mode: 'open',
  })
})

it('the older name of the agent goes along with one that its address alone names', async () => {
  for (const [kind, path] of [
    ['leo', '/run'],
    ['webhook', '/hook'],
  ]) {
    const fields = { agent_instance_type: kind, agent_api_url: `${world.agent.url}${path}`, default_agent: 'sofia' }
    const made = await world.call('POST /instances', { name: `by-${kind}`, channel_type: 'simulator', ...fields })
    expect(made, kind).toMatchObject({ status: 201, body: { agent_instance_type: kind } })
  }
})

it('who is written to nowhere, and what does not exist, is reported in the words of v1', async () => {
  expect(await world.call('POST /instance/shop/send-text', { text: 'Hi' })).toMatchObject({
    status: 400,
    body: { detail: 'Either user_id or phone_number must be provided' },
  })
  for (const route of ['GET /instances/nobody', 'GET /instances/nobody/status', 'GET /instances/nobody/qr'])
    expect((await world.call(route)).body.detail, route).toContain('not found')
})

it('OPTIONS is answered 405, with and without a key', async () => {
  for (const path of ['/api/v1/instances', '/api/v1/nowhere', '/webhook/evolution/shop', '/health']) {
    const answer = await fetch(world.omni.url + path, { method: 'OPTIONS' })
    expect([answer.status, await answer.json()], path).toEqual([405, { detail: 'Method Not Allowed' }])
  }
})

it('a body that curl calls a form is read as the JSON that it is, where a key came with it', async () => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${world.omni.url}/api/v1/instance/shop/send-text`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    })
  const text = JSON.stringify({ phone_number: '15551110001', text: 'From curl' })
  expect((await post({ 'x-api-key': 'sk-omni-test-key' }, text)).status).toBe(200)
  expect((await post({}, text)).status).toBe(401)
  expect((await post({ 'x-api-key': 'sk-omni-test-key' }, 'phone_number=1&text=Hi')).status).toBe(400)
})

it('dates without a zone are UTC, wherever the hub runs', async () => {
  const [trace] = (await world.call('GET /traces?all_time=1')).body
  const at = (ms: number) => new Date(Date.parse(trace.received_at) + ms).toISOString().replace('Z', '')
  const ids = async (from: string, to: string) =>
    (await world.call(`GET /traces?start_date=${from}&end_date=${to}`)).body.map((one: { trace_id: string }) => one.trace_id)
  expect(await ids(at(-1000), at(1000))).toEqual([trace.trace_id])
  expect(await ids(at(-3000), at(-1000))).toEqual([])
  // `datetime.isoformat()` with a zone whose sign nobody escaped, and `str(datetime)`.
  expect(await ids(`${at(-1000)}+00:00`, at(1000).replace('T', ' '))).toEqual([trace.trace_id])
})
