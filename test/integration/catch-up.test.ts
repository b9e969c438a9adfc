/** Messages that came while this computer was away, and groups of which only some are answered. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'

const ANN = '15552223333'
const GROUP = '120363000000000001@g.us'
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

let hub: TestHub
let channel: ScriptedChannel

async function connectShop(behaviour: Partial<Behaviour> = {}) {
  await hub.panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    behaviour: { gatherWindowMs: 0, splitting: 'never', ...behaviour },
  })
}
const missed = (text: string, minutes: number, phone = ANN) => textFrom(phone, text, { sentAt: minutesAgo(minutes) })
/** Hands the events over, and waits until each of their turns has ended. */
async function told(count: number, ...events: Parameters<ScriptedChannel['tell']>[1][]) {
  const live = await watchLive(hub.panel)
  await channel.tell('shop', ...events)
  const ended = () => {
    const traces = live.events.flatMap((event) => (event.type === 'trace.changed' && event.trace.completedAt !== null ? [event.trace] : []))
    return new Map(traces.map((trace) => [trace.id, trace]))
  }
  await expect.poll(() => ended().size, { timeout: 8000 }).toBe(count)
  live.stop()
  return [...ended().values()]
}

beforeEach(async () => {
  channel = createScriptedChannel({ protectsNumber: false })
  hub = await startTestHub({ drivers: [channel.driver] })
})
afterEach(() => hub.stop())

describe('what came while this computer was away', () => {
  it('gets one answer for each chat, however much was written', async () => {
    await connectShop()
    const traces = await told(4, missed('Hi', 12), missed('Are you open?', 11), missed('Hello??', 10), missed('Other', 3, '15554445555'))
    expect(traces.filter(({ state }) => state === 'completed')).toHaveLength(2)
    expect(channel.sent.map(({ to }) => to).sort()).toEqual([`${ANN}@s.whatsapp.net`, '15554445555@s.whatsapp.net'])
  })

  it('is left to a person when it is too old, and the chat waits', async () => {
    await connectShop({ catchUpMinutes: 15 })
    const traces = await told(2, missed('Hi', 300), missed('Anybody?', 240))
    for (const trace of traces) {
      expect(trace).toMatchObject({ state: 'stopped', stopCode: 'came_while_away' })
      expect(trace.reason).toBe('It came while this computer was away, 240 minutes before it was seen: it is waiting for a person.')
    }
    expect(channel.sent).toEqual([])
    const [conversation] = (await hub.panel.conversations.list({ waiting: true })).items
    expect(conversation).toMatchObject({ owner: { kind: 'waiting', reason: 'missed' }, unreadCount: 2 })
  })

  it('is answered as a whole when its newest message is young enough', async () => {
    await connectShop({ catchUpMinutes: 15 })
    await told(2, missed('Hi', 300), missed('Still closed?', 2))
    expect(channel.sent).toHaveLength(1)
  })

  it('is only listed where that is wished, and what is live is answered', async () => {
    await connectShop({ catchUp: 'list' })
    const [trace] = await told(1, missed('Hi', 1))
    expect(trace?.reason).toBe('It came while this computer was away: as set up, it is waiting for a person.')
    await told(1, textFrom(ANN, 'Now?'))
    expect(channel.sent).toHaveLength(1)
  })

  it('keeps its policy through a restart before it was looked at', async () => {
    await connectShop({ catchUp: 'list' })
    await channel.tell('shop', missed('Hi', 1))
    await hub.restart()
    await expect
      .poll(async () => (await hub.panel.traces.list({ instanceName: 'shop' })).items.map(({ stopCode }) => stopCode), { timeout: 8000 })
      .toEqual(['came_while_away'])
    expect(channel.sent).toEqual([])
  })

  it('of the past is stored without a turn, thousands at once, and nothing is lost', async () => {
    await connectShop()
    const live = await watchLive(hub.panel)
    const past = Array.from({ length: 5000 }, (_, index) =>
      textFrom(`1555${1000 + (index % 50)}`, `past ${index}`, { freshness: 'history', sentAt: minutesAgo(10_000 + index) }),
    )
    for (let from = 0; from < past.length; from += 500) await channel.tell('shop', ...past.slice(from, from + 500))
    await expect
      .poll(
        async () => {
          const { items } = await hub.panel.conversations.list({ instanceName: 'shop', limit: 100 })
          const counts = await Promise.all(
            items.map(async ({ id }) => (await hub.panel.conversations.messages({ conversationId: id, limit: 200 })).items.length),
          )
          return counts.reduce((sum, count) => sum + count, 0)
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(5000)
    expect((await hub.panel.traces.list({ instanceName: 'shop' })).items).toEqual([])
    expect(channel.sent).toEqual([])
    // A watching panel is notified of the first message of each chat, not of all of its past.
    expect(live.events.filter(({ type }) => type === 'message.changed')).toHaveLength(50)
    expect(live.events.length).toBeLessThan(2500)
    live.stop()
  }, 60_000)
})

describe('groups', () => {
  const inGroup = (text: string, overrides: object = {}) =>
    textFrom(ANN, text, { chat: { externalId: GROUP, kind: 'group', name: 'Staff' }, ...overrides })

  it('are not answered by a channel that has them off by default', async () => {
    await connectShop()
    const [trace] = await told(1, inGroup('Hi', { mentionsAccount: true }))
    expect(trace).toMatchObject({ stopCode: 'groups_off' })
  })

  it('are answered where they are named, as it says there', async () => {
    await connectShop({ groupMode: 'named', answeredGroups: [{ chatId: GROUP, name: 'Staff', when: 'mention' }] })
    const other = { externalId: '120363000000000002@g.us', kind: 'group' as const, name: 'Family' }
    expect((await told(1, inGroup('Hi', { chat: other, mentionsAccount: true })))[0]).toMatchObject({
      stopCode: 'group_not_named',
      reason: 'The group is not one of those that are answered.',
    })
    expect((await told(1, inGroup('Hi')))[0]).toMatchObject({ stopCode: 'group_without_mention' })
    const [named] = await told(1, inGroup('@shop Hi', { mentionsAccount: true }))
    const { trace } = await hub.panel.traces.get({ id: named?.id ?? '' })
    expect(trace.state).toBe('completed')
    expect(trace.steps.find(({ stage }) => stage === 'admit')?.detail).toMatch(/^Admitted, as one of the groups that are answered: /)

    await hub.panel.instances.update({
      name: 'shop',
      behaviour: { answeredGroups: [{ chatId: GROUP, name: 'Staff', when: 'always' }] },
    })
    expect((await told(1, inGroup('no mention')))[0]?.state).toBe('completed')
  })

  it('are listed from the account, with those that something was written in', async () => {
    await connectShop()
    channel.groups.push({ externalId: GROUP, name: 'Staff', memberCount: 7 })
    await told(1, inGroup('Hi', { chat: { externalId: '120363000000000002@g.us', kind: 'group', name: 'Family' } }))
    expect(await hub.panel.groups.list({ instanceName: 'shop' })).toEqual({
      isComplete: true,
      groups: [
        { chatId: '120363000000000002@g.us', name: 'Family', memberCount: null },
        { chatId: GROUP, name: 'Staff', memberCount: 7 },
      ],
    })
  })
})
