import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AnswerShop, ask, cacheStepOf, openShop, startAnswerShop } from '../../support/answer-shop.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'

const HOUR_MS = 3_600_000

describe('answers that are given again', () => {
  let omni: TestHub
  let shop: AnswerShop
  let sofia: string
  beforeAll(async () => {
    shop = await startAnswerShop()
    omni = await startTestHub()
    sofia = await shop.agent(omni.panel)
  })
  afterAll(async () => {
    await omni.stop()
    await shop.stop()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const say = (instance: string, customer: string, text: string) => ask(omni.panel, instance, customer, text)
  const kept = async (instanceName: string) => (await omni.panel.answerCache.list({ instanceName })).items
  /** How often the model was asked while this went on. */
  async function calls(run: () => Promise<unknown>): Promise<number> {
    const before = shop.asked()
    await run()
    return shop.asked() - before
  }

  it('ask nobody for the same question of another customer, and say so', async () => {
    await openShop(omni.panel, 'bakery', sofia)
    const first = await say('bakery', 'Ana', 'When do you open?')
    expect(cacheStepOf(first.trace)).toBe('No answer to this is kept yet.')
    const live = await watchLive(omni.panel)
    const asked = await calls(async () => {
      const second = await say('bakery', 'Rui', 'when do you open 🙂')
      expect(second.answer).toBe(first.answer)
      expect(second.trace).toMatchObject({
        state: 'completed',
        agentKind: 'answer_cache',
        agentName: 'Sofia',
        inputTokens: null,
        costMicros: null,
      })
      expect(second.trace.reason).toBe('Remembered answer: the same question was answered before.')
      const { cacheHit } = await omni.panel.traces.get({ id: second.trace.id })
      const [answer] = await kept('bakery')
      expect(cacheHit).toEqual({ kind: 'exact', answerId: answer?.id, question: 'When do you open?', score: null })
      const { items } = await omni.panel.conversations.messages({ conversationId: second.conversationId, limit: 10 })
      expect(items.at(-1)).toMatchObject({ author: 'agent', authorName: 'Sofia', text: first.answer, cacheHit: { kind: 'exact' } })
      // Whoever watches sees it all at once.
      await live.until((event) => event.type === 'stream.delta' && event.turnId === second.trace.id && event.text === first.answer)
    })
    live.stop()
    expect(asked).toBe(0)
    expect(await kept('bakery')).toMatchObject([{ question: 'When do you open?', answer: first.answer, uses: 1, traceId: first.trace.id }])
    expect((await omni.panel.answerCache.figures({ instanceName: 'bakery' })).today).toEqual({ asked: 2, exact: 1, similar: 0, fixed: 0 })
  })

  it('are forgotten with one call, and asked for again', async () => {
    const [answer] = await kept('bakery')
    const id = answer?.id ?? ''
    const live = await watchLive(omni.panel)
    expect(await omni.panel.answerCache.forget({ id })).toEqual({ forgotten: true })
    await live.until((event) => event.type === 'answers.changed' && event.instanceName === 'bakery')
    live.stop()
    expect(await omni.panel.answerCache.forget({ id })).toEqual({ forgotten: false })
    expect(await omni.panel.answerCache.get({ id })).toBeNull()
    expect(await calls(() => say('bakery', 'Eva', 'When do you open?'))).toBe(1)
    expect(await omni.panel.answerCache.forgetAll({ instanceName: 'bakery' })).toEqual({ forgotten: 1 })
    expect(await kept('bakery')).toEqual([])
  })

  it('never cross to another instance', async () => {
    await openShop(omni.panel, 'north', sofia)
    await openShop(omni.panel, 'south', sofia)
    const north = await say('north', 'Ana', 'Do you have cake?')
    const south = await say('south', 'Ana', 'Do you have cake?')
    expect(south.answer).not.toBe(north.answer)
    expect((await say('north', 'Rui', 'Do you have cake?')).answer).toBe(north.answer)
    expect((await say('south', 'Rui', 'Do you have cake?')).answer).toBe(south.answer)
    await omni.panel.instances.remove({ name: 'north' })
    expect((await say('south', 'Eva', 'Do you have cake?')).answer).toBe(south.answer)
  })

  it('are none where that is switched off, as it is at first', async () => {
    await omni.panel.instances.create({ name: 'plain', channel: 'simulator', agentProfileId: sofia, behaviour: { gatherWindowMs: 0 } })
    const asked = await calls(async () => {
      expect(cacheStepOf((await say('plain', 'Ana', 'Hello there, friends')).trace)).toBeNull()
      await say('plain', 'Rui', 'Hello there, friends')
    })
    expect(asked).toBe(2)
    expect((await omni.panel.answerCache.figures({ instanceName: 'plain' })).month.asked).toBe(0)
  })

  it('are neither kept nor given when they may depend on who asks', async () => {
    const personal = await shop.agent(omni.panel, { usesPersonalData: true })
    await openShop(omni.panel, 'clinic', personal)
    const asked = await calls(async () => {
      await say('clinic', 'Ana', 'When is my appointment?')
      const { trace } = await say('clinic', 'Rui', 'When is my appointment?')
      expect(cacheStepOf(trace)).toBe('The answers of this agent may depend on who asks.')
    })
    expect(asked).toBe(2)
    expect(await kept('clinic')).toEqual([])
  })

  it('are neither kept nor given for what has a number that may be of one person', async () => {
    await openShop(omni.panel, 'parcels', sofia)
    for (const text of ['Where is parcel 1234567?', 'Write to ana@example.com', 'Call me on (11) 98765-4321']) {
      expect(await calls(async () => [await say('parcels', 'Ana', text), await say('parcels', 'Rui', text)]), text).toBe(2)
    }
    expect(await kept('parcels')).toEqual([])
    await say('parcels', 'Tom', 'Do you have a table for 4 at 17:30?')
    expect(await kept('parcels')).toHaveLength(1)
  })

  it('are not kept when tools had a part in them', async () => {
    await openShop(omni.panel, 'beach', sofia)
    expect(await say('beach', 'Ana', 'How is the weather?')).toMatchObject({ answer: 'It is sunny.', trace: { state: 'completed' } })
    expect(await kept('beach')).toEqual([])
  })

  it('are not kept when the model did not come to an end', async () => {
    await openShop(omni.panel, 'cut', sofia)
    expect((await say('cut', 'Ana', 'Tell me everything')).answer).toBe('First of all,')
    expect(await kept('cut')).toEqual([])
  })

  it('are not kept when a person stopped them', async () => {
    await openShop(omni.panel, 'stopped', sofia)
    const live = await watchLive(omni.panel)
    const answered = say('stopped', 'Ana', 'Do you have patience?')
    const started = await live.until((event) => event.type === 'stream.delta')
    if (started.type === 'stream.delta') await omni.panel.conversations.stopAnswer({ turnId: started.turnId, by: 'Eva' })
    live.stop()
    expect((await answered).trace.stopCode).toBe('cancelled')
    expect(await kept('stopped')).toEqual([])
  })

  it('are given while the agent is left alone because it kept failing', async () => {
    await openShop(omni.panel, 'alone', sofia)
    const first = await say('alone', 'Ana', 'Do you have bread?')
    for (const customer of ['Rui', 'Eva', 'Tom', 'Ida', 'Leo']) {
      shop.mock.nextRequestError(401, { message: 'no such key' })
      await say('alone', customer, `I am ${customer}`)
    }
    const asked = await calls(async () => {
      expect((await say('alone', 'Zoe', 'I am Zoe')).trace.state).toBe('failed')
      expect((await say('alone', 'Max', 'Do you have bread?')).answer).toBe(first.answer)
    })
    expect(asked).toBe(0)
  })

  it('are not kept when they failed', async () => {
    await openShop(omni.panel, 'broken', sofia)
    shop.mock.nextRequestError(401, { message: 'no such key' })
    expect((await say('broken', 'Ana', 'Are you there?')).trace.state).toBe('failed')
    expect(await kept('broken')).toEqual([])
  })

  it('depend on what was said before: the same words on the way, or the agent is asked', async () => {
    await openShop(omni.panel, 'path', sofia)
    const greeted = await say('path', 'Ana', 'Oi')
    const sunday = await say('path', 'Ana', 'And on Sunday?')
    expect(await calls(() => say('path', 'Rui', 'Something else'))).toBe(1)
    expect((await say('path', 'Rui', 'And on Sunday?')).answer).not.toBe(sunday.answer)
    const asked = await calls(async () => {
      expect((await say('path', 'Eva', 'Oi!')).answer).toBe(greeted.answer)
      expect((await say('path', 'Eva', 'and on sunday')).answer).toBe(sunday.answer)
    })
    expect(asked).toBe(0)
    // As a first question it has never been answered.
    expect(await calls(() => say('path', 'Tom', 'And on Sunday?'))).toBe(1)
  })

  it('hold for a part of the day when the agent is told the time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await openShop(omni.panel, 'timed', sofia, {}, { context: { tells: { shop: true } } })
    const at = (hour: number) => vi.setSystemTime(new Date(2027, 2, 3, hour))
    at(9)
    const morning = await say('timed', 'Ana', 'Bom dia')
    at(11)
    expect((await say('timed', 'Rui', 'Bom dia')).answer).toBe(morning.answer)
    at(13)
    expect((await say('timed', 'Eva', 'Bom dia')).answer).not.toBe(morning.answer)
    expect(cacheStepOf((await say('timed', 'Tom', 'Are you open?')).trace)).toBe('The answer may be true at this moment alone.')
  })

  it('end with their hours, by the clock of the hub, and are cleaned away', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await openShop(omni.panel, 'hourly', sofia, { hours: 2 })
    await say('hourly', 'Ana', 'What is the soup of the day?')
    vi.setSystemTime(Date.now() + 1.9 * HOUR_MS)
    expect(await calls(() => say('hourly', 'Rui', 'What is the soup of the day?'))).toBe(0)
    vi.setSystemTime(Date.now() + 0.2 * HOUR_MS)
    expect(await kept('hourly')).toEqual([])
    expect(await calls(() => say('hourly', 'Eva', 'What is the soup of the day?'))).toBe(1)
    expect(await kept('hourly')).toMatchObject([{ uses: 0 }])
    // A longer life brings nothing back that was cleaned away.
    vi.setSystemTime(Date.now() + 3 * HOUR_MS)
    await omni.panel.retention.freeSpace()
    const { behaviour } = await omni.panel.instances.get({ name: 'hourly' })
    await omni.panel.instances.update({ name: 'hourly', behaviour: { answerCache: { ...behaviour.answerCache, hours: 24 } } })
    expect(await kept('hourly')).toEqual([])
  })

  it('are of the agent as it is: another set-up, or another agent, answers again', async () => {
    await openShop(omni.panel, 'changing', sofia)
    const first = await say('changing', 'Ana', 'Who are you?')
    await omni.panel.agents.update({ id: sofia, settings: { systemPrompt: 'You are Sofia.' } })
    expect(await kept('changing')).toEqual([])
    const second = await say('changing', 'Rui', 'Who are you?')
    expect(second.answer).not.toBe(first.answer)
    await omni.panel.instances.update({ name: 'changing', house: { openingHours: 'From 9 to 5.' } })
    expect(await calls(() => say('changing', 'Eva', 'Who are you?'))).toBe(1)
    const other = await shop.agent(omni.panel)
    await omni.panel.instances.update({ name: 'changing', agentProfileId: other })
    expect(await calls(() => say('changing', 'Tom', 'Who are you?'))).toBe(1)
  })

  it('are given when the spending limit is reached', async () => {
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: '*', inputMicrosPerMillion: 1_000_000_000, outputMicrosPerMillion: 1_000_000_000 }],
    })
    await openShop(omni.panel, 'thrifty', sofia, {}, { spendingLimit: { dailyMicros: 1, monthlyMicros: null } })
    const first = await say('thrifty', 'Ana', 'Do you deliver?')
    const second = await say('thrifty', 'Rui', 'Do you deliver?')
    expect(second).toMatchObject({ answer: first.answer, trace: { state: 'completed', agentKind: 'answer_cache' } })
    expect((await say('thrifty', 'Eva', 'Do you sell bread?')).trace.state).toBe('failed')
    await omni.panel.spend.prices.save({ currency: 'USD', prices: [] })
  })

  it('ask the agent again when a person wants another answer', async () => {
    await openShop(omni.panel, 'again', sofia)
    const { conversationId } = await say('again', 'Ana', 'Do you have parking?')
    await say('again', 'Rui', 'Do you have parking?')
    const live = await watchLive(omni.panel)
    const asked = await calls(async () => {
      const { turnId } = await omni.panel.conversations.runAgain({ conversationId, by: 'Eva' })
      await live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
    })
    live.stop()
    expect(asked).toBe(1)
    expect(await kept('again')).toMatchObject([{ uses: 1 }])
  })

  it('are one for two customers who ask at the same moment, and each gets one', async () => {
    await openShop(omni.panel, 'rush', sofia)
    const both = await Promise.all(['Ana', 'Rui'].map((customer) => say('rush', customer, 'Are there vegan rolls?')))
    for (const { conversationId } of both) {
      const { items } = await omni.panel.conversations.messages({ conversationId, limit: 10 })
      expect(items.filter(({ author }) => author === 'agent')).toHaveLength(1)
    }
    expect(await kept('rush')).toHaveLength(1)
  })

  it('fit a burst as a whole', async () => {
    await openShop(omni.panel, 'burst', sofia, {}, { gatherWindowMs: 200 })
    const burst = async (customerName: string) => {
      const { id: conversationId } = await omni.panel.simulator.open({ instanceName: 'burst', customerName })
      const live = await watchLive(omni.panel)
      const { turnId } = await omni.panel.simulator.say({ conversationId, text: 'Hello', clientId: '1' })
      await omni.panel.simulator.say({ conversationId, text: 'Do you have bread?', clientId: '2' })
      const trace = await live.untilTrace((one) => one.id === turnId && one.completedAt !== null)
      live.stop()
      return trace
    }
    await burst('Ana')
    expect(await kept('burst')).toMatchObject([{ question: 'Hello\nDo you have bread?' }])
    expect(await calls(() => burst('Rui'))).toBe(0)
    expect(await calls(() => say('burst', 'Eva', 'Do you have bread?'))).toBe(1)
  })

  it('are kept of an answer that waited for approval when a person approved it as it was', async () => {
    await openShop(omni.panel, 'careful', sofia, {}, { answersNeedApproval: true })
    const decide = async (customer: string, text: string, decision: (draftId: string) => Promise<unknown>) => {
      const { conversationId } = await say('careful', customer, text)
      const { draftId } = await omni.panel.conversations.get({ id: conversationId })
      await decision(draftId ?? '')
    }
    await decide('Ana', 'Is it good?', (id) => omni.panel.drafts.discard({ id, by: 'Eva' }))
    await decide('Rui', 'Is it fresh?', (id) => omni.panel.drafts.approve({ id, by: 'Eva', text: 'As fresh as can be.' }))
    expect(await kept('careful')).toEqual([])
    await decide('Tom', 'Is it warm?', (id) => omni.panel.drafts.approve({ id, by: 'Eva' }))
    expect(await kept('careful')).toMatchObject([{ question: 'Is it warm?' }])
    const again = await say('careful', 'Ida', 'Is it warm?')
    expect(again.trace.stopCode).toBe('awaiting_approval')
  })

  it('survive a restart, with their figures', async () => {
    await openShop(omni.panel, 'lasting', sofia)
    const first = await say('lasting', 'Ana', 'Do you have vegan cake?')
    await omni.restart()
    expect((await say('lasting', 'Rui', 'Do you have vegan cake?')).answer).toBe(first.answer)
    const { week, month, kept: count } = await omni.panel.answerCache.figures({ instanceName: 'lasting' })
    expect([week, month, count]).toEqual([{ asked: 2, exact: 1, similar: 0, fixed: 0 }, { asked: 2, exact: 1, similar: 0, fixed: 0 }, 1])
  })
})
