import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Message } from '../../src-shared/contract/conversations.ts'
import { type AgentServer, startAgentServer } from '../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { connectShop } from '../support/shop.ts'

let evolution: FakeEvolution
let agent: AgentServer
let omni: TestHub

beforeEach(async () => {
  evolution = await startEvolutionServer()
  agent = await startAgentServer()
  omni = await startTestHub()
  await connectShop(omni.panel, evolution, 'shop', { agent: { url: agent.url } })
})
afterEach(async () => {
  await omni.stop()
  await evolution.stop()
  await agent.stop()
})

type Live = Awaited<ReturnType<typeof watchLive>>

type Delivery = NonNullable<Message['delivery']>

async function untilDelivery(live: Live, is: (delivery: Delivery) => boolean): Promise<Delivery & { id: string }> {
  const event = await live.until((one) => one.type === 'message.changed' && one.message.delivery !== null && is(one.message.delivery))
  const delivery = event.type === 'message.changed' ? event.message.delivery : null
  if (delivery?.id == null) throw new Error('no delivery')
  return { ...delivery, id: delivery.id }
}

/** An answer whose send is cut off, before or after it reached WhatsApp. */
async function cutOff(live: Live, { afterEffect }: { afterEffect: boolean }) {
  evolution.failNext('sendText', { kind: 'reset', afterEffect })
  await evolution.deliverInbound('shop', { text: 'Do you open on Saturday?' })
  return untilDelivery(live, ({ state }) => state === 'unknown')
}

it('a message of unknown fate that is at the platform is found, and nobody has to decide', async () => {
  const live = await watchLive(omni.panel)
  const { id } = await cutOff(live, { afterEffect: true })
  await untilDelivery(live, (delivery) => delivery.id === id && delivery.state === 'sent')
  expect((await omni.panel.system.home()).attention.map(({ kind }) => kind)).not.toContain('delivery_unknown')
  expect(evolution.sent).toHaveLength(1)
  live.stop()
})

it('what became unknown before a restart is looked for once the channel is connected again', async () => {
  const live = await watchLive(omni.panel)
  // The server cannot be asked as long as this hub lives.
  evolution.failNext('findMessages', { kind: 'status', status: 500 }, 1)
  const { id } = await cutOff(live, { afterEffect: true })
  live.stop()
  await omni.restart()
  const after = await watchLive(omni.panel)
  const [conversation] = (await omni.panel.conversations.list({ instanceName: 'shop' })).items
  const isSent = async () =>
    (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items.find(({ delivery }) => delivery?.id === id)
      ?.delivery?.state
  await expect.poll(isSent, { timeout: 25_000 }).toBe('sent')
  expect(evolution.sent).toHaveLength(1)
  after.stop()
})

it('what is not found stays unknown and says why; Check says no more, and it is never sent again without a person', async () => {
  const live = await watchLive(omni.panel)
  const { id } = await cutOff(live, { afterEffect: false })
  const looked = await untilDelivery(live, (delivery) => delivery.id === id && (delivery.error ?? '').includes('does not prove'))
  expect(looked.state).toBe('unknown')
  const check = omni.panel.conversations.resolveDelivery({ deliveryId: id, action: 'check' })
  await expect(check).rejects.toThrow('which does not prove that it was not sent')
  expect((await omni.panel.system.home()).attention.map(({ kind }) => kind)).toContain('delivery_unknown')
  expect(evolution.sent).toHaveLength(0)
  await omni.panel.conversations.resolveDelivery({ deliveryId: id, action: 'resend' })
  await untilDelivery(live, (delivery) => delivery.id === id && delivery.state === 'sent')
  expect(evolution.sent).toHaveLength(1)
  live.stop()
})

it('Check finds what Omni could not look for yet', async () => {
  const live = await watchLive(omni.panel)
  const asked = () => evolution.receivedBy('findMessages').length
  const before = asked()
  evolution.failNext('findMessages', { kind: 'status', status: 500 })
  const { id } = await cutOff(live, { afterEffect: true })
  await expect.poll(asked).toBeGreaterThan(before)
  const checked = await omni.panel.conversations.resolveDelivery({ deliveryId: id, action: 'check' })
  expect(checked.delivery?.state).toBe('sent')
  expect(evolution.sent).toHaveLength(1)
  live.stop()
})
