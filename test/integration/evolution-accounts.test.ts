/** Whose an account at Evolution is: one instance's here, and maybe others' there. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'

let evolution: FakeEvolution
let omni: TestHub
beforeEach(async () => {
  evolution = await startEvolutionServer()
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await evolution.stop()
})

const create = (name: string, settings: Record<string, unknown> = {}) =>
  omni.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name,
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url, ...settings },
    secrets: { apiKey: evolution.apiKey },
  })

const TAKEN = { code: 'CONFLICT', message: 'This account is already connected as "shop".' }
/** The same server, written otherwise. */
const otherwise = () => `${evolution.url.replace('127.0.0.1', 'LOCALHOST')}/manager/`
const names = async () => (await omni.panel.instances.list()).map(({ name }) => name)

it('an account that another instance has is refused to a new one, however its server is written, over panel and REST', async () => {
  await create('shop')
  await expect(create('second', { url: otherwise(), remoteName: 'shop' })).rejects.toMatchObject(TAKEN)
  const { status, body } = await omni.rest('POST', '/instances', {
    name: 'third',
    evolution_url: otherwise(),
    evolution_key: evolution.apiKey,
    whatsapp_instance: 'shop',
  })
  expect({ status, text: JSON.stringify(body) }).toMatchObject({
    status: 409,
    text: expect.stringContaining('already connected as \\"shop\\"'),
  })
  expect(await names()).toEqual(['shop'])
})

it('of two instances that are made for one account at once, one is refused', async () => {
  const made = await Promise.allSettled([create('one', { remoteName: 'shop' }), create('two', { url: otherwise(), remoteName: 'shop' })])
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(await names()).toEqual(['one'])
})

it('an instance cannot be pointed at a taken account, by settings, PATCH, PUT or another provider, and keeps its own', async () => {
  await create('shop')
  await create('second')
  await omni.panel.instances.create({ name: 'in-app', channel: 'whatsapp', provider: 'web' })
  const { panel } = omni
  await expect(panel.instances.update({ name: 'second', settings: { remoteName: 'shop' } })).rejects.toMatchObject(TAKEN)
  await expect(
    panel.instances.update({ name: 'in-app', provider: 'evolution', settings: { url: otherwise(), remoteName: 'shop' } }),
  ).rejects.toMatchObject(TAKEN)
  for (const method of ['PATCH', 'PUT']) {
    expect((await omni.rest(method, '/instances/second', { whatsapp_instance: 'shop' })).status).toBe(409)
    expect((await omni.rest(method, '/instances/second', { evolution_url: otherwise(), evolution_key: evolution.apiKey })).status).toBe(200)
  }
  expect((await panel.instances.get({ name: 'second' })).settings['remoteName']).toBe('')
  expect((await panel.instances.get({ name: 'in-app' })).provider).toBe('web')
  // What is not about the account still changes, and an account that was released is free.
  await panel.instances.update({ name: 'shop', settings: { phoneNumber: '15550001111' } })
  await panel.instances.remove({ name: 'shop' })
  await panel.instances.update({ name: 'second', settings: { remoteName: 'shop' } })
})

it('what is registered here, however its server is written, is not discovered', async () => {
  evolution.addInstance('shop')
  evolution.addInstance('free')
  await create('mine', { url: otherwise(), remoteName: 'shop' })
  const { body } = await omni.rest('POST', '/instances/discover')
  expect(body).toMatchObject({ total: 1, instances: [{ name: 'free' }] })
})

it('two instances that turn out to be the same number are reported', async () => {
  await create('shop')
  await create('second')
  for (const name of ['shop', 'second']) {
    await omni.panel.instances.connect({ name })
    const connection = await omni.panel.instances.watchConnection({ name })
    evolution.scan(name, '15550001111')
    for await (const { state } of connection) if (state === 'connected') break
  }
  const second = await omni.panel.instances.get({ name: 'second' })
  expect(second.connection.message).toBe('"shop" is connected to the same account: each message is answered twice.')
})

it('REST asks before it replaces a webhook of others, and before it deletes what they made', async () => {
  const theirs = { webhookUrl: 'https://crm.example/hook' }
  evolution.addInstance('shop', theirs)
  await create('shop')
  const refused = await omni.rest('POST', '/instances/shop/connect')
  expect(refused.status).toBe(409)
  expect((await omni.panel.instances.get({ name: 'shop' })).connection).toMatchObject({
    state: 'error',
    foreignWebhook: 'https://crm.example/hook',
  })
  expect(evolution.instance('shop').webhook?.url).toBe(theirs.webhookUrl)
  expect((await omni.rest('POST', '/instances/shop/connect?replace_webhook=true')).status).toBe(200)
  expect(evolution.instance('shop').webhook?.url).toBe(`${omni.url}/webhook/evolution/shop`)
  expect((await omni.panel.instances.get({ name: 'shop' })).isAdopted).toBe(true)

  const { body } = await omni.rest('DELETE', '/instances/shop')
  expect(body).toEqual({ message: 'Instance "shop" deleted. It stays on its server, where others made it.' })
  expect(evolution.instance('shop')).toMatchObject({ state: 'open', webhook: { enabled: false } })

  await create('shop')
  await omni.panel.instances.connect({ name: 'shop' })
  await omni.rest('DELETE', '/instances/shop?even_if_adopted=true')
  expect(evolution.instances.has('shop')).toBe(false)
})

it('what Omni made goes with its instance', async () => {
  await create('shop')
  await omni.panel.instances.connect({ name: 'shop' })
  expect((await omni.panel.instances.get({ name: 'shop' })).isAdopted).toBe(false)
  expect((await omni.rest('DELETE', '/instances/shop')).body).toEqual({ message: 'Instance "shop" deleted.' })
  expect(evolution.instances.has('shop')).toBe(false)
})

it('another number that is scanned does not answer before somebody says so, the same one goes on', async () => {
  await create('shop')
  const name = 'shop'
  const link = async (phone: string) => {
    await omni.panel.instances.connect({ name })
    const connection = await omni.panel.instances.watchConnection({ name })
    evolution.scan(name, phone)
    for await (const { state } of connection) if (state === 'connected') break
  }
  const isAnswering = async () => (await omni.panel.instances.get({ name })).isAnswering
  await link('15550001111')
  await omni.panel.instances.update({ name, isAnswering: true })
  await omni.panel.instances.logout({ name })
  await link('15550001111')
  await expect.poll(isAnswering).toBe(true)
  await omni.panel.instances.logout({ name })
  await link('15550007777')
  await expect.poll(isAnswering).toBe(false)
  await omni.restart()
  expect(await isAnswering()).toBe(false)
})
