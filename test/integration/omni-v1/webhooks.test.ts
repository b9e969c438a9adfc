import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the webhook routes', () => {
  let world: V1World
  let secret: string
  let number = 0

  const upsert = () => {
    number += 1
    return {
      event: 'messages.upsert',
      instance: 'shop',
      data: {
        key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: `3AHOOK${number}`, participant: '' },
        pushName: 'Ann',
        message: { conversation: `Hello ${number}` },
        messageType: 'conversation',
        messageTimestamp: Math.floor(Date.now() / 1000),
      },
    }
  }
  const post = async (path: string, body: unknown, headers: Record<string, string> = { 'x-omni-webhook-secret': secret }) => {
    const response = await fetch(world.omni.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }

  beforeAll(async () => {
    world = await startV1World()
    await world.link('shop')
    secret = String(world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret'])
  })
  afterAll(() => world.stop())

  it('take a message by every address, and answer once it is safe', async () => {
    for (const path of [
      '/webhook/evolution/shop',
      '/webhook/evolution',
      '/webhooks/evolution',
      '/webhooks/evolution/shop',
      '/webhook/evolution/shop/messages-upsert',
      '/webhooks/evolution/shop/messages-upsert',
    ]) {
      const body = upsert()
      const answer = await post(path, body)
      expect(answer, path).toEqual({ status: 200, body: { status: 'success', instance: 'shop', trace_id: expect.any(String) } })
      expect((await world.call(`GET /traces/${answer.body.trace_id}`)).body.whatsapp_message_id, path).toBe(body.data.key.id)
    }
  })

  it('answer a repetition like the first time, and nothing happens twice', async () => {
    const body = upsert()
    const first = await post('/webhook/evolution/shop', body)
    expect(await post('/webhook/evolution/shop', body)).toEqual(first)
    const { messages } = (await world.call('GET /instances/shop/chats/15552223333@s.whatsapp.net/messages?page_size=200')).body
    expect(messages.filter((one: { id: string }) => one.id === body.data.key.id)).toHaveLength(1)
  })

  it('say what became of the rest', async () => {
    expect((await post('/webhook/evolution/shop', { event: 'chats.update', instance: 'shop', data: [] })).body).toEqual({
      status: 'ignored',
      instance: 'shop',
      trace_id: null,
    })
    expect((await post('/webhook/evolution/shop', { ...upsert(), instance: 'another' })).body.status).toBe('ignored')
    await world.call('POST /access/rules', { phone_number: '15552223333', rule_type: 'block', instance_name: 'shop' })
    expect((await post('/webhook/evolution/shop', upsert())).body).toMatchObject({ status: 'blocked', trace_id: expect.any(String) })
    await world.call('DELETE /instances/shop/access-control')
  })

  it('refuse a missing or wrong secret', async () => {
    for (const headers of [
      {},
      { 'x-omni-webhook-secret': '' },
      { 'x-omni-webhook-secret': `${secret}x` },
      { 'x-api-key': 'sk-omni-test-key' },
    ] as Record<string, string>[]) {
      expect(await post('/webhook/evolution/shop', upsert(), headers)).toMatchObject({ status: 401, body: { detail: expect.any(String) } })
    }
  })

  it('do not take one instance’s secret for another', async () => {
    await world.create('second')
    expect((await post('/webhook/evolution/second', upsert())).status).toBe(401)
  })

  it('may be opened by the owner for set-ups that cannot send a header', async () => {
    await world.omni.panel.instances.update({ name: 'shop', acceptsUnsignedWebhooks: true })
    expect((await post('/webhook/evolution/shop', upsert(), {})).status).toBe(200)
    await world.omni.panel.instances.update({ name: 'shop', acceptsUnsignedWebhooks: false })
    expect((await post('/webhook/evolution/shop', upsert(), {})).status).toBe(401)
  })

  it('answer 404 for an instance that does not exist, or that takes no webhook calls', async () => {
    expect((await post('/webhook/evolution/nobody', upsert())).body.detail).toBe('Instance "nobody" not found.')
    await world.call('POST /instances', { name: 'sim', channel_type: 'simulator' })
    await world.omni.panel.instances.update({ name: 'sim', acceptsUnsignedWebhooks: true })
    expect(await post('/webhook/evolution/sim', upsert())).toMatchObject({ status: 404, body: { detail: '"sim" takes no webhook calls.' } })
    expect(await post('/webhook/slack/shop', {})).toMatchObject({ status: 404, body: { detail: '"shop" takes no webhook calls.' } })
  })

  it('answer 404 for platforms that this version does not have', async () => {
    for (const path of ['/webhook/whatsapp/shop', '/webhooks/whatsapp/shop', '/webhooks/telegram', '/webhook/instagram/shop'])
      expect(await post(path, {}), path).toEqual({ status: 404, body: { detail: 'Not Found' } })
  })
})

describe('a webhook without a default instance', () => {
  it('is answered 404', async () => {
    const world = await startV1World()
    const answer = await fetch(`${world.omni.url}/webhook/evolution`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, await answer.json()]).toEqual([404, { detail: 'There is no default instance.' }])
    await world.stop()
  })
})
