/** What was sent is edited and taken back, at the platform first. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Conversation, Message } from '../../../src-shared/contract/conversations.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { connectShop } from '../../support/shop.ts'
import { linkInstance, SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
let omni: TestHub
let chat: Conversation
let count = 0
afterEach(() => omni.stop())

const first = async (): Promise<Conversation> => {
  const [one] = (await omni.panel.conversations.list({})).items
  if (one === undefined) throw new Error('nobody wrote')
  return one
}
const messages = async () => (await omni.panel.conversations.messages({ conversationId: chat.id })).items
const edit = (message: Message, text: string) => omni.panel.conversations.edit({ messageId: message.id, text })
const deleteForEveryone = (message: Message) => omni.panel.conversations.deleteForEveryone({ messageId: message.id })

/** Sent, and on the platform. */
async function send(text: string): Promise<Message> {
  count += 1
  const live = await watchLive(omni.panel)
  const { id } = await omni.panel.conversations.sendText({ conversationId: chat.id, text, clientId: `c${count}`, by: 'Rui' })
  const there = await live.until(
    (event) => event.type === 'message.changed' && event.message.id === id && event.message.externalId !== null,
  )
  live.stop()
  if (there.type !== 'message.changed') throw new Error('unreachable')
  return there.message
}

describe('a message that was sent through Evolution', () => {
  let evolution: FakeEvolution
  beforeEach(async () => {
    evolution = await startEvolutionServer()
    omni = await startTestHub()
    await connectShop(omni.panel, evolution, 'shop', { house: { greeting: 'Hi.' } })
    const live = await watchLive(omni.panel)
    await evolution.deliverInbound('shop', { from: ANA, name: 'Ana', text: 'Hello' })
    await live.untilTrace(({ completedAt }) => completedAt !== null)
    live.stop()
    chat = await first()
  })
  afterEach(() => evolution.stop())

  it('gets another text there and here, once, and everybody who watches sees it', async () => {
    const sent = await send('We open at 8')
    const live = await watchLive(omni.panel)
    const changed = await edit(sent, 'We open at 9')
    expect(changed).toMatchObject({ id: sent.id, text: 'We open at 9', previousText: 'We open at 8', editedAt: expect.any(String) })
    await live.until((event) => event.type === 'message.changed' && event.message.id === sent.id && event.message.text === 'We open at 9')
    await live.until((event) => event.type === 'conversation.changed' && event.conversation.lastMessagePreview === 'We open at 9')
    live.stop()
    expect(evolution.receivedBy('updateMessage').map(({ body }) => body)).toEqual([
      { number: ANA, key: { id: sent.externalId, remoteJid: `${ANA}@s.whatsapp.net`, fromMe: true }, text: 'We open at 9' },
    ])
    // What the platform tells of it itself changes nothing any more, and the same again asks nobody.
    await evolution.hooks.idle()
    expect(await edit(sent, 'We open at 9')).toMatchObject({ previousText: 'We open at 8' })
    expect(evolution.receivedBy('updateMessage')).toHaveLength(1)
  })

  it('is taken back there and here, and the list says so', async () => {
    const sent = await send('The price is 5')
    expect(await deleteForEveryone(sent)).toMatchObject({ revokedAt: expect.any(String) })
    expect(evolution.receivedBy('deleteMessageForEveryone')[0]?.body).toEqual({
      id: sent.externalId,
      remoteJid: `${ANA}@s.whatsapp.net`,
      fromMe: true,
    })
    expect((await first()).lastMessagePreview).toBe('[revoked]')
    await expect(deleteForEveryone(sent)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(edit(sent, 'No')).rejects.toThrow('deleted already')
    expect(evolution.receivedBy('deleteMessageForEveryone')).toHaveLength(1)
  })

  it('says when nobody knows whether it happened, keeps what it has, and can be asked again', async () => {
    const sent = await send('We open at 8')
    evolution.failNext('updateMessage', { kind: 'reset', afterEffect: false })
    await expect(edit(sent, 'We open at 9')).rejects.toThrow('did not say whether the message was changed')
    expect((await messages()).at(-1)).toMatchObject({ text: 'We open at 8', editedAt: null })
    expect(await edit(sent, 'We open at 9')).toMatchObject({ text: 'We open at 9' })
  })

  it('is what the platform made of it, when only the answer was lost', async () => {
    const sent = await send('We open at 8')
    const live = await watchLive(omni.panel)
    evolution.failNext('updateMessage', { kind: 'reset', afterEffect: true })
    await expect(edit(sent, 'We open at 9')).rejects.toThrow('did not say whether the message was changed')
    await live.until((event) => event.type === 'message.changed' && event.message.id === sent.id && event.message.text === 'We open at 9')
    live.stop()
    expect(await edit(sent, 'We open at 9')).toMatchObject({ text: 'We open at 9', previousText: 'We open at 8' })
    expect(evolution.receivedBy('updateMessage')).toHaveLength(1)
  })

  it('tells in the words of the platform why not, and changes nothing', async () => {
    const sent = await send('We open at 8')
    const stored = evolution.instance('shop').messages.find(({ key }) => key.id === sent.externalId)
    if (stored) stored.messageTimestamp -= 3600
    await expect(edit(sent, 'We open at 9')).rejects.toThrow('Message is older than 15 minutes')
    expect((await messages()).at(-1)).toMatchObject({ text: 'We open at 8', editedAt: null })
  })

  it('is not changed when it is too old, is of a customer, or has no words; the platform is not asked', async () => {
    const sent = await send('We open at 8')
    const [hello] = await messages()
    if (hello === undefined) throw new Error('nobody wrote')
    await expect(edit(hello, 'Bye')).rejects.toThrow('Only what was sent from here')
    await expect(deleteForEveryone(hello)).rejects.toThrow('Only what was sent from here')
    await expect(edit(sent, ' ')).rejects.toThrow()
    // The hub takes its clock at its start.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 })
    await omni.restart()
    await expect(edit(sent, 'We open at 9')).rejects.toThrow('too old to be edited')
    vi.setSystemTime(Date.now() + 3 * 24 * 3_600_000)
    await expect(deleteForEveryone(sent)).rejects.toThrow('too old to be deleted')
    expect([...evolution.receivedBy('updateMessage'), ...evolution.receivedBy('deleteMessageForEveryone')]).toEqual([])
    vi.useRealTimers()
  })
})

describe('a message that was sent by WhatsApp inside the app', () => {
  let whatsapp: FakeWhatsApp
  beforeEach(async () => {
    whatsapp = await startWhatsAppServer()
    process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
    omni = await startTestHub()
    await linkInstance(omni.panel, whatsapp, { create: { house: { greeting: 'Hi.' } } })
    const live = await watchLive(omni.panel)
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hello' })
    await live.untilTrace(({ completedAt }) => completedAt !== null)
    live.stop()
    chat = await first()
  })
  afterEach(async () => {
    await whatsapp.stop()
    delete process.env['OMNI_WHATSAPP_WS_URL']
    expect(whatsapp.problems).toEqual([])
  })
  const changes = () => whatsapp.received.flatMap(({ message }) => (message.protocolMessage ? [message.protocolMessage] : []))

  it('is edited and taken back by messages that name it', async () => {
    const sent = await send('We open at 8')
    expect(await edit(sent, 'We open at 9')).toMatchObject({ text: 'We open at 9', previousText: 'We open at 8' })
    expect(await deleteForEveryone(sent)).toMatchObject({ revokedAt: expect.any(String) })
    await vi.waitFor(() => expect(changes()).toHaveLength(2))
    const [edited, revoked] = changes()
    expect(edited).toMatchObject({ type: 14, key: { id: sent.externalId, fromMe: true } })
    expect(edited?.editedMessage?.conversation ?? edited?.editedMessage?.extendedTextMessage?.text).toBe('We open at 9')
    expect(revoked).toMatchObject({ type: 0, key: { id: sent.externalId, fromMe: true } })
    expect(whatsapp.unreadable).toEqual([])
  })
})

describe('a message of the simulator', () => {
  it('is changed like any other, an answer of the agent too, and survives a restart', async () => {
    omni = await startTestHub()
    await omni.panel.instances.create({ name: 'try', channel: 'simulator', house: { greeting: 'Hi.' }, behaviour: { gatherWindowMs: 0 } })
    chat = await omni.panel.simulator.open({ instanceName: 'try' })
    const live = await watchLive(omni.panel)
    await omni.panel.simulator.say({ conversationId: chat.id, text: 'Hello', clientId: 'one' })
    await live.untilTrace(({ completedAt }) => completedAt !== null)
    live.stop()
    const answer = (await messages()).find(({ author }) => author === 'agent')
    if (answer === undefined) throw new Error('no answer')
    await Promise.all([edit(answer, 'Hi there.'), edit(answer, 'Hi, Ana.')])
    await omni.restart()
    expect((await messages()).find(({ id }) => id === answer.id)).toMatchObject({ text: 'Hi, Ana.', previousText: 'Hi there.' })
  })
})
