import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { SHOP, scanInstance, whenConnection } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'

let whatsapp: FakeWhatsApp
let evolution: FakeEvolution
let omni: TestHub

beforeEach(async () => {
  whatsapp = await startWhatsAppServer()
  evolution = await startEvolutionServer()
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await evolution.stop()
  await whatsapp.stop()
  delete process.env['OMNI_WHATSAPP_WS_URL']
})

it('an instance goes from Evolution into the app and back with its conversations, people and rules', async () => {
  const behaviour = { gatherWindowMs: 0, splitting: 'never' as const }
  const settings = { url: evolution.url }
  await omni.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name: 'shop',
    channel: 'whatsapp',
    provider: 'evolution',
    settings,
    secrets: { apiKey: evolution.apiKey },
    behaviour,
  })
  await omni.panel.instances.connect({ name: 'shop' })
  evolution.scan('shop', SHOP.phone)
  await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  await evolution.deliverInbound('shop', { from: ANA, name: 'Ana', text: 'By Evolution' })
  await expect.poll(() => evolution.sent.length).toBe(1)
  await omni.panel.access.create({ instanceName: 'shop', pattern: '15559990000', type: 'block', reason: null })

  const switched = await omni.panel.instances.update({ name: 'shop', provider: 'web', settings: { isAcknowledged: true } })
  expect(switched).toMatchObject({ provider: 'web', connection: { account: null } })
  await scanInstance(omni.panel, whatsapp)
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'In the app', addressing: 'lid' })
  await whatsapp.deliver({ to: SHOP.phone, from: '15559990000', text: 'Blocked' })
  await whatsapp.whenReceived(1)
  const { items } = await omni.panel.conversations.list({})
  const ana = items.filter(({ externalId }) => externalId === `${ANA}@s.whatsapp.net`)
  expect(ana).toHaveLength(1)
  const thread = await omni.panel.conversations.messages({ conversationId: ana[0]?.id ?? '' })
  expect(thread.items.filter(({ author }) => author === 'customer').map(({ text }) => text)).toEqual(['By Evolution', 'In the app'])
  expect(whatsapp.received.map(({ to }) => to)).toEqual([ANA])

  await omni.panel.instances.update({ name: 'shop', provider: 'evolution', settings })
  await omni.panel.instances.connect({ name: 'shop' })
  await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  await evolution.deliverInbound('shop', { from: ANA, name: 'Ana', text: 'By Evolution again' })
  await expect.poll(() => evolution.sent.length).toBe(2)
  expect((await omni.panel.conversations.list({})).items.filter(({ externalId }) => externalId.startsWith(ANA))).toHaveLength(1)
  // The link in the app is only put aside: going back there needs no new code.
  expect(whatsapp.openConnections).toEqual([])
  await omni.panel.instances.update({ name: 'shop', provider: 'web', settings: { isAcknowledged: true } })
  await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
})

it('a way that does not exist is refused, and nothing changes', async () => {
  await omni.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name: 'shop',
    channel: 'whatsapp',
    provider: 'web',
    settings: { isAcknowledged: true },
  })
  await expect(omni.panel.instances.update({ name: 'shop', provider: 'smoke-signals' })).rejects.toThrow('cannot connect')
  await expect(omni.panel.instances.update({ name: 'shop', provider: 'evolution', settings: { url: 'nonsense' } })).rejects.toThrow()
  expect(await omni.panel.instances.get({ name: 'shop' })).toMatchObject({ provider: 'web' })
})
