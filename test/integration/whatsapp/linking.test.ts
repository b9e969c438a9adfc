import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAgentRegistry } from '../../../src-main/hub/agents/registry.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { readQr } from '../../support/read-qr.ts'
import { linkInstance, SHOP, scanInstance, whenConnection } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'

describe('WhatsApp inside the app', () => {
  let whatsapp: FakeWhatsApp
  let omni: TestHub

  beforeEach(async () => {
    whatsapp = await startWhatsAppServer()
    process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
    // An answer that is there at once needs no "typing…".
    omni = await startTestHub({ agents: createAgentRegistry({ house: { msPerWord: 20 } }) })
  })
  afterEach(async () => {
    await omni.stop()
    await whatsapp.stop()
    delete process.env['OMNI_WHATSAPP_WS_URL']
    expect(whatsapp.problems).toEqual([])
  })

  const connection = async () => (await omni.panel.instances.get({ name: 'shop' })).connection
  const create = (settings = { isAcknowledged: true }) =>
    omni.panel.instances.create({
      isAnswering: true,
      house: { simpleGreeting: true },
      name: 'shop',
      channel: 'whatsapp',
      provider: 'web',
      settings,
    })

  it('shows no code before the note about it was accepted', async () => {
    await create({ isAcknowledged: false })
    await expect(omni.panel.instances.connect({ name: 'shop' })).rejects.toThrow('Read and accept the note about linking WhatsApp first.')
    expect(whatsapp.connections).toEqual([])
  })

  it('links by the code on the screen and says who it is connected as', async () => {
    whatsapp.pictures.set(`${SHOP.phone}@s.whatsapp.net`, 'https://pps.whatsapp.net/picture.jpg')
    await linkInstance(omni.panel, whatsapp)
    expect(await connection()).toMatchObject({
      state: 'connected',
      account: SHOP.phone,
      profileName: 'Padaria Sol',
      message: null,
      qr: null,
    })
    await whenConnection(omni.panel, 'shop', ({ profilePictureUrl }) => profilePictureUrl !== null)
  })

  it('answers a customer and shows the ticks', async () => {
    await linkInstance(omni.panel, whatsapp)
    const live = await watchLive(omni.panel)
    const id = await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hello', pushName: 'Ana' })
    await whatsapp.whenReceived(1)
    expect(whatsapp.received[0]).toMatchObject({ to: ANA, times: 1 })
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'delivered')
    whatsapp.receipt({ account: SHOP.phone, from: ANA, id: whatsapp.received[0]?.id ?? '', type: 'read' })
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'read')
    await whatsapp.when(() => (whatsapp.receipts.some((receipt) => receipt.id === id && receipt.type === 'read') ? true : undefined))
    expect(whatsapp.typing.some(({ state }) => state === 'composing')).toBe(true)
    live.stop()
  })

  it('links by a pairing code typed into the phone', async () => {
    await create()
    await omni.panel.instances.connect({ name: 'shop', phoneNumber: SHOP.phone })
    const { qr } = await whenConnection(omni.panel, 'shop', (one) => one.qr?.pairingCode != null)
    whatsapp.enterCode(qr?.pairingCode ?? '', SHOP)
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    expect(await connection()).toMatchObject({ account: SHOP.phone })
  })

  it('goes on with the same link after a restart', async () => {
    await linkInstance(omni.panel, whatsapp)
    await omni.restart()
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Still there?' })
    await whatsapp.whenReceived(1)
  })

  it('notices that it was unlinked on the phone, keeps the data and offers a new link', async () => {
    await linkInstance(omni.panel, whatsapp)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hello' })
    await whatsapp.whenReceived(1)
    whatsapp.unlink(SHOP.phone)
    const ended = await whenConnection(omni.panel, 'shop', ({ state }) => state === 'error')
    expect(ended.message).toBe('WhatsApp was unlinked on the phone. Press Connect and scan the code again.')
    expect((await omni.panel.conversations.list({})).items).toHaveLength(1)
    const connections = whatsapp.connections.length
    await scanInstance(omni.panel, whatsapp)
    expect(whatsapp.connections.slice(connections).map(({ outcome }) => outcome)).toEqual(['pairing', 'logged_in'])
  })

  it('unlinks from the app: WhatsApp is told, the keys are gone, the conversations stay', async () => {
    await linkInstance(omni.panel, whatsapp)
    await omni.panel.instances.logout({ name: 'shop' })
    expect(await connection()).toMatchObject({ state: 'disconnected', account: null })
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toEqual([])
    await omni.restart()
    expect(await connection()).toMatchObject({ state: 'disconnected', message: 'WhatsApp is not linked. Press Connect and scan the code.' })
    expect(whatsapp.openConnections).toEqual([])
  })

  it('stops when another computer takes the link over, and takes it back only when asked', async () => {
    await linkInstance(omni.panel, whatsapp)
    whatsapp.replace(SHOP.phone)
    const { message } = await whenConnection(omni.panel, 'shop', ({ state }) => state === 'error')
    expect(message).toBe('Another computer is using this WhatsApp link. Press Connect to use it here.')
    await omni.panel.instances.connect({ name: 'shop' })
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
  })

  it('comes back automatically after drops, without a new code', async () => {
    await linkInstance(omni.panel, whatsapp)
    for (const code of [515, 503, undefined]) {
      const before = whatsapp.connections.length
      whatsapp.drop(code)
      await whatsapp.when(() => (whatsapp.connections.slice(before).some(({ outcome }) => outcome === 'logged_in') ? true : undefined))
    }
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  })

  it('does not hammer a WhatsApp that cannot be reached', async () => {
    await linkInstance(omni.panel, whatsapp)
    const before = whatsapp.connections.length
    const downMs = 6000
    whatsapp.goDown()
    await new Promise((resolve) => setTimeout(resolve, downMs))
    expect(whatsapp.connections.length - before).toBeLessThanOrEqual(4)
    whatsapp.comeUp()
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  })

  it('a pairing that is cut off goes on with a new code, before and after the phone said yes', async () => {
    await create()
    await omni.panel.instances.connect({ name: 'shop' })
    let seen = ''
    const nextCode = async () => {
      const { qr } = await whenConnection(omni.panel, 'shop', (one) => one.qr !== null && one.qr.image !== seen)
      seen = qr?.image ?? ''
      return readQr(seen)
    }
    await whatsapp.scan(await nextCode(), SHOP, 'before_success')
    await whatsapp.scan(await nextCode(), SHOP, 'after_success')
    await whatsapp.scan(await nextCode(), SHOP)
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
  })

  it('switched off and on again it needs no new code', async () => {
    await linkInstance(omni.panel, whatsapp)
    await omni.panel.instances.disconnect({ name: 'shop' })
    expect(await connection()).toMatchObject({ state: 'disconnected', message: 'Switched off by you.' })
    await whatsapp.when(() => (whatsapp.openConnections.length === 0 ? true : undefined))
    await omni.panel.instances.connect({ name: 'shop' })
    await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
  })
})
