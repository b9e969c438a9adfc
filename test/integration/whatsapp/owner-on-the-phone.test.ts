/** The owner of an account that is linked in the app answers on its phone. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { linkInstance, SHOP, whenConnection } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'

let whatsapp: FakeWhatsApp
let omni: TestHub

beforeEach(async () => {
  whatsapp = await startWhatsAppServer()
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  omni = await startTestHub()
  await linkInstance(omni.panel, whatsapp)
})
afterEach(async () => {
  await omni.stop()
  await whatsapp.stop()
  delete process.env['OMNI_WHATSAPP_WS_URL']
})

const write = (text: string) => whatsapp.deliverFromPhone({ account: SHOP.phone, to: ANA, text })
const owner = async () => (await omni.panel.conversations.list({ instanceName: 'shop' })).items[0]?.owner

it('takes the conversation over, and the customer who then writes is left to them', async () => {
  await write('I make you a quote, Ana')
  await expect.poll(owner).toMatchObject({ kind: 'person', reason: 'phone' })
  const live = await watchLive(omni.panel)
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Thank you' })
  const trace = await live.untilTrace(({ messagePreview, completedAt }) => messagePreview === 'Thank you' && completedAt !== null)
  expect(trace).toMatchObject({ stopCode: 'paused', reason: expect.stringMatching(/^Paused: somebody answered on the phone at/) })
  live.stop()
  expect(whatsapp.received).toEqual([])
})

it('does so as well while this computer was away', async () => {
  await omni.panel.instances.disconnect({ name: 'shop' })
  await write('I make you a quote, Ana')
  await omni.panel.instances.connect({ name: 'shop' })
  await whenConnection(omni.panel, 'shop', ({ state }) => state === 'connected')
  await expect.poll(owner).toMatchObject({ kind: 'person', reason: 'phone' })
})
