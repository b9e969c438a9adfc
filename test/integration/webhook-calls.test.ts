import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { connectShop } from '../support/shop.ts'

const post = (url: string, body: string, secret: string | null) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(secret === null ? {} : { 'x-omni-webhook-secret': secret }) },
    body,
  })

describe('the last calls of a webhook', () => {
  let omni: TestHub
  let evolution: FakeEvolution
  beforeAll(async () => {
    evolution = await startEvolutionServer()
    omni = await startTestHub()
    await connectShop(omni.panel, evolution, 'shop')
  })
  afterAll(async () => {
    await omni.stop()
    await evolution.stop()
  })
  const url = () => `${omni.url}/webhook/evolution/shop`
  const calls = (instanceName = 'shop') => omni.panel.webhooks.calls({ instanceName })

  it('tell event, outcome, duration and trace of a message that was taken', async () => {
    await evolution.deliverInbound('shop', { text: 'Hello' })
    await expect
      .poll(async () => (await calls())[0])
      .toMatchObject({ event: 'messages.upsert', outcome: 'success', statusCode: 200, reason: null })
    const [call] = await calls()
    expect(call?.durationMs).toBeGreaterThan(0)
    expect(call?.sizeBytes).toBeGreaterThan(100)
    expect((await omni.panel.traces.get({ id: call?.traceId ?? '' })).trace.messagePreview).toBe('Hello')
  })

  it('tell why a call was refused, count what repeats, and keep the good ones through a flood', async () => {
    for (let n = 0; n < 120; n += 1) expect((await post(url(), '{}', 'wrong')).status).toBe(401)
    const [newest, ...others] = await calls()
    expect(newest).toMatchObject({ outcome: 'refused', statusCode: 401, count: 120, reason: 'The webhook secret is missing or wrong.' })
    expect(others.some((call) => call.outcome === 'success')).toBe(true)
  })

  it('say nothing about instances that do not exist, and do not mix two', async () => {
    await connectShop(omni.panel, evolution, 'clinic')
    const before = (await calls()).length
    await post(`${omni.url}/webhook/evolution/nobody`, '{}', null)
    await post(`${omni.url}/webhook/evolution/clinic`, 'not json', null)
    expect((await calls()).length).toBe(before)
    expect((await calls('clinic')).some((call) => call.outcome === 'refused')).toBe(true)
    await expect(calls('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('name a body that could not be read', async () => {
    const secret = (await omni.panel.webhooks.renewSecret({ instanceName: 'shop' })).secret
    await post(url(), '{"event":', secret)
    expect((await calls())[0]).toMatchObject({
      outcome: 'refused',
      statusCode: 400,
      event: null,
      reason: expect.stringContaining('not acceptable JSON'),
    })
  })

  it('a new secret replaces the old one, and the platform is told', async () => {
    const { secret } = await omni.panel.webhooks.renewSecret({ instanceName: 'shop' })
    expect((await omni.panel.instances.get({ name: 'shop' })).webhookSecretHeader).toBe('x-omni-webhook-secret')
    await expect.poll(() => evolution.instance('shop').webhook?.headers['x-omni-webhook-secret']).toBe(secret)
    const body = JSON.stringify({ event: 'omni.other', instance: 'shop', data: {} })
    expect((await post(url(), body, secret)).status).toBe(200)
    expect((await post(url(), body, 'old')).status).toBe(401)
  })

  it('a test call arrives, is marked, and leaves no message behind', async () => {
    const before = (await omni.panel.traces.list({})).items.length
    const test = await omni.panel.webhooks.test({ instanceName: 'shop' })
    expect(test).toMatchObject({ result: 'arrived', statusCode: 200, address: url(), isLocalAddress: true })
    expect((await calls())[0]).toMatchObject({ isTest: true, event: 'omni.test', outcome: 'ignored' })
    expect((await omni.panel.traces.list({})).items.length).toBe(before)
  })

  it('nobody else can pass a call off as a test', async () => {
    await fetch(url(), { method: 'POST', headers: { 'x-omni-test-call': 'guessed' }, body: '{}' })
    expect((await calls())[0]?.isTest).toBe(false)
  })

  it('a channel without a webhook says that there is nothing to test', async () => {
    await omni.panel.instances.create({ name: 'demo', channel: 'simulator' })
    expect(await omni.panel.webhooks.test({ instanceName: 'demo' })).toMatchObject({ result: 'no_webhook', statusCode: null })
  })
})

describe('a test call to a public address', () => {
  let omni: TestHub | null = null
  let stranger: Server | null = null
  afterEach(async () => {
    await omni?.stop()
    stranger?.close()
  })

  const testWith = async (publicUrl: string) => {
    omni = await startTestHub({ env: { OMNI_PUBLIC_URL: publicUrl } })
    await omni.panel.instances.create({
      isAnswering: true,
      house: { simpleGreeting: true },
      name: 'shop',
      channel: 'whatsapp',
      provider: 'evolution',
      settings: { url: 'http://127.0.0.1:9' },
      secrets: { apiKey: 'k' },
    })
    return omni.panel.webhooks.test({ instanceName: 'shop' })
  }

  it('that leads to another program says so', async () => {
    stranger = createServer((_request, response) => response.end('welcome'))
    await new Promise<void>((resolve) => stranger?.listen(0, '127.0.0.1', resolve))
    const test = await testWith(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}`)
    expect(test).toMatchObject({ result: 'wrong_place', statusCode: 200 })
  })

  it('that leads nowhere says so', async () => {
    expect(await testWith('http://127.0.0.1:9')).toMatchObject({ result: 'unreachable', statusCode: null })
  })
})
