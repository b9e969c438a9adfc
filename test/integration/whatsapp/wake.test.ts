/** A computer that wakes up, with the real library against the fake WhatsApp. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { realTimers } from '../../../src-main/hub/runtime/timers.ts'
import { readQr } from '../../support/read-qr.ts'
import { WebChannelHarness } from '../../support/whatsapp-server/channel-harness.ts'
import { SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

let whatsapp: FakeWhatsApp
let harness: WebChannelHarness
/** From then on no pause ends. */
let doesTimeStand = false

beforeEach(async () => {
  doesTimeStand = false
  whatsapp = await startWhatsAppServer()
  harness = new WebChannelHarness({
    endpoint: whatsapp.url,
    timers: { ...realTimers, after: (delayMs, run) => (doesTimeStand && delayMs > 0 ? () => undefined : realTimers.after(delayMs, run)) },
  })
  await harness.channel.start()
  await harness.channel.connect({ phoneNumber: null })
  await whatsapp.scan(readQr((await harness.when(() => harness.connection.qr ?? undefined)).image), SHOP)
  await harness.whenState('connected')
})
afterEach(async () => {
  await harness.channel.stop()
  await whatsapp.stop()
})

it('does not sit out the pause before the next try', async () => {
  doesTimeStand = true
  whatsapp.drop(503)
  await harness.whenState('connecting')
  harness.channel.wake()
  await harness.whenState('connected')
})

it('leaves an account alone that was switched off', async () => {
  await harness.channel.disconnect()
  const { length } = whatsapp.connections
  harness.channel.wake()
  expect(harness.connection).toMatchObject({ state: 'disconnected' })
  expect(whatsapp.connections).toHaveLength(length)
})
