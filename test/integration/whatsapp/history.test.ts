/** What came before the link, and while this computer was away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { historyOf } from '../../support/whatsapp-server/history.ts'
import { linkInstance, SHOP, whenConnection } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const HOUR_MS = 3_600_000

let whatsapp: FakeWhatsApp
let omni: TestHub

beforeEach(async () => {
  whatsapp = await startWhatsAppServer()
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await whatsapp.stop()
  delete process.env['OMNI_WHATSAPP_WS_URL']
  expect(whatsapp.problems).toEqual([])
})

/** Linked, and past the first minutes in which a device still learns about its account. */
async function linkedAndAnswering(): Promise<void> {
  await linkInstance(omni.panel, whatsapp)
  await omni.panel.instances.update({ name: 'shop', behaviour: { splitting: 'never' } })
  await whatsapp.deliver({ to: SHOP.phone, from: '15550009999', text: 'first of all' })
  await whatsapp.whenReceived(1)
}

const conversations = async () => (await omni.panel.conversations.list({ limit: 100 })).items
const textsOf = async (conversationId: string) =>
  (await omni.panel.conversations.messages({ conversationId, limit: 100 })).items.map(({ text }) => text)

describe('the past of the phone', () => {
  it('stands in the threads in its order, is not answered, and goes on with what is new', async () => {
    const at = (hours: number) => Date.now() - hours * HOUR_MS
    whatsapp.firstHistory = historyOf([
      {
        phone: ANA,
        lid: `9${ANA}`,
        name: 'Ana',
        messages: [
          { id: 'P1', text: 'Do you bake on Sunday?', sentAtMs: at(50) },
          { id: 'P2', text: 'We do', sentAtMs: at(49), fromMe: true },
          { id: 'P3', text: 'Great', sentAtMs: at(48) },
        ],
      },
    ])
    await linkInstance(omni.panel, whatsapp)
    await expect.poll(conversations).toHaveLength(1)
    const [conversation] = await conversations()
    await expect.poll(() => textsOf(conversation?.id ?? '')).toEqual(['Do you bake on Sunday?', 'We do', 'Great'])
    expect(conversation).toMatchObject({ name: 'Ana', unreadCount: 0 })
    expect(whatsapp.received).toEqual([])
    // By LID alone, and still the same thread.
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hello again', addressing: 'lid', hidesPhone: true })
    await whatsapp.whenReceived(1)
    expect((await textsOf(conversation?.id ?? '')).slice(0, 4)).toEqual(['Do you bake on Sunday?', 'We do', 'Great', 'Hello again'])
    expect(await conversations()).toHaveLength(1)
  })

  it('may be thousands of messages: none is lost, and none is answered', async () => {
    whatsapp.firstHistory = historyOf(
      Array.from({ length: 50 }, (_, chat) => ({
        phone: String(15_550_100_000 + chat),
        messages: Array.from({ length: 100 }, (__, index) => ({
          id: `H${chat}-${index}`,
          text: `${index}`,
          sentAtMs: Date.now() - (200 - index) * HOUR_MS,
        })),
      })),
    )
    await linkInstance(omni.panel, whatsapp)
    await expect.poll(async () => (await conversations()).length, { timeout: 20_000 }).toBe(50)
    const counted = async () => {
      const texts = await Promise.all((await conversations()).map(({ id }) => textsOf(id)))
      return texts.reduce((sum, list) => sum + list.length, 0)
    }
    await expect.poll(counted, { timeout: 20_000, interval: 300 }).toBe(5000)
    for (const { id } of await conversations()) expect(await textsOf(id)).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    expect(whatsapp.received).toEqual([])
  }, 60_000)
})

