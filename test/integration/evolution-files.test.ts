/** Files that Evolution could not bring along with their message. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Message } from '../../src-shared/contract/conversations.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const ROUTE = 'getBase64FromMediaMessage'

let evolution: FakeEvolution
let omni: TestHub
beforeEach(async () => {
  evolution = await startEvolutionServer()
  omni = await startTestHub()
  await omni.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name: 'shop',
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url },
    secrets: { apiKey: evolution.apiKey },
    behaviour: { gatherWindowMs: 0 },
  })
  await omni.panel.instances.connect({ name: 'shop' })
  evolution.scan('shop')
})
afterEach(async () => {
  await omni.stop()
  await evolution.stop()
})

const picture = (id: string) =>
  evolution.deliverInbound('shop', { id, message: { imageMessage: { mimetype: 'image/png' } }, messageType: 'imageMessage' })

const withFile = (id: string) => (message: Message) => message.externalId === id && message.media?.id != null

it('a file that cannot be had at first is fetched seconds later by its message id, and its message waits for it openly', async () => {
  const live = await watchLive(omni.panel)
  evolution.failNext(ROUTE, { kind: 'status', status: 400, body: { response: { message: ['Message not found'] } } })
  evolution.instance('shop').media.set('IMG', { base64: PNG.toString('base64'), mimetype: 'image/png' })
  const { hooks } = await picture('IMG')
  expect(hooks).toMatchObject([{ outcome: 'delivered' }])
  await live.until(
    (event) => event.type === 'message.changed' && event.message.externalId === 'IMG' && event.message.media?.isFetching === true,
  )
  const event = await live.until((one) => one.type === 'message.changed' && withFile('IMG')(one.message))
  expect(event).toMatchObject({ message: { kind: 'image', media: { mimeType: 'image/png', sizeBytes: PNG.length } } })
  expect(evolution.receivedBy(ROUTE).map(({ body }) => body)).toMatchObject([
    { message: { key: { id: 'IMG' } } },
    { message: { key: { id: 'IMG' } } },
  ])
  live.stop()
})

it('a download that never ends keeps no webhook waiting', async () => {
  evolution.failNext(ROUTE, { kind: 'hang' })
  const { hooks } = await picture('SLOW')
  expect(hooks).toMatchObject([{ outcome: 'delivered', attempts: 1 }])
  await evolution.whenReceived(ROUTE)
})

it('a file that was not here yet is fetched after a restart', async () => {
  evolution.failNext(ROUTE, { kind: 'reset' })
  await picture('LATER')
  await evolution.whenReceived(ROUTE)
  await omni.restart(async () => {
    evolution.instance('shop').media.set('LATER', { base64: PNG.toString('base64'), mimetype: 'image/png' })
  })
  const live = await watchLive(omni.panel)
  const [conversation] = (await omni.panel.conversations.list({})).items
  const isHere = async () => {
    const page = await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
    return page.items.some(withFile('LATER'))
  }
  if (!(await isHere())) await live.until((one) => one.type === 'message.changed' && withFile('LATER')(one.message))
  expect(evolution.receivedBy(ROUTE)).toHaveLength(2)
  live.stop()
})
