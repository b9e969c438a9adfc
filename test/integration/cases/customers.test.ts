/** What customers and their phones really send, and what reaches them: inputs of the field, each with the right value. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { readCase } from '../../support/evolution-shop.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { connectShop } from '../../support/shop.ts'

interface Webhook {
  event: string
  data: Record<string, unknown>
}

describe('inputs of the field, from customers through Evolution', () => {
  let evolution: FakeEvolution
  let agent: AgentServer
  let omni: TestHub

  beforeEach(async () => {
    evolution = await startEvolutionServer({ acknowledgesSends: true })
    agent = await startAgentServer()
    omni = await startTestHub()
    await connectShop(omni.panel, evolution, 'shop', { agent: { url: agent.url } })
  })
  afterEach(async () => {
    await omni.stop()
    await evolution.stop()
    await agent.stop()
  })

  /** Sends what the case holds, as said now, and gives the trace that it ends in. */
  async function answered({ event, data }: Webhook) {
    const live = await watchLive(omni.panel)
    await evolution.emit('shop', event, { ...data, messageTimestamp: Math.floor(Date.now() / 1000) })
    const trace = await live.untilTrace((one) => one.state === 'completed')
    live.stop()
    return trace
  }

  const contactNames = async () => (await omni.panel.conversations.list({ instanceName: 'shop' })).items.map(({ name }) => name)

  it('a reply to a menu reaches the agent with the words that the customer chose', async () => {
    await answered(readCase<{ webhook: Webhook }>('native-flow-reply').webhook)
    expect(agent.requests[0]?.body['message_content']).toBe('Haircut')
  })

  it('a message to a broadcast list lands in the chat of its sender, and is answered there', async () => {
    await answered(readCase<{ webhook: Webhook }>('broadcast-list').webhook)
    expect(agent.requests[0]?.body['message_content']).toBe('menu of today?')
    expect(evolution.sent).toMatchObject([{ remoteJid: '15561110003@s.whatsapp.net' }])
  })

  it('a name stays when a server calls the person by the number or by the LID', async () => {
    const { webhooks } = readCase<{ webhooks: { event: string; data: unknown }[] }>('name-is-the-number')
    const maria = { remoteJid: '15561110005@s.whatsapp.net', remoteJidAlt: '999888777666555@lid', fromMe: false, id: 'M1' }
    await answered({ event: 'messages.upsert', data: { key: maria, pushName: 'Maria', message: { conversation: 'hi' } } })
    for (const { event, data } of webhooks) await evolution.emit('shop', event, data)
    // Also by what stands for the owner, and by the shop's own name.
    for (const pushName of ['Você', 'Sol Bakery']) {
      await evolution.emit('shop', 'contacts.update', { remoteJid: maria.remoteJid, pushName })
    }
    // All are handled once this one is.
    await answered({ event: 'messages.upsert', data: { key: { ...maria, id: 'M2' }, message: { conversation: 'still me' } } })
    expect(await contactNames()).toEqual(['Maria'])
  })

  it('numbers are called as people write them', async () => {
    const { cases } = readCase<{ cases: [string, string, string][] }>('number-formats')
    for (const [written, , digits] of cases) {
      const { status } = await omni.rest('POST', '/instance/shop/send-text', { phone_number: written, text: 'x' })
      expect(status).toBe(200)
      expect(evolution.sent.at(-1)?.remoteJid).toBe(`${digits}@s.whatsapp.net`)
    }
  })
})
