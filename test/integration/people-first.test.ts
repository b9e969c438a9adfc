/** What people write leaves before what agents write, whatever waits, and what waits says why. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SendError } from '../../src-main/hub/channels/port.ts'
import type { Conversation, Message } from '../../src-shared/contract/conversations.ts'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import { OmniError } from '../../src-shared/errors.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'
import { createTypist, type Typist } from '../support/typist.ts'

const ANA = '15552223333'
const RUI = '15554445555'
const FREE = { replyOnly: false, perHour: 1000, newContactsPerDay: 500, pauseMinMs: 0, pauseMaxMs: 0 }
const LONG_MS = 600_000

let hub: TestHub
let channel: ScriptedChannel
let typist: Typist
let count = 0
let asked = 0

async function connectShop(behaviour: Partial<Behaviour> = {}) {
  await hub.panel.instances.create({
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    isAnswering: true,
    behaviour: { gatherWindowMs: 0, splitting: 'paragraphs', splitPauseMinMs: 0, splitPauseMaxMs: 0, health: FREE, ...behaviour },
  })
}
const behave = (behaviour: Partial<Behaviour>) => hub.panel.instances.update({ name: 'shop', behaviour })
const texts = () => channel.sent.map(({ text }) => text)

async function chatWith(phone: string): Promise<Conversation> {
  const { items } = await hub.panel.conversations.list({ instanceName: 'shop' })
  const found = items.find(({ externalId }) => externalId.startsWith(phone))
  if (found === undefined) throw new Error(`nobody has written from ${phone}`)
  return found
}
/** A customer asks, and the agent answers in these paragraphs. */
async function answer(phone: string, ...paragraphs: string[]) {
  await channel.tell('shop', textFrom(phone, 'Hi'))
  asked += 1
  await typist.asked(asked)
  typist.finish(paragraphs.join('\n\n'))
}
/** A person writes in the panel. */
async function write(phone: string, text: string): Promise<Message> {
  count += 1
  return hub.panel.conversations.sendText({ conversationId: (await chatWith(phone)).id, text, clientId: `c${count}`, by: 'Bia' })
}
const thread = async (phone: string) => (await hub.panel.conversations.messages({ conversationId: (await chatWith(phone)).id })).items
const messageOf = async (phone: string, text: string) => (await thread(phone)).find((message) => message.text === text)
const isHeld = (phone: string, text: string, why: string) =>
  expect.poll(async () => (await messageOf(phone, text))?.delivery).toMatchObject({ state: 'pending', held: { why } })
const resolve = async (phone: string, text: string, action: 'send_now' | 'discard' | 'resend') =>
  hub.panel.conversations.resolveDelivery({ deliveryId: (await messageOf(phone, text))?.delivery?.id ?? '', action })
const fail = (isTransient: boolean) => {
  const error = new OmniError('unreachable', 'The platform is away.')
  return new SendError({ error, wasSent: 'no', isTransient, retryAfterMs: isTransient ? LONG_MS : null, request: {}, response: null })
}
/** Holds what is on the wire until it is released. */
function holdWire(text: string): { isReached: Promise<void>; letGo: () => void } {
  const reached = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  channel.beforeSend = async ({ content }) => {
    if (content.type !== 'text' || content.text !== text) return
    reached.resolve()
    await gone.promise
  }
  return { isReached: reached.promise, letGo: gone.resolve }
}

beforeEach(async () => {
  asked = 0
  channel = createScriptedChannel()
  typist = createTypist()
  hub = await startTestHub({ drivers: [channel.driver], agents: typist.agents })
})
afterEach(async () => {
  await hub.stop()
})

