import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

/** `TRACE_INCLUDE_SENSITIVE=false`. */
let world: V1World
beforeAll(async () => {
  world = await startV1World({ env: { TRACE_INCLUDE_SENSITIVE: 'false' } })
  await world.link('shop')
})
afterAll(() => world.stop())

const TEXT = 'My knee hurts since Tuesday'
const everything = async (traceId: string) =>
  JSON.stringify([
    (await world.call(`GET /traces/${traceId}`)).body,
    (await world.call(`GET /traces/${traceId}/payloads?include_payload=true`)).body,
    (await world.omni.panel.traces.list({ limit: 50 })).items,
  ])

it('a trace says what became of a message, and neither who wrote nor what was said', async () => {
  const { traceId } = await world.converse('shop', { from: '15551110001', name: 'Ann Smith', text: TEXT })
  expect((await world.call(`GET /traces/${traceId}`)).body).toMatchObject({
    status: 'completed',
    sender_name: null,
    sender_phone: '',
    user_id: null,
    message_content: `[${TEXT.length} characters]`,
    message: `[${TEXT.length} characters]`,
    agent_response: null,
    session_name: 'shop_[number]',
  })
  const kept = await everything(traceId)
  for (const word of ['knee', 'Ann Smith', '15551110001']) expect(kept, word).not.toContain(word)
  // The conversation is what the shop works with.
  const { body } = await world.call('GET /instances/shop/chats/15551110001@s.whatsapp.net/messages')
  expect(body.messages.map((one: { text: string }) => one.text)).toContain(TEXT)
})

it('nor what an agent says of it when it fails, nor a rule that names her', async () => {
  world.agent.always({ kind: 'status', status: 400, body: { detail: `Cannot answer "${TEXT}" of Ann Smith` } })
  const failed = await world.converse('shop', { from: '15551110001', name: 'Ann Smith', text: TEXT })
  world.agent.always(null)
  const trace = (await world.call(`GET /traces/${failed.traceId}`)).body
  expect(trace).toMatchObject({ status: 'failed', error_message: expect.stringContaining('gave no answer') })
  await world.call('POST /access/rules', { phone_number: '15551110001', rule_type: 'block', instance_name: 'shop' })
  const denied = await world.converse('shop', { from: '15551110001', name: 'Ann Smith', text: TEXT })
  expect((await world.call(`GET /traces/${denied.traceId}`)).body.blocking_reason).toContain('blocked')
  const kept = (await everything(failed.traceId)) + (await everything(denied.traceId))
  for (const word of ['knee', 'Ann Smith', '15551110001']) expect(kept, word).not.toContain(word)
})
