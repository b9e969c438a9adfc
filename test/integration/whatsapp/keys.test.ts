import { afterEach, beforeEach, expect, it } from 'vitest'
import { textPart } from '../../support/evolution/channel-harness.ts'
import { readQr } from '../../support/read-qr.ts'
import { WebChannelHarness } from '../../support/whatsapp-server/channel-harness.ts'
import { SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'

let whatsapp: FakeWhatsApp
let harness: WebChannelHarness

beforeEach(async () => {
  whatsapp = await startWhatsAppServer()
  harness = new WebChannelHarness({ endpoint: whatsapp.url })
})
afterEach(async () => {
  await harness.channel.stop()
  await whatsapp.stop()
})

async function link(): Promise<void> {
  await harness.channel.start()
  await harness.channel.connect({ phoneNumber: null })
  const qr = await harness.when(() => harness.connection.qr ?? undefined)
  await whatsapp.scan(readQr(qr.image), SHOP)
  await harness.whenState('connected')
}

const restart = () => harness.newChannel().start()
const texts = () => harness.events.flatMap((event) => (event.type === 'message' ? [event.text] : []))

it('a damaged link is reported in plain words, tries nothing on its own, and a new one is offered', async () => {
  await link()
  await harness.channel.stop()
  harness.keys.damaged.add('creds/creds')
  const before = whatsapp.connections.length
  await restart()
  expect(harness.connection).toMatchObject({
    state: 'error',
    message: 'The saved link to WhatsApp is damaged. Press Connect and scan the code again; your conversations are kept.',
  })
  expect(whatsapp.connections.length).toBe(before)
  await harness.channel.connect({ phoneNumber: null })
  const qr = await harness.when(() => harness.connection.qr ?? undefined)
  await whatsapp.scan(readQr(qr.image), SHOP)
  await harness.whenState('connected')
})

it('a damaged session is made again by the means of Signal, and the message is read', async () => {
  await link()
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'first' })
  await harness.when(() => (texts().includes('first') ? true : undefined))
  await harness.channel.stop()
  for (const key of harness.keys.values.keys()) if (key.startsWith('session/') && key.includes(ANA)) harness.keys.damaged.add(key)
  await restart()
  await harness.whenState('connected')
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'second' })
  await harness.when(() => (texts().includes('second') ? true : undefined))
  expect(whatsapp.receipts.some(({ type }) => type === 'retry')).toBe(true)
})

it('a message that a phone could not read is sent again from what is stored, also after a restart', async () => {
  await link()
  const { externalId } = await harness.channel.send(textPart('We open at 9'), AbortSignal.timeout(15_000))
  await harness.channel.stop()
  await restart()
  await harness.whenState('connected')
  whatsapp.askAgain({ account: SHOP.phone, from: ANA, id: externalId })
  await whatsapp.when(() => (whatsapp.received[0]?.times === 2 ? true : undefined))
  expect(whatsapp.received[0]).toMatchObject({ id: externalId, text: 'We open at 9' })
})

it('a delivery that may have been sent is repeated under the same id, and the customer sees it once', async () => {
  await link()
  whatsapp.failMessages('unacknowledged')
  const failed = await harness.channel.send(textPart('We open at 9'), AbortSignal.timeout(15_000)).catch((error: unknown) => error)
  expect(failed).toMatchObject({ failure: { wasSent: 'maybe', isTransient: true } })
  expect(await harness.channel.findSent([{ part: textPart('We open at 9'), since: '' }])).toEqual([null])
  const { externalId } = await harness.channel.send(textPart('We open at 9'), AbortSignal.timeout(15_000))
  expect(whatsapp.received).toHaveLength(1)
  expect(whatsapp.received[0]).toMatchObject({ id: externalId, times: 2 })
  expect(await harness.channel.findSent([{ part: textPart('We open at 9'), since: '' }])).toMatchObject([{ externalId }])
})

it('somebody who is not on WhatsApp, and a refusal, are failures that are not repeated', async () => {
  await link()
  const send = (patch: object) => harness.channel.send(textPart('Hi', patch), AbortSignal.timeout(15_000)).catch((error: unknown) => error)
  expect(await send({ chatExternalId: '19990000000@s.whatsapp.net' })).toMatchObject({
    failure: { wasSent: 'no', isTransient: false, error: { message: 'The number 19990000000 is not on WhatsApp.' } },
  })
  whatsapp.failMessages(479)
  expect(await send({ deliveryId: 'd2' })).toMatchObject({ failure: { wasSent: 'no', isTransient: false } })
})

it('stopping leaves no socket behind, whatever it was doing', async () => {
  await link()
  const sending = harness.channel.send(textPart('Hi'), AbortSignal.timeout(15_000)).catch(() => undefined)
  await harness.channel.stop()
  await sending
  await whatsapp.when(() => (whatsapp.openConnections.length === 0 ? true : undefined))
  const before = whatsapp.connections.length
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Anybody?' })
  expect(whatsapp.connections.length).toBe(before)
})