describe('a person leaves first', () => {
  it('between the parts of an answer: the one on the wire ends, the rest comes after', async () => {
    await connectShop({ whenInterrupted: 'finish' })
    const wire = holdWire('one')
    await answer(ANA, 'one', 'two', 'three')
    await wire.isReached
    await write(ANA, 'I am here')
    expect(texts()).toEqual([])
    wire.letGo()
    await expect.poll(texts).toEqual(['one', 'I am here', 'two', 'three'])
  })

  it('while a part waits for its pause', async () => {
    await connectShop({ whenInterrupted: 'finish', splitPauseMinMs: 60_000, splitPauseMaxMs: 60_000 })
    await answer(ANA, 'one', 'two')
    await expect.poll(texts).toEqual(['one'])
    await write(ANA, 'I am here')
    await expect.poll(texts).toEqual(['one', 'I am here'])
  })

  it('while an answer is being thought, also over REST', async () => {
    await connectShop()
    await channel.tell('shop', textFrom(ANA, 'Hi'))
    await typist.asked()
    expect((await hub.rest('POST', '/instance/shop/send-text', { phone_number: ANA, text: 'By a program' })).status).toBe(200)
    expect(texts()).toEqual(['By a program'])
    typist.finish('one')
    await expect.poll(texts).toEqual(['By a program', 'one'])
  })

  it('in the queue of a number, also before the agents of other chats that came earlier', async () => {
    await connectShop({ health: { ...FREE, pauseMinMs: 60_000, pauseMaxMs: 60_000 } })
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    await answer(ANA, 'two')
    await isHeld(ANA, 'two', 'pace')
    const agentsTurn = (await messageOf(ANA, 'two'))?.delivery?.held?.until ?? ''
    await channel.tell('shop', textFrom(RUI, 'Hi'))
    await typist.asked(3)
    await write(RUI, 'I am here')
    await isHeld(RUI, 'I am here', 'pace')
    // It has taken the first place, and says so.
    expect((await messageOf(RUI, 'I am here'))?.delivery?.held?.until?.slice(0, 19)).toBe(agentsTurn.slice(0, 19))
    await expect.poll(async () => (await messageOf(ANA, 'two'))?.delivery?.held?.until ?? '').not.toBe(agentsTurn)
    await behave({ health: FREE })
    await hub.restart()
    await expect.poll(texts).toEqual(['one', 'I am here', 'two'])
  })

  it('after a restart, before what the agent had left to say', async () => {
    await connectShop({ whenInterrupted: 'finish', health: { ...FREE, perHour: 1 } })
    await answer(ANA, 'one', 'two')
    await isHeld(ANA, 'two', 'hour')
    await write(ANA, 'I am here')
    await isHeld(ANA, 'I am here', 'hour')
    expect(texts()).toEqual(['one'])
    await hub.restart()
    await isHeld(ANA, 'I am here', 'hour')
    await behave({ health: FREE })
    await hub.restart()
    await expect.poll(texts).toEqual(['one', 'I am here', 'two'])
  })

  it('when the account comes back, before the agent that tried earlier', async () => {
    await connectShop({ whenInterrupted: 'finish' })
    channel.beforeSend = () => Promise.reject(fail(true))
    await answer(ANA, 'one')
    await isHeld(ANA, 'one', 'retry')
    await hub.panel.instances.disconnect({ name: 'shop' })
    await write(ANA, 'I am here')
    await isHeld(ANA, 'I am here', 'disconnected')
    channel.beforeSend = null
    await hub.panel.instances.connect({ name: 'shop' })
    await expect.poll(texts).toEqual(['I am here', 'one'])
  })
})

