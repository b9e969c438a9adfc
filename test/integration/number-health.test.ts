/** A protected number: who may be written to, and what happens when the platform warns. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'

const NO_PAUSE = { pauseMinMs: 0, pauseMaxMs: 0 }

let hub: TestHub
let channel: ScriptedChannel

async function connectShop(behaviour: Partial<Behaviour> = {}) {
  await hub.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    behaviour: { gatherWindowMs: 0, ...behaviour },
  })
}
const health = (patch: Partial<Behaviour['health']> = {}): Partial<Behaviour> => ({
  health: { replyOnly: true, perHour: 100, newContactsPerDay: 1, ...NO_PAUSE, ...patch },
})
const sendText = (phone: string, text = 'Hello') => hub.rest('POST', '/instance/shop/send-text', { phone_number: phone, text })
const answered = async (phone: string, text = 'Hi') => {
  const live = await watchLive(hub.panel)
  await channel.tell('shop', textFrom(phone, text))
  const trace = await live.untilTrace((one) => one.completedAt !== null && one.contactPhone === phone)
  live.stop()
  return trace
}

beforeEach(async () => {
  channel = createScriptedChannel()
  hub = await startTestHub({ drivers: [channel.driver] })
})
afterEach(() => hub.stop())

describe('a number that only replies', () => {
  it('answers who wrote, and refuses a first message with the reason', async () => {
    await connectShop(health())
    expect((await answered('15552223333')).state).toBe('completed')
    expect(await sendText('15552223333')).toMatchObject({ status: 200, body: { success: true } })
    const refused = await sendText('15554445555')
    expect(refused).toMatchObject({ status: 409, body: { success: false, error: expect.stringContaining('has never written here') } })
    expect(channel.sent.filter(({ to }) => to.startsWith('15554445555'))).toEqual([])
  })

  it('refuses a person in the panel alike, and keeps nothing in the thread', async () => {
    await connectShop(health())
    await hub.panel.instances.update({ name: 'shop', behaviour: health({ replyOnly: false }) })
    await sendText('15554445555')
    await hub.panel.instances.update({ name: 'shop', behaviour: health() })
    const [conversation] = (await hub.panel.conversations.list({ instanceName: 'shop' })).items
    await expect(
      hub.panel.conversations.sendText({ conversationId: conversation?.id ?? '', text: 'Again', clientId: 'c' }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    expect((await hub.panel.conversations.get({ id: conversation?.id ?? '' })).owner.kind).toBe('bot')
    expect(
      (await hub.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items.map(({ text }) => text),
    ).not.toContain('Again')
  })

  it('writes to a limited number of new people a day where first messages are allowed', async () => {
    await connectShop(health({ replyOnly: false }))
    expect((await sendText('15554445555')).status).toBe(200)
    const second = await sendText('15556667777')
    expect(second).toMatchObject({ status: 502, body: { error: expect.stringContaining('as many new people today') } })
    expect(await hub.panel.numberHealth.get({ instanceName: 'shop' })).toMatchObject({
      applies: true,
      sentLastHour: 1,
      newContactsToday: 1,
    })
  })
})

describe('an hour that is used up', () => {
  it('lets the next message wait for its turn instead of losing it', async () => {
    await connectShop(health({ perHour: 2 }))
    await answered('15552223333')
    expect((await sendText('15552223333', 'two')).status).toBe(200)
    const queued = await hub.rest('POST', '/instance/shop/send-text?wait=false', { phone_number: '15552223333', text: 'three' })
    expect(queued.status).toBe(202)
    await expect.poll(() => hub.panel.numberHealth.get({ instanceName: 'shop' })).toMatchObject({ sentLastHour: 2, waiting: 1 })
    expect(channel.sent).toHaveLength(2)
    // What was sent is counted by the storage, so a restart gives nothing away.
    await hub.restart()
    await expect.poll(() => hub.panel.numberHealth.get({ instanceName: 'shop' })).toMatchObject({ sentLastHour: 2, waiting: 1 })
    expect(channel.sent).toHaveLength(2)
  })
})

describe('a warning of the platform', () => {
  const lock = (until: string) => channel.tell('shop', { type: 'restriction', restriction: { kind: 'time_lock', until } })
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

  it('stops every send, says so, and is on Home until a person lets it go on', async () => {
    await connectShop(health())
    await answered('15552223333')
    await channel.tell('shop', { type: 'restriction', restriction: { kind: 'refused' } })
    expect(await sendText('15552223333')).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('as it does before it bans one') },
    })
    // The agent is not even asked, and somebody is to know.
    const stopped = await answered('15552223333', 'Are you there?')
    expect(stopped).toMatchObject({ state: 'stopped', stopCode: 'number_stopped' })
    expect(stopped.reason).toContain('as it does before it bans one')
    expect(channel.sent).toHaveLength(1)
    expect((await hub.panel.system.home()).attention).toMatchObject([
      { kind: 'number_stopped', instanceName: 'shop' },
      { kind: 'waiting', instanceName: 'shop' },
    ])
    expect((await hub.panel.numberHealth.get({ instanceName: 'shop' })).stop).toMatchObject({ kind: 'refused' })

    expect((await hub.panel.numberHealth.resume({ instanceName: 'shop' })).stop).toBeNull()
    expect((await sendText('15552223333')).status).toBe(200)
  })

  it('holds through a restart, and ends when the platform lifts it', async () => {
    await connectShop(health())
    await answered('15552223333')
    await lock(tomorrow)
    await hub.restart()
    expect((await hub.panel.numberHealth.get({ instanceName: 'shop' })).stop).toMatchObject({ kind: 'time_lock', until: tomorrow })
    expect((await sendText('15552223333')).status).toBe(409)
    await channel.tell('shop', { type: 'restriction', restriction: { kind: 'lifted' } })
    expect((await sendText('15552223333')).status).toBe(200)
  })

  it('does not hold for another instance that takes the name', async () => {
    await connectShop(health())
    await lock(tomorrow)
    await hub.panel.instances.remove({ name: 'shop' })
    await connectShop(health())
    expect((await hub.panel.numberHealth.get({ instanceName: 'shop' })).stop).toBeNull()
  })

  it('is over when it has expired', async () => {
    await connectShop(health())
    await answered('15552223333')
    await lock(new Date(Date.now() - 1000).toISOString())
    expect((await sendText('15552223333')).status).toBe(200)
  })
})

it('channels that need no care send as they like', async () => {
  await hub.stop()
  channel = createScriptedChannel({ protectsNumber: false })
  hub = await startTestHub({ drivers: [channel.driver] })
  await connectShop(health())
  expect((await sendText('15554445555')).status).toBe(200)
  expect((await hub.panel.numberHealth.get({ instanceName: 'shop' })).applies).toBe(false)
})
