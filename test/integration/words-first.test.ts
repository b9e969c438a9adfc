/** Nobody is answered in words that the owner did not choose. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Conversation } from '../../src-shared/contract/conversations.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'

const REFUSED = { code: 'CONFLICT', message: 'Write what the house agent says first, or choose its simple greeting.' }

let omni: TestHub
let channel: ScriptedChannel
let live: Awaited<ReturnType<typeof watchLive>>
beforeEach(async () => {
  channel = createScriptedChannel()
  omni = await startTestHub({ drivers: [channel.driver] })
  live = await watchLive(omni.panel)
})
afterEach(async () => {
  live.stop()
  await omni.stop()
})

type House = Parameters<TestHub['panel']['instances']['create']>[0]['house']
const create = (house: House, isAnswering?: boolean) =>
  omni.panel.instances.create({
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    behaviour: { gatherWindowMs: 0, splitting: 'never' },
    house,
    isAnswering,
  })
async function says(text: string) {
  await channel.tell('shop', textFrom('15552223333', text))
  return live.untilTrace(({ messagePreview, completedAt }) => messagePreview === text && completedAt !== null)
}
const sent = () => channel.sent.map(({ text }) => text)
async function conversation(): Promise<Conversation> {
  const [only] = (await omni.panel.conversations.list({ instanceName: 'shop' })).items
  if (only === undefined) throw new Error('no conversation')
  return only
}

it('an account without words cannot be started, and its customers hear nothing', async () => {
  await expect(create({}, true)).rejects.toMatchObject(REFUSED)
  await expect(create({ greeting: '\u200b\u00a0\u2060' }, true)).rejects.toMatchObject(REFUSED)
  await create({})
  await expect(omni.panel.instances.update({ name: 'shop', isAnswering: true })).rejects.toMatchObject(REFUSED)
  await expect(
    omni.panel.instances.update({ name: 'shop', isAnswering: true, house: { faqs: [{ question: 'Open?', answer: '\u2060' }] } }),
  ).rejects.toMatchObject(REFUSED)
  expect(await says('Hello?')).toMatchObject({ stopCode: 'not_answering' })
  expect(sent()).toEqual([])
  expect(await omni.panel.instances.get({ name: 'shop' })).toMatchObject({ isAnswering: false })
})

it('can be started with words, or with the simple greeting', async () => {
  await create({})
  expect(await omni.panel.instances.update({ name: 'shop', isAnswering: true, house: { address: 'Rua das Flores 10' } })).toMatchObject({
    isAnswering: true,
  })
  await omni.panel.instances.update({ name: 'shop', isAnswering: false, house: { address: '', simpleGreeting: true } })
  await omni.panel.instances.update({ name: 'shop', isAnswering: true })
  await says('Hi')
  expect(sent()).toEqual(['Hello! How can we help you?'])
})

it('a greeting alone is said at the first contact; what comes then waits for a person', async () => {
  await create({ greeting: 'Padaria Sol!' }, true)
  await says('Hi')
  expect(sent()).toEqual(['Padaria Sol!'])
  expect((await conversation()).owner.kind).toBe('bot')
  expect(await says('When do you open?')).toMatchObject({ state: 'stopped', stopCode: 'silent' })
  await expect.poll(async () => (await conversation()).owner).toMatchObject({ kind: 'waiting', reason: 'handover' })
  expect(sent()).toEqual(['Padaria Sol!'])
})

it('an account that lost its words while it answered says nothing', async () => {
  await create({ greeting: 'Padaria Sol!' }, true)
  await omni.panel.instances.update({ name: 'shop', house: { greeting: '' } })
  await says('Hi')
  await expect.poll(async () => (await conversation()).owner).toMatchObject({ kind: 'waiting', reason: 'handover' })
  expect(sent()).toEqual([])
})

it('a simulator greets from the start', async () => {
  expect(await omni.panel.instances.create({ name: 'try', channel: 'simulator' })).toMatchObject({
    isAnswering: true,
    house: { simpleGreeting: true },
  })
})
