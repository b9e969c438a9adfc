import { v5 as uuidV5 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAgentServer } from '../../support/agent-server.ts'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

const OID = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('traces over REST', () => {
  let world: V1World
  let call: V1World['call']
  let answered: { traceId: string; messageId: string }
  const ids = async (query: string) => (await call(`GET /traces?${query}`)).body.map((one: Json) => one.trace_id)

  beforeAll(async () => {
    world = await startV1World()
    call = world.call
    await world.link('shop', { session_id_prefix: 'loja-' })
    await world.link('clinic')
    answered = await world.converse('shop', { from: '15551110001', name: 'Ann', text: 'Do you open on Saturday?' })
    await world.converse('shop', {
      from: '15551110002',
      name: 'Bob',
      message: { imageMessage: { mimetype: 'image/png', caption: 'This one' } },
      messageType: 'imageMessage',
      base64: PNG,
    })
    world.agent.script({ kind: 'html' }, { kind: 'html' }, { kind: 'html' })
    await world.converse('clinic', { from: '15551110003', name: 'Cora', text: 'Help' })
    world.agent.reset()
    await call('POST /access/rules', { phone_number: '15551110004', rule_type: 'block', reason: 'rude' })
    await world.converse('clinic', { from: '15551110004', name: 'Dan', text: 'Grr' })
    await world.converse('clinic', { from: '15551110005', name: 'Eve', text: 'All', group: '120363000000000001@g.us' })
  })
  afterAll(() => world.stop())

  it('tells a message’s whole way', async () => {
    const { status, body } = await call(`GET /traces/${answered.traceId}`)
    expect(status).toBe(200)
    expect(body).toEqual({
      trace_id: answered.traceId,
      instance_name: 'shop',
      whatsapp_message_id: answered.messageId,
      sender_phone: '15551110001',
      sender_name: 'Ann',
      message_type: 'text',
      message_content: 'Do you open on Saturday?',
      has_media: false,
      has_quoted_message: false,
      session_name: 'loja-shop_15551110001',
      agent_session_id: 'session-of-loja-shop_15551110001',
      status: 'completed',
      error_message: null,
      error_stage: null,
      received_at: expect.any(String),
      completed_at: expect.any(String),
      agent_processing_time_ms: expect.any(Number),
      total_processing_time_ms: expect.any(Number),
      agent_response_success: true,
      evolution_success: true,
      channel_success: true,
      blocking_reason: null,
      timestamp: body.received_at,
      user_id: 'whatsapp:+15551110001',
      message: 'Do you open on Saturday?',
      total_duration_ms: body.total_processing_time_ms,
      session_id: 'session-of-loja-shop_15551110001',
      agent_response: 'echo: Do you open on Saturday?',
      processing_started_at: expect.stringMatching(/Z$/),
      steps: [
        ['receive', 'webhook_received'],
        ['admit', 'access_check'],
        ['gather', null],
        ['think', 'agent_call'],
        ['deliver', 'evolution_send'],
      ].map(([name, alias]) => ({
        name,
        alias,
        status: 'ok',
        duration_ms: expect.any(Number),
        detail: expect.any(String),
      })),
    })
    expect(await call('GET /traces/unknown')).toMatchObject({ status: 404, body: { detail: 'Trace not found' } })
  })

  it('names sessions and users as Automagik Omni does', async () => {
    const chat = await startAgentServer({ shape: 'chat' })
    await world.link('desk', { agent_api_url: chat.url, session_id_prefix: null })
    await world.converse('desk', { from: '15551110009', text: 'Hello' })
    expect(chat.requests.at(-1)?.body).toMatchObject({ session_name: 'desk_15551110009', user_id: uuidV5('15551110009', OID) })
    await chat.stop()
    await call('DELETE /instances/desk')
    // Where the agent has ids of its own, the person is from then on who the agent says.
    await world.converse('shop', { from: '15551110009', text: 'Hello' })
    await world.converse('shop', { from: '15551110009', text: 'Hello again' })
    expect(world.agent.requests.at(-1)?.body).toMatchObject({
      session_name: 'loja-shop_15551110009',
      user_id: 'user-of-loja-shop_15551110009',
    })
  })

  it('lists them as a bare array, newest first, with the total in a header', async () => {
    const { body, headers } = await call('GET /traces?limit=2')
    expect(body).toHaveLength(2)
    const total = Number(headers.get('x-total-count'))
    const all = (await call('GET /traces?limit=1000')).body
    expect(all).toHaveLength(total)
    expect(await ids('limit=2&offset=2')).toEqual(all.slice(2, 4).map((one: Json) => one.trace_id))
    const times = all.map((one: Json) => one.received_at)
    expect(times).toEqual([...times].sort().reverse())
    for (const query of [
      'limit=0',
      'limit=1001',
      'offset=-1',
      'has_media=perhaps',
      'status=lost',
      'start_date=yesterday',
      'min_duration=-1',
    ]) {
      expect((await call(`GET /traces?${query}`)).status, query).toBe(422)
    }
  })

  it('filters by everything that the contract names', async () => {
    const is = async (query: string, check: (trace: Json) => boolean, count: number) => {
      const { body } = await call(`GET /traces?${query}`)
      expect(
        body.filter((one: Json) => !check(one)),
        query,
      ).toEqual([])
      expect(body.length, query).toBeGreaterThanOrEqual(count)
    }
    const fromAnn = (trace: Json) => trace.sender_phone === '15551110001'
    for (const phone of ['15551110001', '%2B1%20555%20111-0001']) {
      await is(`phone=${phone}`, fromAnn, 1)
      await is(`sender_phone=${phone}`, fromAnn, 1)
    }
    for (const user of ['whatsapp:%2B15551110001', '15551110001', 'whatsapp:15551110001@s.whatsapp.net', uuidV5('15551110001', OID)])
      await is(`user_id=${user}`, fromAnn, 1)
    expect(await ids('user_id=discord:42')).toEqual([])
    expect(await ids(`user_id=${uuidV5('nobody', OID)}`)).toEqual([])
    await is('instance_name=clinic', (trace) => trace.instance_name === 'clinic', 3)
    await is('message_type=image', (trace) => trace.message_type === 'image', 1)
    await is('has_media=true', (trace) => trace.has_media, 1)
    await is('has_media=false', (trace) => !trace.has_media, 3)
    await is('session_name=loja-shop_15551110001', fromAnn, 1)
    await is('agent_session_id=session-of-loja-shop_15551110001', fromAnn, 1)
    await is('min_duration=0', (trace) => trace.total_processing_time_ms >= 0, 3)
    expect(await ids('min_duration=3600000')).toEqual([])
    expect(await ids('message_type=carrier-pigeon')).toEqual([])
  })

  it('finds by status what it shows by that status', async () => {
    const all = (await call('GET /traces?limit=1000')).body
    for (const status of ['received', 'processing', 'agent_called', 'completed', 'failed', 'access_denied']) {
      const expected = all.filter((one: Json) => one.status === status).map((one: Json) => one.trace_id)
      expect(await ids(`status=${status}`), status).toEqual(expected)
      expect(await ids(`trace_status=${status}`), status).toEqual(expected)
    }
    expect(await ids('status=error')).toEqual(await ids('status=failed'))
    expect((await ids('status=failed')).length).toBe(1)
    expect((await ids('status=access_denied')).length).toBe(1)
  })

  it('says what failed, what was blocked and what was not meant for it', async () => {
    const [failed] = (await call('GET /traces?status=failed')).body
    expect(failed).toMatchObject({
      error_stage: 'think',
      error_message: expect.any(String),
      agent_response_success: false,
      blocking_reason: null,
    })
    const [denied] = (await call('GET /traces?status=access_denied')).body
    expect(denied).toMatchObject({ sender_phone: '15551110004', error_message: null, blocking_reason: expect.stringContaining('rude') })
    const group = (await call('GET /traces?phone=15551110005')).body[0]
    expect(group).toMatchObject({ status: 'completed', blocking_reason: 'The group message did not mention the agent.' })
  })

  it('looks at the last 24 hours unless dates are given', async () => {
    const hour = 3_600_000
    const iso = (ms: number) => encodeURIComponent(new Date(Date.now() + ms).toISOString())
    const all = await ids('all_time=true')
    expect(await ids('')).toEqual(all)
    expect(await ids(`start_date=${iso(-hour)}`)).toEqual(all)
    expect(await ids(`start_date=${iso(hour)}`)).toEqual([])
    expect(await ids(`end_date=${iso(hour)}`)).toEqual(all)
    expect(await ids(`end_date=${iso(-hour)}`)).toEqual([])
    expect(await ids(`start_date=${iso(-hour)}&end_date=${iso(hour)}`)).toEqual(all)
    expect(await ids('start_date=2020-01-01')).toEqual(all)
  })

  it('shows the payloads, with their content only when asked', async () => {
    const without = (await call(`GET /traces/${answered.traceId}/payloads`)).body
    expect(without.length).toBeGreaterThanOrEqual(4)
    for (const one of without) {
      expect(one).toEqual({
        id: expect.any(Number),
        trace_id: answered.traceId,
        stage: expect.any(String),
        payload_type: expect.any(String),
        timestamp: expect.any(String),
        status_code: one.status_code === null ? null : expect.any(Number),
        error_details: null,
        payload_size_original: expect.any(Number),
        payload_size_compressed: expect.any(Number),
        contains_media: expect.any(Boolean),
        contains_base64: expect.any(Boolean),
      })
    }
    expect((await call(`GET /traces/${answered.traceId}/payloads?include_payload=false`)).body).toEqual(without)
    const withPayload = (await call(`GET /traces/${answered.traceId}/payloads?include_payload=true`)).body
    const byType = Object.fromEntries(withPayload.map((one: Json) => [one.payload_type, one.payload]))
    expect(JSON.stringify(byType.webhook)).toContain('Do you open on Saturday?')
    expect(JSON.stringify(byType.agent_request)).toContain('Do you open on Saturday?')
    expect(JSON.stringify(byType.agent_response)).toContain('echo: ')
    expect(JSON.stringify(byType.platform_request)).toContain('echo: ')
    expect((await call('GET /traces/unknown/payloads')).status).toBe(404)
  })

  it('sums up', async () => {
    const { body } = await call('GET /traces/analytics/summary')
    expect(body).toEqual({
      total_messages: expect.any(Number),
      successful_messages: expect.any(Number),
      failed_messages: 1,
      success_rate: expect.any(Number),
      avg_processing_time_ms: expect.any(Number),
      avg_agent_time_ms: expect.any(Number),
      p50_processing_time_ms: expect.any(Number),
      p95_processing_time_ms: expect.any(Number),
      p99_processing_time_ms: expect.any(Number),
      message_types: expect.objectContaining({ image: 1 }),
      error_stages: { think: 1 },
      instances: expect.objectContaining({ clinic: 3 }),
    })
    expect(body.total_messages).toBe((await ids('limit=1000')).length)
    expect((await call('GET /traces/analytics/summary?instance_name=clinic')).body).toMatchObject({
      total_messages: 3,
      instances: { clinic: 3 },
    })
    expect((await call('GET /traces/analytics/summary?end_date=2020-01-01')).body).toMatchObject({ total_messages: 0, success_rate: 0 })
  })

  it('lists by number', async () => {
    for (const phone of ['15551110001', '+15551110001', '15551110001@s.whatsapp.net']) {
      const { status, body } = await call(`GET /traces/phone/${encodeURIComponent(phone)}?limit=1`)
      expect(status, phone).toBe(200)
      expect(body, phone).toHaveLength(1)
      expect(body[0].sender_phone, phone).toBe('15551110001')
    }
    expect((await call('GET /traces/phone/15551110001?limit=0')).status).toBe(422)
  })

  it('cleans up only when told twice', async () => {
    const count = (await ids('limit=1000')).length
    const rehearsal = await call('DELETE /traces/cleanup')
    expect(rehearsal).toMatchObject({ status: 200, body: { dry_run: true, deleted_count: 0, message: expect.any(String) } })
    expect((await call('DELETE /traces/cleanup?days_old=30&dry_run=false')).body).toMatchObject({ dry_run: false, deleted_count: 0 })
    expect((await ids('limit=1000')).length).toBe(count)
    expect((await call('DELETE /traces/cleanup?days_old=0')).status).toBe(422)
  })
})
