/** Whether an account answers: nobody is answered before somebody said so, and everybody sees it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../src-shared/contract/conversations.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { saveAgent } from '../support/saved-agent.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'
import { createTypist, type Typist } from '../support/typist.ts'

let omni: TestHub
let channel: ScriptedChannel
let typist: Typist
let live: Awaited<ReturnType<typeof watchLive>>

beforeEach(async () => {
  channel = createScriptedChannel()
  typist = createTypist()
  omni = await startTestHub({ drivers: [channel.driver], agents: typist.agents })
  await omni.panel.instances.create({
    name: 'shop',
    displayName: 'Padaria Sol 🥖 面包',
    channel: 'whatsapp',
    provider: 'scripted',
    agentProfileId: await saveAgent(omni.panel, { url: 'http://127.0.0.1:9', agentId: 'sofia' }),
    behaviour: {
      gatherWindowMs: 0,
      deniedText: 'You may not write here.',
      accessMode: 'blocklist',
      stillWorking: { afterMs: 1000, text: 'One moment' },
    },
  })
  live = await watchLive(omni.panel)
})
afterEach(async () => {
  live.stop()
  await omni.stop()
})

const answering = (isAnswering: boolean) => omni.panel.instances.update({ name: 'shop', isAnswering })
async function write(phone: string, text = 'hello?') {
  await channel.tell('shop', textFrom(phone, text))
  return phone
}
const ended = (phone: string, text = 'hello?') =>
  live.untilTrace((one) => one.contactPhone === phone && one.completedAt !== null && one.messagePreview === text)
const conversations = async () => (await omni.panel.conversations.list({ instanceName: 'shop' })).items
const only = async (): Promise<Conversation> => {
  const [conversation] = await conversations()
  if (conversation === undefined) throw new Error('no conversation')
  return conversation
}

describe('an account for which nobody has started answering', () => {
  it('receives and shows what customers write, says nothing at all, and has it wait for a person', async () => {
    expect(await omni.panel.instances.get({ name: 'shop' })).toMatchObject({ isAnswering: false, displayName: 'Padaria Sol 🥖 面包' })
    expect(await ended(await write('15552223333'))).toMatchObject({
      state: 'stopped',
      stopCode: 'not_answering',
      reason: 'Answering is not started for this account.',
      steps: expect.arrayContaining([
        expect.objectContaining({ stage: 'admit', status: 'stopped', detail: 'Answering is not started for this account.' }),
      ]),
    })
    await expect.poll(async () => (await only()).owner).toMatchObject({ kind: 'waiting', reason: 'not_answering' })
    expect((await omni.panel.conversations.counts({ instanceName: 'shop' })).waiting).toBe(1)
    expect(channel.sent).toEqual([])
  })

  it('does not tell those who may not write that they may not, either', async () => {
    await omni.panel.access.create({ instanceName: 'shop', pattern: '15554445555', type: 'block', reason: null })
    expect((await ended(await write('15554445555'))).stopCode).toBe('access_denied')
    expect(channel.sent).toEqual([])
    await answering(true)
    expect((await ended(await write('15554445555', 'and now?'), 'and now?')).stopCode).toBe('access_denied')
    expect(channel.sent.map(({ text }) => text)).toEqual(['You may not write here.'])
  })

  it('lets people write by hand', async () => {
    await ended(await write('15552223333'))
    await omni.panel.conversations.sendText({ conversationId: (await only()).id, text: 'We open at nine.', clientId: 'c' })
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'sent')
    expect(channel.sent.map(({ text }) => text)).toEqual(['We open at nine.'])
  })

  it('answers what comes once it is started, and leaves what came before to a person', async () => {
    await ended(await write('15552223333', 'before'), 'before')
    await answering(true)
    await write('15556667777', 'after')
    await typist.asked()
    typist.write('We open at nine.')
    typist.finish()
    expect((await ended('15556667777', 'after')).state).toBe('completed')
    expect(channel.sent.map(({ to, text }) => ({ to, text }))).toEqual([{ to: '15556667777@s.whatsapp.net', text: 'We open at nine.' }])
    expect((await conversations()).find(({ phoneNumber }) => phoneNumber === '15552223333')?.owner.kind).toBe('waiting')
  })

  it('is as it was after a restart', async () => {
    await omni.restart()
    expect(await omni.panel.instances.get({ name: 'shop' })).toMatchObject({ isAnswering: false, displayName: 'Padaria Sol 🥖 面包' })
    await answering(true)
    await omni.restart()
    expect((await omni.panel.instances.get({ name: 'shop' })).isAnswering).toBe(true)
  })
})

describe('stopping', () => {
  it('ends an answer of which nothing was shown yet, and has its conversation wait for a person', async () => {
    await answering(true)
    await write('15552223333')
    await typist.asked()
    await answering(false)
    expect(await ended('15552223333')).toMatchObject({ state: 'stopped', stopCode: 'not_answering' })
    await expect.poll(async () => (await only()).owner).toMatchObject({ kind: 'waiting', reason: 'not_answering' })
    expect(channel.sent).toEqual([])
  })

  it('is what switching the account off does, too', async () => {
    await answering(true)
    await write('15552223333')
    await typist.asked()
    await omni.panel.instances.update({ name: 'shop', isActive: false })
    expect(await ended('15552223333')).toMatchObject({ state: 'stopped', stopCode: 'not_answering' })
    expect(channel.sent).toEqual([])
  })

  it('is for one customer what blocking her does, while the agent thinks', async () => {
    await answering(true)
    await write('15552223333')
    await typist.asked()
    await omni.panel.access.create({ instanceName: 'shop', pattern: '15552223333', type: 'block', reason: null })
    typist.write('We open at nine.')
    typist.finish()
    expect(await ended('15552223333')).toMatchObject({ state: 'stopped', stopCode: 'access_denied' })
    expect(channel.sent).toEqual([])
  })

  it('tells every window', async () => {
    await answering(true)
    const { updatedAt } = await answering(false)
    await live.until((event) => event.type === 'instance.changed' && event.updatedAt === updatedAt)
  })
})

describe('accounts that answer from the start', () => {
  it('are simulators: nobody but the owner writes there', async () => {
    expect(await omni.panel.instances.create({ name: 'try', channel: 'simulator' })).toMatchObject({
      isAnswering: true,
      displayName: 'try',
    })
  })
})
