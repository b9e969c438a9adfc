/** A customer edits or deletes what was not answered yet. */
import { createCipheriv, hkdfSync } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import { type CaseStep, type EvolutionShop, openEvolutionShop, readCase } from '../../support/evolution-shop.ts'

const JID = '15564000001@s.whatsapp.net'
const DELETED = 'The customer deleted it before it was answered.'
const BURST = { gatherWindowMs: 1500 }

let shop: EvolutionShop

const open = async (behaviour: Partial<Behaviour> = {}) => {
  shop = await openEvolutionShop(behaviour)
}
afterEach(() => shop.stop())

const say = (id: string, text: string, secondsAgo = 0, remoteJid = JID) =>
  shop.play(
    {
      event: 'messages.upsert',
      instance: 'shop',
      data: { key: { remoteJid, fromMe: false, id }, pushName: 'Ann', message: { conversation: text } },
    },
    Date.now() - secondsAgo * 1000,
  )
const step = (event: string, data: Record<string, unknown>): CaseStep => ({ event, instance: 'shop', data })
const key = (id: string) => ({ id, remoteJid: JID, fromMe: false })

/** The ways in which Evolution tells of it. */
const EDITS: Record<string, (id: string, text: string) => CaseStep> = {
  'messages.edited': (id, text) =>
    step('messages.edited', { key: key(id), type: 'MESSAGE_EDIT', editedMessage: { conversation: text }, timestampMs: String(Date.now()) }),
  'messages.update': (id, text) =>
    step('messages.update', {
      keyId: id,
      remoteJid: JID,
      fromMe: false,
      status: 'READ',
      message: { editedMessage: { message: { conversation: text } } },
    }),
  'a message around the edit': (id, text) =>
    step('messages.upsert', {
      key: key(`of-${id}`),
      message: { protocolMessage: { key: key(id), type: 14, editedMessage: { conversation: text } } },
    }),
}
const SECRET = Buffer.alloc(32, 7)
/** As Evolution prints bytes. */
const rows = (bytes: Uint8Array) => Object.fromEntries([...bytes].map((byte, index) => [index, byte]))