describe('what came while this computer was away', () => {
  it('is answered once for each chat', async () => {
    await linkedAndAnswering()
    await omni.panel.instances.disconnect({ name: 'shop' })
    const sentAtMs = Date.now() - 5 * 60_000
    for (const text of ['Hi', 'Are you open?', 'Hello??']) await whatsapp.deliver({ to: SHOP.phone, from: ANA, text, sentAtMs })
    const live = await watchLive(omni.panel)
    await omni.panel.instances.connect({ name: 'shop' })
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    await live.untilTrace(({ state, contactPhone }) => state === 'completed' && contactPhone === ANA)
    live.stop()
    expect(whatsapp.received.filter(({ to }) => to === ANA)).toHaveLength(1)
    const traces = (await omni.panel.traces.list({ phone: ANA })).items
    expect(traces.map(({ state }) => state).sort()).toEqual(['completed', 'merged', 'merged'])
  })

  it('waits for a person when it is old', async () => {
    await linkedAndAnswering()
    await omni.panel.instances.disconnect({ name: 'shop' })
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hi', sentAtMs: Date.now() - 2 * HOUR_MS })
    const live = await watchLive(omni.panel)
    await omni.panel.instances.connect({ name: 'shop' })
    const trace = await live.untilTrace(({ completedAt, contactPhone }) => completedAt !== null && contactPhone === ANA)
    live.stop()
    expect(trace).toMatchObject({ state: 'stopped', stopCode: 'came_while_away' })
    expect((await conversations()).find(({ phoneNumber }) => phoneNumber === ANA)?.owner).toMatchObject({
      kind: 'waiting',
      reason: 'missed',
    })
    expect(whatsapp.received.filter(({ to }) => to === ANA)).toEqual([])
  })
})

describe('one person by two ids', () => {
  it('is one conversation once that is known, and is answered where they wrote', async () => {
    await linkInstance(omni.panel, whatsapp)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'by LID', addressing: 'lid', hidesPhone: true })
    await whatsapp.whenReceived(1)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'by phone', addressing: 'phone' })
    await whatsapp.whenReceived(2)
    const list = await conversations()
    expect(list).toHaveLength(1)
    expect(list[0]).toMatchObject({ phoneNumber: ANA })
    expect((await textsOf(list[0]?.id ?? '')).filter((text) => text.startsWith('by '))).toEqual(['by LID', 'by phone'])
    expect(whatsapp.received.every(({ to }) => to === ANA)).toBe(true)
  })
})

describe('one person whose phone is known from elsewhere', () => {
  it('comes to the chat that was begun by phone, also after a restart', async () => {
    await linkInstance(omni.panel, whatsapp)
    expect((await omni.rest('POST', '/instance/shop/send-text', { phone_number: ANA, text: 'Your cake is ready' })).status).toBe(200)
    await omni.restart()
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Thanks', addressing: 'lid', hidesPhone: true })
    await whatsapp.whenReceived(2)
    const list = await conversations()
    expect(list).toHaveLength(1)
    expect(list[0]).toMatchObject({ phoneNumber: ANA, externalId: `${ANA}@s.whatsapp.net` })
    // What a rule says of the phone holds for the LID.
    await omni.panel.access.create({ instanceName: 'shop', pattern: ANA, type: 'block' })
    const live = await watchLive(omni.panel)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'And now?', addressing: 'lid', hidesPhone: true })
    expect(await live.untilTrace(({ stopCode }) => stopCode !== null)).toMatchObject({ stopCode: 'access_denied' })
    // Typing, too, is shown in that chat.
    whatsapp.setTyping({ account: SHOP.phone, from: ANA, isTyping: true })
    expect(await live.until((event) => event.type === 'typing')).toMatchObject({ conversationId: list[0]?.id, isTyping: true })
    live.stop()
  })
})

describe('a warning of WhatsApp', () => {
  it('stops the number at once', async () => {
    await linkInstance(omni.panel, whatsapp)
    whatsapp.failMessages(463)
    const refused = await omni.rest('POST', '/instance/shop/send-text', { phone_number: ANA, text: 'Hello' })
    expect(refused.status).toBe(502)
    await expect.poll(async () => (await omni.panel.numberHealth.get({ instanceName: 'shop' })).stop?.kind).toBe('refused')
    expect((await omni.rest('POST', '/instance/shop/send-text', { phone_number: ANA, text: 'Hello' })).status).toBe(409)
    expect(whatsapp.received).toEqual([])
  })
})

describe('a message that cannot be decrypted', () => {
  it('is shown as such, asked for again, and then answered like any other', async () => {
    await linkInstance(omni.panel, whatsapp)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'first' })
    await whatsapp.whenReceived(1)
    const live = await watchLive(omni.panel)
    const id = await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'second', isGarbled: true })
    const stub = await live.until((event) => event.type === 'message.changed' && event.message.externalId === id)
    expect(stub).toMatchObject({ message: { kind: 'undecryptable', text: '', turnId: null } })
    await live.until((event) => event.type === 'message.changed' && event.message.externalId === id && event.message.text === 'second')
    await whatsapp.whenReceived(2)
    live.stop()
    const [conversation] = await conversations()
    expect((await textsOf(conversation?.id ?? '')).filter((text) => text === 'second' || text === '')).toEqual(['second'])
  })
})
