import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { startV1World, type V1World } from '../../../support/omni-v1.ts'

/** The MCP client checks what it reads with pydantic: a text that is null is an error of the whole call. */
let world: V1World
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  await world.link('branch')
})
afterAll(() => world.stop())

it('lists the accounts with their health, by the address with a slash at its end', async () => {
  const channel = z.looseObject({ instance_name: z.string(), channel_type: z.string(), display_name: z.string(), is_healthy: z.boolean() })
  const list = z
    .object({ channels: z.array(channel), total_count: z.number(), healthy_count: z.number(), partial_errors: z.array(z.string()) })
    .parse((await world.call('GET /instances/')).body)
  expect(list).toMatchObject({
    total_count: 2,
    healthy_count: 2,
    partial_errors: [],
    channels: [{ instance_name: 'shop', is_healthy: true }, {}],
  })
  expect((await world.call('GET /instances/', undefined, { key: null })).status).toBe(401)
})

it('gets the instance for making it the default, and what kind of code it is', async () => {
  expect((await world.call('POST /instances/branch/set-default')).body).toMatchObject({ name: 'branch', is_default: true, success: true })
  expect((await world.call('GET /instances/branch/qr')).body).toMatchObject({ connection_type: 'whatsapp', status: 'unavailable' })
})

it('sends a text as phone and message, and a reaction as emoji', async () => {
  expect((await world.call('POST /instance/shop/send-text', { phone: '15551110001', message: 'From the MCP client' })).status).toBe(200)
  const { messageId } = await world.converse('shop', { from: '15551110001', text: 'Thanks' })
  const reaction = { phone: '15551110001', message_id: messageId, emoji: '👍' }
  expect(await world.call('POST /instance/shop/send-reaction', reaction)).toMatchObject({ status: 200, body: { success: true } })
  const { body } = await world.call('GET /openapi.json')
  expect(body.paths['/api/v1/instance/{name}/send-text'].post.requestBody.content['application/json'].schema.properties).toHaveProperty(
    'text',
  )
})

it('gives an empty string for a sender who is known by a LID only', async () => {
  const answer = await fetch(`${world.omni.url}/webhook/evolution/shop`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-omni-webhook-secret': String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret']),
    },
    body: JSON.stringify({
      event: 'messages.upsert',
      instance: 'shop',
      data: {
        key: { remoteJid: '99887766554433@lid', fromMe: false, id: '3ALID' },
        message: { conversation: 'Hidden number' },
        messageType: 'conversation',
        messageTimestamp: Math.floor(Date.now() / 1000),
      },
    }),
  })
  const { trace_id: traceId } = (await answer.json()) as { trace_id: string }
  expect((await world.call(`GET /traces/${traceId}`)).body).toMatchObject({ sender_phone: '', user_id: null })
})

it('learns whether a clean-up was done', async () => {
  expect((await world.call('DELETE /traces/cleanup?days_old=1')).body).toMatchObject({ status: 'dry_run', traces_deleted: 0 })
  expect((await world.call('DELETE /traces/cleanup?days_old=1&dry_run=false')).body).toMatchObject({
    status: 'completed',
    traces_deleted: 0,
  })
})
