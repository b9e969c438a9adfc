/** The owner answers a customer on the account's own phone: the agent steps aside. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import { type CaseStep, type EvolutionShop, openEvolutionShop, readCase } from '../../support/evolution-shop.ts'

const ANN = '15564000001'
const BEN = '15564000002'
const MINUTE_MS = 60_000
const PAUSED = /^Paused: somebody answered on the phone at \d\d:\d\d\.$/

let shop: EvolutionShop
let count = 0

const open = async (behaviour: Partial<Behaviour> = {}) => {
  shop = await openEvolutionShop(behaviour)
}
afterEach(async () => {
  vi.useRealTimers()
  await shop.stop()
})

function upsert(message: object, key: { fromMe: boolean; id: string; with?: string }): CaseStep {
  const { with: person = ANN, ...rest } = key
  const data = {
    key: { remoteJid: `${person}@s.whatsapp.net`, ...rest },
    pushName: key.fromMe ? 'Shop' : 'Ann',
    message,
    source: 'android',
  }
  return { event: 'messages.upsert', instance: 'shop', data }
}
/** A text of a customer, this many seconds ago. @returns its id */
async function customer(text: string, secondsAgo = 30, person = ANN): Promise<string> {
  count += 1
  const id = `C${count}`
  await shop.play(upsert({ conversation: text }, { fromMe: false, id, with: person }), Date.now() - secondsAgo * 1000)
  return id
}
async function owner(text: string, secondsAgo = 0, person = ANN): Promise<string> {
  count += 1
  const id = `O${count}`
  await shop.play(upsert({ conversation: text }, { fromMe: true, id, with: person }), Date.now() - secondsAgo * 1000)
  return id
}
const chat = async (person = ANN) => {
  const { items } = await shop.omni.panel.conversations.list({ instanceName: 'shop' })
  const found = items.find(({ externalId }) => externalId.startsWith(person))
  if (found === undefined) throw new Error('the chat does not exist')
  return found
}
const ownerOf = async (person = ANN) => (await chat(person)).owner
const thread = async () =>
  (await shop.omni.panel.conversations.messages({ conversationId: (await chat()).id })).items.map(({ event, text }) => event?.type ?? text)