/** What WhatsApp sends instead of an edit since May 2026. */
function sealedEdit(id: string, text: string, secret: Uint8Array): CaseStep {
  const iv = Buffer.alloc(12, 3)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', secret, '', `${id}${JID}${JID}Message Edit`, 32)), iv)
  const conversation = Buffer.from(text)
  const plain = Buffer.concat([Buffer.from([10, conversation.length]), conversation])
  const encPayload = rows(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
  const sealed = { targetMessageKey: { id, remoteJid: JID, fromMe: true }, encPayload, encIv: rows(iv), secretEncType: 2 }
  return step('messages.upsert', { key: key(`of-${id}`), pushName: 'Ann', message: { secretEncryptedMessage: sealed } })
}

const DELETIONS: Record<string, (id: string) => CaseStep> = {
  'messages.delete': (id) => step('messages.delete', { ...key(id), status: 'DELETED' }),
  'messages.edited': (id) => step('messages.edited', { key: key(id), type: 'REVOKE' }),
}
const edit = (id: string, text: string) => shop.play((EDITS['messages.edited'] as (id: string, text: string) => CaseStep)(id, text))
const remove = (id: string) => shop.play((DELETIONS['messages.delete'] as (id: string) => CaseStep)(id))
const texts = () => shop.evolution.sent.map(({ text }) => text)

describe('an edit', () => {
  it('before the answer is what the agent is asked, as in the case from the field', async () => {
    const { behaviour, steps, expected } = readCase<{ behaviour: Partial<Behaviour>; steps: (CaseStep | string)[]; expected: string[] }>(
      'edited-or-deleted-before-the-answer',
    )
    await open(behaviour)
    for (const one of steps) if (typeof one !== 'string') await shop.play(one, one.event === 'messages.upsert' ? Date.now() : undefined)
    await shop.typist.asked()
    shop.typist.finish('Fine')
    await shop.ended('E1')
    expect(shop.typist.requests.map(({ text }) => text)).toEqual(expected)
  })

  it.each([
    ['with the key of its message is what the agent is asked', SECRET, 'I want 1 cake'],
    ['with a key that nobody has leaves the question as it was', Buffer.alloc(32, 8), 'I want 10 cakes'],
  ])('that is sealed %s', async (_, secret, asked) => {
    await open(BURST)
    const message = { conversation: 'I want 10 cakes', messageContextInfo: { messageSecret: rows(SECRET) } }
    await shop.play(step('messages.upsert', { key: key('E1'), pushName: 'Ann', message }), Date.now())
    await shop.play(sealedEdit('E1', 'I want 1 cake', secret), Date.now())
    expect(await shop.typist.asked()).toBe(asked)
    shop.typist.finish('Fine')
    await shop.ended('E1')
    expect(shop.typist.requests).toHaveLength(1)
  })

  it.each(Object.entries(EDITS))('is taken from %s', async (_, edited) => {
    await open(BURST)
    await say('E1', 'I want 10 cakes')
    await shop.play(edited('E1', 'I want 1 cake'))
    expect(await shop.typist.asked()).toBe('I want 1 cake')
    shop.typist.finish('Fine')
  })

  it('that overtook its message counts, too', async () => {
    await open()
    await edit('E1', 'I want 1 cake')
    await say('E1', 'I want 10 cakes')
    expect(await shop.typist.asked()).toBe('I want 1 cake')
    shop.typist.finish('Fine')
    await shop.ended('E1')
  })

  it('while the agent thinks has it think again, with the new text alone', async () => {
    await open()
    await say('E1', 'I want 10 cakes')
    await shop.typist.asked(1)
    await edit('E1', 'I want 1 cake')
    shop.typist.finish('Ten cakes')
    expect(await shop.typist.asked(2)).toBe('I want 1 cake')
    shop.typist.finish('One cake')
    const trace = await shop.ended('E1')
    expect(trace.state).toBe('completed')
    expect(texts()).toEqual(['One cake'])
  })

  it('after a part of the answer was sent is left, and the trace says so', async () => {
    await open({ streaming: 'paragraphs' })
    await say('E1', 'I want 10 cakes')
    await shop.typist.asked(1)
    shop.typist.write('Ten cakes.\n\nThey')
    await shop.evolution.whenReceived('sendText')
    await edit('E1', 'I want 1 cake')
    shop.typist.finish(' are baked.')
    const { id, state } = await shop.ended('E1')
    expect(state).toBe('completed')
    expect(texts()).toEqual(['Ten cakes.', 'They are baked.'])
    expect((await shop.omni.panel.traces.get({ id })).trace.steps.map(({ detail }) => detail)).toContain(
      'The customer changed or deleted a message when a part of its answer had left: the answer stays.',
    )
  })

  it('of what waits in the lane is asked with its new text', async () => {
    await open()
    await say('A', 'one', 9)
    await shop.typist.asked(1)
    await say('B', 'two', 6)
    await edit('B', 'two and a half')
    shop.typist.finish('1')
    expect(await shop.typist.asked(2)).toBe('two and a half')
    shop.typist.finish('2')
    await shop.ended('B')
  })
})

describe('what was deleted', () => {
  it.each(Object.entries(DELETIONS))('is not asked: the turn ends with a plain reason (%s)', async (_, deleted) => {
    await open(BURST)
    await say('D1', 'My card is 4111')
    await shop.play(deleted('D1'))
    expect(await shop.ended('D1')).toMatchObject({ state: 'stopped', stopCode: 'deleted', reason: DELETED })
    expect(shop.typist.requests).toEqual([])
  })

  it('as one of two leaves the other', async () => {
    await open(BURST)
    await say('D1', 'My card is 4111')
    await say('D2', 'Do you bake?')
    await remove('D1')
    expect(await shop.typist.asked()).toBe('Do you bake?')
    shop.typist.finish('Yes')
    await shop.ended('D1')
    await say('D3', 'Good')
    expect(await shop.typist.asked(2)).toBe('Good')
    expect(shop.typist.requests[1]?.history.map(({ text }) => text)).toEqual(['Do you bake?', 'Yes'])
    shop.typist.finish('See you')
    await shop.ended('D3')
  })

  it('as the last of two does so as well, and both deleted end the burst', async () => {
    await open(BURST)
    await say('D1', 'Do you bake?')
    await say('D2', 'My card is 4111')
    await remove('D2')
    expect(await shop.typist.asked()).toBe('Do you bake?')
    shop.typist.finish('Yes')
    await shop.ended('D1')
    for (const id of ['D3', 'D4']) await say(id, id)
    for (const id of ['D3', 'D4']) await remove(id)
    for (const id of ['D3', 'D4']) expect(await shop.ended(id)).toMatchObject({ stopCode: 'deleted', reason: DELETED })
    expect(shop.typist.requests).toHaveLength(1)
  })

  it('while the agent thinks stops it; one of two has it think again', async () => {
    await open(BURST)
    await say('D1', 'My card is 4111')
    await shop.typist.asked(1)
    await remove('D1')
    expect(await shop.ended('D1')).toMatchObject({ state: 'stopped', stopCode: 'deleted', reason: DELETED })
    await say('D2', 'Do you bake?')
    await say('D3', 'My card is 4111')
    expect(await shop.typist.asked(2)).toBe('Do you bake?\nMy card is 4111')
    await remove('D3')
    shop.typist.finish('Never tell anybody')
    expect(await shop.typist.asked(3)).toBe('Do you bake?')
    expect(shop.typist.requests[2]?.history).toEqual([])
    shop.typist.finish('Yes')
    await shop.ended('D2')
    expect(texts()).toEqual(['Yes'])
  })

  it('before its message came is never asked', async () => {
    await open()
    await remove('D1')
    await say('D1', 'My card is 4111')
    expect(await shop.ended('D1')).toMatchObject({ stopCode: 'deleted' })
    expect(shop.typist.requests).toEqual([])
  })

  it('while the program was off, or right before it stopped, is not asked after the start', async () => {
    await open({ gatherWindowMs: 60_000, gatherWindowMaxMs: 60_000 })
    await say('D1', 'My card is 4111')
    await say('D2', 'Do you bake?')
    const chat = async () => {
      const [conversation] = (await shop.omni.panel.conversations.list({ instanceName: 'shop' })).items
      return conversation === undefined ? [] : (await shop.omni.panel.conversations.messages({ conversationId: conversation.id })).items
    }
    // Both wait in one burst. The deletion is acknowledged, and may or may not be handled when the hub stops.
    await expect.poll(async () => (await chat()).length).toBe(2)
    await shop.omni.panel.instances.update({ name: 'shop', behaviour: { gatherWindowMs: 0 } })
    await remove('D1')
    await shop.restart()
    expect(await shop.typist.asked()).toBe('Do you bake?')
    shop.typist.finish('Yes')
    // It may have ended before anybody could watch again.
    const codeOf = async (id: string) =>
      (await shop.omni.panel.traces.list({ instanceName: 'shop' })).items.find((trace) => trace.messageExternalId === id)?.stopCode
    await expect.poll(() => codeOf('D1')).toBe('deleted')
  })
})

describe('an answer that is kept to be given again', () => {
  it('is none to a question that was changed while its answer was being said', async () => {
    await open({ streaming: 'paragraphs' })
    const { behaviour, agent } = await shop.omni.panel.instances.get({ name: 'shop' })
    await shop.omni.panel.agents.update({ id: agent.profileId, flags: { usesPersonalData: false } })
    await shop.omni.panel.instances.update({ name: 'shop', behaviour: { answerCache: { ...behaviour.answerCache, isOn: true } } })
    const kept = async () => (await shop.omni.panel.answerCache.list({ instanceName: 'shop' })).items.map(({ question }) => question)
    await say('K0', 'Do you bake?', 30, '15564000002@s.whatsapp.net')
    await shop.typist.asked(1)
    shop.typist.finish('Yes')
    await shop.ended('K0')
    await expect.poll(kept).toEqual(['Do you bake?'])
    await say('K1', 'I want 10 cakes', 20)
    await shop.typist.asked(2)
    shop.typist.write('Ten cakes.\n\nThey')
    await shop.evolution.whenReceived('sendText', 2)
    await edit('K1', 'I want 1 cake')
    shop.typist.finish(' are baked.')
    await shop.ended('K1')
    expect(await kept()).toEqual(['Do you bake?'])
  })
})