describe('a message that waits', () => {
  it('says that the hour is used up and until when, and goes at once when a person wants that', async () => {
    await connectShop({ health: { ...FREE, perHour: 1 } })
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    await write(ANA, 'now')
    await isHeld(ANA, 'now', 'hour')
    const until = (await messageOf(ANA, 'now'))?.delivery?.held?.until ?? ''
    expect(Date.parse(until)).toBeGreaterThan(Date.now())
    await resolve(ANA, 'now', 'send_now')
    await expect.poll(texts).toEqual(['one', 'now'])
    await expect.poll(async () => (await messageOf(ANA, 'now'))?.delivery).toMatchObject({ state: 'sent', held: null })
  })

  it('is changed and cancelled, and holds nobody up then', async () => {
    await connectShop({ health: { ...FREE, perHour: 1 } })
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    const first = await write(ANA, 'frist')
    await isHeld(ANA, 'frist', 'hour')
    await hub.panel.conversations.edit({ messageId: first.id, text: 'first' })
    await write(ANA, 'second')
    await resolve(ANA, 'first', 'discard')
    await isHeld(ANA, 'second', 'hour')
    expect((await messageOf(ANA, 'first'))?.delivery).toMatchObject({ state: 'cancelled', held: null })
    await resolve(ANA, 'second', 'send_now')
    await expect.poll(texts).toEqual(['one', 'second'])
    await expect(resolve(ANA, 'second', 'send_now')).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('says for which one it waits, where it is that one which is held', async () => {
    await connectShop({ health: { ...FREE, perHour: 1 } })
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    await write(ANA, 'first')
    await isHeld(ANA, 'first', 'hour')
    await write(ANA, 'second')
    await expect(resolve(ANA, 'second', 'send_now')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'It waits for "first", which was written before it. Send that one now, or discard it.',
    })
    await resolve(ANA, 'first', 'send_now')
    await isHeld(ANA, 'second', 'hour')
    await resolve(ANA, 'second', 'send_now')
    await expect.poll(texts).toEqual(['one', 'first', 'second'])
  })

  it('is changed before it is tried again, and goes as it was changed', async () => {
    await connectShop()
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    channel.beforeSend = () => Promise.reject(fail(true))
    const message = await write(ANA, 'frist')
    await isHeld(ANA, 'frist', 'retry')
    channel.beforeSend = null
    await hub.panel.conversations.edit({ messageId: message.id, text: 'first' })
    await resolve(ANA, 'first', 'send_now')
    await expect.poll(texts).toEqual(['one', 'first'])
  })

  it('waits for its account also when a person wants it sent now, and needs no third hand then', async () => {
    await connectShop()
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    await hub.panel.instances.disconnect({ name: 'shop' })
    let tries = 0
    channel.beforeSend = () => {
      tries += 1
      return Promise.reject(fail(true))
    }
    await write(ANA, 'later')
    await isHeld(ANA, 'later', 'disconnected')
    await resolve(ANA, 'later', 'send_now')
    await expect.poll(() => tries).toBe(2)
    await isHeld(ANA, 'later', 'disconnected')
    channel.beforeSend = null
    await hub.panel.instances.connect({ name: 'shop' })
    await expect.poll(texts).toEqual(['one', 'later'])
  })
})

describe('a file that does not go', () => {
  it.each([true, false])('holds no text up behind it (tried again: %s), and can be tried or removed', async (isTransient) => {
    await connectShop()
    await answer(ANA, 'one')
    await expect.poll(texts).toEqual(['one'])
    channel.beforeSend = ({ content }) => (content.type === 'text' ? Promise.resolve() : Promise.reject(fail(isTransient)))
    expect(
      (
        await hub.rest('POST', '/instance/shop/send-media?wait=false', {
          phone_number: ANA,
          media_type: 'image',
          media_base64: 'aGk=',
          mime_type: 'image/png',
          caption: 'cake',
        })
      ).status,
    ).toBeLessThan(300)
    await write(ANA, 'I am here')
    await expect.poll(texts).toEqual(['one', 'I am here'])
    if (isTransient) await isHeld(ANA, 'cake', 'retry')
    else await expect.poll(async () => (await messageOf(ANA, 'cake'))?.delivery?.state).toBe('failed')
    await resolve(ANA, 'cake', 'discard')
    expect((await messageOf(ANA, 'cake'))?.delivery?.state).toBe('cancelled')
  })
})