describe('a text typed on the phone', () => {
  it('takes the conversation over, as in the case from the field', async () => {
    await open()
    const { steps } = readCase<{ steps: [CaseStep, CaseStep, CaseStep] }>('owner-answers-on-the-phone')
    const [hi, quote, sure] = steps
    await shop.play(hi, Date.now() - 40_000)
    await shop.typist.asked(1)
    shop.typist.finish('ok')
    await shop.ended('Q1')
    await shop.play(quote, Date.now() - 20_000)
    await shop.play(sure, Date.now())
    expect(await shop.ended('Q3')).toMatchObject({ state: 'stopped', stopCode: 'paused', reason: expect.stringMatching(PAUSED) })
    expect(shop.evolution.sent.map(({ text }) => text)).toEqual(['ok'])
    expect(await thread()).toEqual(['hi', 'ok', 'Owner here, I prepare a quote for you.', 'answered_on_phone', 'sure, take your time'])
    const { kind, name, reason, until } = await ownerOf()
    expect({ kind, name, reason }).toEqual({ kind: 'person', name: null, reason: 'phone' })
    expect(Date.parse(until ?? '') - (Date.now() - 20_000)).toBeLessThanOrEqual(30 * MINUTE_MS)
    await shop.live.until((event) => event.type === 'conversation.changed' && event.conversation.owner.reason === 'phone')
  })

  it('ends the gathering at once: the agent is not asked', async () => {
    await open({ gatherWindowMs: 60_000, gatherWindowMaxMs: 60_000 })
    const first = await customer('Hello', 30)
    const second = await customer('Do you bake?', 25)
    await owner('Yes, every day')
    for (const id of [first, second])
      expect(await shop.ended(id)).toMatchObject({ stopCode: 'paused', reason: expect.stringMatching(PAUSED) })
    expect(shop.typist.requests).toEqual([])
  })

  it('stops what is being thought', async () => {
    await open()
    const id = await customer('Hello')
    await shop.typist.asked()
    await owner('I am here')
    expect(await shop.ended(id)).toMatchObject({ stopCode: 'paused', reason: expect.stringMatching(PAUSED) })
    expect(shop.evolution.sent).toEqual([])
  })

  it('stops what is being said: what has left stays, also where answers are not interrupted', async () => {
    await open({ streaming: 'paragraphs', whenInterrupted: 'finish' })
    const id = await customer('Hello')
    await shop.typist.asked()
    shop.typist.write('First part.\n\nSecond ')
    await shop.evolution.whenReceived('sendText')
    await owner('I go on from here')
    expect(await shop.ended(id)).toMatchObject({ state: 'stopped', stopCode: 'paused', reason: expect.stringMatching(PAUSED) })
    expect(shop.evolution.sent.map(({ text }) => text)).toEqual(['First part.'])
  })

  it('puts a draft aside', async () => {
    await open({ answersNeedApproval: true })
    const id = await customer('Hello')
    await shop.typist.asked()
    shop.typist.finish('A suggestion')
    await shop.ended(id)
    expect((await chat()).draftId).not.toBeNull()
    await owner('I answered myself')
    await expect.poll(async () => (await chat()).draftId).toBeNull()
  })

  it('is told to the agent later, with what was said meanwhile', async () => {
    await open()
    await customer('One', 60)
    await shop.typist.asked(1)
    shop.typist.finish('Answer one')
    await shop.evolution.whenReceived('sendText', 1)
    await owner('Owner here', 30)
    await shop.ended(await customer('Two', 20))
    await owner('Owner again', 5)
    await shop.omni.panel.conversations.giveBack({ conversationId: (await chat()).id, by: 'Ana' })
    expect(await ownerOf()).toMatchObject({ kind: 'bot' })
    await customer('Three', 0)
    expect(await shop.typist.asked(2)).toBe('Three')
    expect(shop.typist.requests[1]?.history.map(({ author, text }) => `${author}: ${text}`)).toEqual([
      'customer: One',
      'agent: Answer one',
      'person: Owner here',
      'customer: Two',
      'person: Owner again',
    ])
    shop.typist.finish('Answer three')
  })

  it('keeps it for as long again with each text, and through a restart, until the time is up', async () => {
    await open({ phoneTakeover: { isOn: true, minutes: 10 } })
    await owner('Hello Ann', 120)
    const first = await ownerOf()
    await owner('Are you there?', 60)
    const second = await ownerOf()
    expect(second.since).toBe(first.since)
    expect(Date.parse(second.until ?? '') - Date.parse(first.until ?? '')).toBeGreaterThanOrEqual(59_000)
    await shop.restart()
    expect(await shop.ended(await customer('Yes', 0))).toMatchObject({ stopCode: 'paused' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * MINUTE_MS })
    await shop.restart()
    await expect.poll(async () => (await ownerOf()).kind).toBe('bot')
    expect(await thread()).toEqual(['Hello Ann', 'answered_on_phone', 'Are you there?', 'Yes', 'time_over'])
  })

  it('takes over although the program died right after it was stored', async () => {
    await open()
    await owner('I am here', 20)
    await shop.restart(async () => {
      const db = new Database(join(shop.omni.folder, 'omni.db'))
      db.prepare("UPDATE conversations SET owner_kind = 'bot', owner_since = NULL, owner_until = NULL, owner_reason = NULL").run()
      db.prepare("UPDATE turns SET state = 'received', completed_at = NULL, owner = 'a process that died'").run()
      db.close()
    })
    // What was left open is taken up behind a hub that is up already.
    await expect.poll(() => ownerOf()).toMatchObject({ kind: 'person', reason: 'phone' })
  })

  it('that comes again takes over nothing the second time', async () => {
    await open()
    shop.evolution.hooks.duplicate(3)
    await owner('I am here', 20)
    shop.evolution.hooks.duplicate(1)
    await shop.omni.panel.conversations.giveBack({ conversationId: (await chat()).id, by: 'Ana' })
    const [sent] = shop.evolution.hooks.log.filter(({ event }) => event === 'messages.upsert')
    await shop.evolution.emit('shop', 'messages.upsert', sent?.body['data'])
    expect(await ownerOf()).toMatchObject({ kind: 'bot' })
    expect(await thread()).toEqual(['I am here', 'answered_on_phone', 'gave_back'])
  })

  it('written while this computer was away takes over if the customer has not written since', async () => {
    await open()
    await customer('Hello', 8 * 60)
    await shop.typist.asked()
    await owner('I am here', 5 * 60)
    const { until } = await ownerOf()
    expect(Date.parse(until ?? '')).toBeLessThan(Date.now() + 26 * MINUTE_MS)
    await customer('Hello', 3 * 60, BEN)
    await owner('I was here', 5 * 60, BEN)
    expect(await ownerOf(BEN)).toMatchObject({ kind: 'bot' })
    await owner('An hour ago', 60 * 60, '15564000003')
    expect(await ownerOf('15564000003')).toMatchObject({ kind: 'bot' })
  })

  it('changes nothing where that is switched off', async () => {
    await open({ phoneTakeover: { isOn: false, minutes: 30 } })
    await owner('I am here')
    expect(await ownerOf()).toMatchObject({ kind: 'bot' })
  })

  it('leaves the conversation with the person who took it over in the panel', async () => {
    await open()
    await customer('Hello', 60)
    await shop.typist.asked()
    await shop.omni.panel.conversations.takeOver({ conversationId: (await chat()).id, by: 'Ana', minutes: 30 })
    const before = await ownerOf()
    await owner('I am here', 20)
    expect(await ownerOf()).toEqual(before)
  })
})

