import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { saveAgent } from '../support/saved-agent.ts'

interface Recorded {
  body: { event: string; data: unknown }
}
const recorded: Recorded[] = JSON.parse(readFileSync(new URL('../fixtures/evolution/webhooks.json', import.meta.url), 'utf8'))

const now = Math.floor(Date.now() / 1000)
/** What was recorded long ago would be left to a person. */
const today = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'messageTimestamp' in data ? { ...data, messageTimestamp: now } : data

describe('WhatsApp through Evolution, to an agent and back', () => {
  let evolution: FakeEvolution
  let agent: AgentServer
  let omni: TestHub

  beforeEach(async () => {
    evolution = await startEvolutionServer({ acknowledgesSends: true })
    agent = await startAgentServer()
    omni = await startTestHub()
  })
  afterEach(async () => {
    await omni.stop()
    await evolution.stop()
    await agent.stop()
  })

  /** An instance that a phone has scanned, answered by the agent server. */
  async function connected(name = 'shop', behaviour: Record<string, unknown> = {}) {
    await omni.panel.instances.create({
      isAnswering: true,
      name,
      channel: 'whatsapp',
      provider: 'evolution',
      settings: { url: evolution.url },
      secrets: { apiKey: evolution.apiKey },
      agentProfileId: await saveAgent(omni.panel, { url: agent.url, agentId: 'sofia' }),
      behaviour: { gatherWindowMs: 0, ...behaviour },
    })
    await omni.panel.instances.connect({ name })
    const connection = await omni.panel.instances.watchConnection({ name })
    evolution.scan(name)
    for await (const state of connection) if (state.state === 'connected') break
  }

  it('registers its webhook with a secret header automatically', async () => {
    await connected()
    const { webhook } = evolution.instance('shop')
    expect(webhook).toMatchObject({ enabled: true, url: `${omni.url}/webhook/evolution/shop`, webhookBase64: true })
    expect(webhook?.headers['x-omni-webhook-secret']).toMatch(/^[\w-]{20,}$/)
  })

  it('answers a message and records the whole way', async () => {
    await connected()
    // An answer that is there at once needs no "typing…".
    agent.script({ kind: 'late', delayMs: 100 })
    const live = await watchLive(omni.panel)
    const { id } = await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Do you open on Saturday?' })
    const trace = await live.untilTrace((one) => one.state === 'completed')
    expect(evolution.sent).toHaveLength(1)
    expect(evolution.sent[0]).toMatchObject({ instance: 'shop', remoteJid: '15552223333@s.whatsapp.net' })
    expect(evolution.sent[0]?.text).toContain('Do you open on Saturday?')
    expect(agent.requests[0]?.body).toMatchObject({ session_name: 'shop_15552223333', message_content: 'Do you open on Saturday?' })
    expect(JSON.stringify(agent.requests[0]?.body)).not.toContain(evolution.apiKey)
    expect(trace.steps.map((step) => step.stage)).toEqual(['receive', 'admit', 'gather', 'think', 'deliver'])
    expect(evolution.receivedBy('markMessageAsRead')[0]?.body).toMatchObject({
      readMessages: [{ id, remoteJid: '15552223333@s.whatsapp.net' }],
    })
    expect(evolution.receivedBy('sendPresence').length).toBeGreaterThan(0)
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'delivered')
    live.stop()
  })

  it('writes what an agent wrote in Markdown with the marks of WhatsApp, and what a person wrote as it is', async () => {
    await connected()
    const live = await watchLive(omni.panel)
    // The agent says again what it was told.
    await evolution.deliverInbound('shop', { text: 'Comes to **76.00**, see [the menu](https://sol.example/menu)' })
    const trace = await live.untilTrace((one) => one.state === 'completed')
    const written = 'Comes to *76.00*, see the menu (https://sol.example/menu)'
    expect(evolution.sent[0]?.text).toContain(written)
    const conversationId = trace.conversationId ?? ''
    const thread = await omni.panel.conversations.messages({ conversationId })
    expect(thread.items.map(({ text }) => text)).toContainEqual(expect.stringContaining(written))
    await omni.panel.conversations.sendText({ conversationId, text: 'Two **stars**', clientId: 'c1', by: 'Ana' })
    await live.until(
      (event) =>
        event.type === 'message.changed' && event.message.text === 'Two **stars**' && event.message.delivery?.state === 'delivered',
    )
    expect(evolution.sent.at(-1)?.text).toBe('Two **stars**')
    live.stop()
  })

  it.each(['disconnected', 'switched off'])(
    'sends nothing while the account is %s, also after a restart, and all of it afterwards',
    async (how) => {
      await connected()
      await evolution.deliverInbound('shop', { from: '15552223333', text: 'Do you open on Saturday?' })
      await expect.poll(() => evolution.sent.length).toBe(1)
      const name = 'shop'
      const isOn = (on: boolean) =>
        how === 'switched off'
          ? omni.panel.instances.update({ name, isActive: on })
          : on
            ? omni.panel.instances.connect({ name })
            : omni.panel.instances.disconnect({ name })
      await isOn(false)
      const [conversation] = (await omni.panel.conversations.list({ instanceName: name })).items
      const conversationId = conversation?.id ?? ''
      await omni.panel.conversations.sendText({ conversationId, text: 'from the panel', clientId: 'c1', by: 'Ana' })
      const body = { phone_number: '15552223333', text: 'over REST' }
      expect((await omni.rest('POST', '/instance/shop/send-text?wait=false', body)).status).toBe(202)
      const isHeld = async () =>
        (await omni.panel.conversations.messages({ conversationId })).items.some(
          ({ text, delivery }) => text === 'from the panel' && delivery?.held?.why === 'disconnected',
        )
      await expect.poll(isHeld).toBe(true)
      await omni.restart()
      await expect.poll(isHeld).toBe(true)
      expect((await omni.rest('POST', '/instance/shop/send-text', body)).status).toBe(409)
      expect(evolution.sent).toHaveLength(1)
      await isOn(true)
      await expect.poll(() => evolution.sent.map(({ text }) => text).slice(1)).toEqual(['from the panel', 'over REST'])
    },
  )

  it('plays every recorded webhook and answers each customer message exactly once', async () => {
    await connected('cap')
    const live = await watchLive(omni.panel)
    // The recording has no files: an answer would wait for one that never comes.
    for (const { body } of recorded) {
      const id = (body.data as { key?: { id?: string } } | null)?.key?.id
      if (id !== undefined) evolution.instance('cap').media.set(id, { base64: 'YnJlYWQ=', mimetype: 'application/octet-stream' })
    }
    const statuses: number[] = []
    for (const { body } of recorded) {
      // The connection of the recording comes and goes; the messages are what is played here.
      if (/^(connection|qrcode|instance|status|logout|remove)/.test(body.event)) continue
      const hooks = await evolution.emit('cap', body.event, today(body.data))
      statuses.push(...hooks.map((hook) => hook.status ?? 0))
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    const upserts = recorded
      .filter(({ body }) => body.event === 'messages.upsert')
      .map(({ body }) => body.data as { key: { id: string; remoteJid: string; fromMe: boolean }; messageType: string })
    const toAnswer = upserts.filter(
      ({ key, messageType }) => !key.fromMe && messageType !== 'reactionMessage' && !key.remoteJid.endsWith('@g.us'),
    )
    await live.until(
      () => live.events.filter((event) => event.type === 'trace.changed' && event.trace.state === 'completed').length >= toAnswer.length,
    )
    const chats = evolution.sent.map((message) => message.remoteJid).sort()
    expect(chats).toEqual(toAnswer.map(({ key }) => key.remoteJid).sort())
    const traces = (await omni.panel.traces.list({ limit: 200 })).items
    expect(traces.find((trace) => trace.stopCode === 'group_without_mention')?.reason).toBe('The group message did not mention the agent.')
    // Everything again, as Evolution repeats it: nothing is answered twice.
    const before = evolution.sent.length
    for (const { body } of recorded) if (body.event === 'messages.upsert') await evolution.emit('cap', body.event, today(body.data))
    await omni.restart()
    expect(evolution.sent).toHaveLength(before)
    expect((await omni.panel.traces.list({ limit: 200 })).items).toHaveLength(traces.length)
    live.stop()
  })

  it('makes one turn of a burst', async () => {
    await connected('shop', { gatherWindowMs: 300, gatherWindowMaxMs: 5000 })
    const live = await watchLive(omni.panel)
    for (const text of ['Hello', 'are you there?', 'I need a cake']) await evolution.deliverInbound('shop', { text })
    const trace = await live.untilTrace((one) => one.state === 'completed')
    expect(trace.messageCount).toBe(3)
    expect(evolution.sent).toHaveLength(1)
    expect(agent.requests.map((request) => request.body['message_content'])).toEqual(['Hello\nare you there?\nI need a cake'])
    live.stop()
  })

  it('sends a fallback text, not the agent’s error, when the agent fails', async () => {
    await connected('shop', { fallback: { error: 'One moment, please.' } })
    for (const fault of [{ kind: 'html' as const }, { kind: 'answer' as const, body: { message: 'AUTOMAGIK:ACCESS_DENIED' } }]) {
      agent.always(fault)
      const live = await watchLive(omni.panel)
      await evolution.deliverInbound('shop', { text: `fault ${fault.kind}` })
      const trace = await live.untilTrace((one) => one.state === 'failed' || one.state === 'completed')
      expect(trace.state).toBe('failed')
      expect(evolution.sent.at(-1)?.text).toBe('One moment, please.')
      live.stop()
    }
    expect(evolution.sent).toHaveLength(2)
  })

  it('tries a send again that surely did not leave', async () => {
    await connected()
    const live = await watchLive(omni.panel)
    evolution.failNext('sendText', {
      kind: 'status',
      status: 500,
      body: { status: 500, error: 'Internal Server Error', response: { message: ['Connection Closed'] } },
    })
    await evolution.deliverInbound('shop', { text: 'Hi' })
    await live.untilTrace((one) => one.state === 'completed')
    expect(evolution.sent).toHaveLength(1)
    expect(evolution.receivedBy('sendText')).toHaveLength(2)
    live.stop()
  })

  it('keeps two tenants apart: each answers through its own account', async () => {
    await connected('one')
    await connected('two')
    const live = await watchLive(omni.panel)
    await Promise.all([
      evolution.deliverInbound('one', { from: '15551110001', text: 'for one' }),
      evolution.deliverInbound('two', { from: '15551110001', text: 'for two' }),
    ])
    await live.until(() => live.events.filter((event) => event.type === 'trace.changed' && event.trace.state === 'completed').length >= 2)
    expect(evolution.sent.map((message) => [message.instance, message.text.includes(`for ${message.instance}`)]).sort()).toEqual([
      ['one', true],
      ['two', true],
    ])
    live.stop()
  })

  it('says nothing to a blocked sender and tells the webhook so', async () => {
    await connected()
    await omni.panel.access.create({ instanceName: 'shop', pattern: '+1 555 222-3333', type: 'block' })
    const live = await watchLive(omni.panel)
    const { hooks } = await evolution.deliverInbound('shop', { from: '15552223333', text: 'Hi' })
    expect(JSON.parse(hooks[0]?.answer ?? '{}')).toMatchObject({ status: 'blocked', instance: 'shop' })
    const trace = await live.untilTrace((one) => one.state === 'stopped')
    expect(trace).toMatchObject({ stopCode: 'access_denied', reason: 'The sender is blocked by rule "block +1 555 222-3333".' })
    expect(evolution.sent).toHaveLength(0)
    live.stop()
  })
})