describe('what comes from the phone and takes nothing over', () => {
  beforeEach(() => open())
  const isWithBot = async () => expect(await ownerOf()).toMatchObject({ kind: 'bot' })

  it('reactions, receipts and edits', async () => {
    const id = await customer('Hello')
    await shop.typist.asked(1)
    shop.typist.finish('Hi')
    await shop.ended(id)
    const key = { remoteJid: `${ANN}@s.whatsapp.net`, fromMe: false, id }
    await shop.play(upsert({ reactionMessage: { key, text: '👍' } }, { fromMe: true, id: 'R1' }), Date.now())
    await shop.play({
      event: 'messages.update',
      instance: 'shop',
      data: { keyId: id, remoteJid: key.remoteJid, fromMe: true, status: 'READ' },
    })
    const sent = shop.evolution.sent[0]?.id ?? ''
    const edited = {
      key: { id: sent, remoteJid: key.remoteJid, fromMe: true },
      type: 'MESSAGE_EDIT',
      editedMessage: { conversation: 'Hi there' },
    }
    await shop.play({ event: 'messages.edited', instance: 'shop', data: edited })
    await isWithBot()
  })

  it('the greeting that follows a message within seconds, in whatever order the webhooks come', async () => {
    await customer('Hello', 20)
    await owner('Welcome to the bakery, we answer soon', 18)
    await isWithBot()
    expect(await shop.typist.asked(1)).toBe('Hello')
    await owner('Welcome, dear Ben, we answer soon', 10, BEN)
    await customer('Hi', 12, BEN)
    expect(await ownerOf(BEN)).toMatchObject({ kind: 'bot' })
    expect(await shop.typist.asked(2)).toBe('Hi')
  })

  it('an away text that was seen in another chat; a person says short things everywhere', async () => {
    await owner('We are closed until Monday', 60, BEN)
    await customer('Hello', 55)
    await owner('We are closed until Monday', 20)
    await isWithBot()
    await owner('Good morning', 15, BEN)
    await owner('Good morning', 10)
    expect(await ownerOf()).toMatchObject({ kind: 'person' })
  })

  it('the echo of an own send that comes before the answer to it', async () => {
    const answered = Promise.withResolvers<void>()
    shop.evolution.failNext('sendText', { kind: 'late', until: answered.promise })
    const id = await customer('Hello')
    await shop.typist.asked()
    shop.typist.finish('Hi')
    await shop.evolution.whenReceived('sendText')
    const echo = shop.play(upsert({ conversation: 'Hi' }, { fromMe: true, id: shop.evolution.sent[0]?.id ?? '' }), Date.now())
    answered.resolve()
    await echo
    expect(await shop.ended(id)).toMatchObject({ state: 'completed' })
    await isWithBot()
    expect(await thread()).toEqual(['Hello', 'Hi'])
  })

  it('the message of a delivery of which nobody knew whether it was sent: it was', async () => {
    shop.evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
    const id = await customer('Hello')
    await shop.typist.asked()
    shop.typist.finish('Hi  there')
    expect(await shop.ended(id)).toMatchObject({ state: 'failed' })
    expect((await chat()).attention).toBe('unknown')
    const sentId = shop.evolution.sent[0]?.id ?? ''
    await shop.play(upsert({ conversation: 'Hi there ' }, { fromMe: true, id: sentId }), Date.now())
    await isWithBot()
    expect((await chat()).attention).toBe('none')
    const { items } = await shop.omni.panel.conversations.messages({ conversationId: (await chat()).id })
    expect(items.map(({ text, externalId, delivery }) => [text, externalId, delivery?.state])).toEqual([
      ['Hello', id, undefined],
      ['Hi  there', sentId, 'sent'],
    ])
    // Said by a person another time, it is that person's.
    await owner('Hi there', 15)
    expect(await ownerOf()).toMatchObject({ kind: 'person' })
  })
})
