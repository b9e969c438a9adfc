import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixedAnswerSchema } from '../../../src-shared/contract/answer-cache.ts'
import { routingSchema } from '../../../src-shared/contract/routing.ts'
import { type AnswerShop, ask, cacheStepOf, openShop, startAnswerShop } from '../../support/answer-shop.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'

const hours = fixedAnswerSchema.parse({ id: 'h', name: 'Opening hours', phrases: ['opening hours'], text: 'From 9 to 5.' })

describe('answers that the owner wrote', () => {
  let omni: TestHub
  let shop: AnswerShop
  let personal: string
  beforeAll(async () => {
    shop = await startAnswerShop()
    omni = await startTestHub()
    personal = await shop.agent(omni.panel, { usesPersonalData: true })
  })
  afterAll(async () => {
    await omni.stop()
    await shop.stop()
  })
  const say = (instance: string, customer: string, text: string) => ask(omni.panel, instance, customer, text)

  it('ask nobody, with everything else switched off, and whatever the agent is like', async () => {
    await openShop(omni.panel, 'bakery', personal, { isOn: false, fixed: [hours] })
    const before = shop.asked()
    const { answer, trace, conversationId } = await say('bakery', 'Ana', 'Hi, what are your opening hours?')
    expect(answer).toBe('From 9 to 5.')
    expect(trace).toMatchObject({ state: 'completed', agentKind: 'answer_cache', agentName: 'Sofia' })
    expect(trace.reason).toBe('"opening hours" is all that the message asks: the fixed answer "Opening hours" was given.')
    expect(cacheStepOf(trace)).toBe(trace.reason)
    const { items } = await omni.panel.conversations.messages({ conversationId, limit: 5 })
    expect(items.at(-1)?.cacheHit).toEqual({ kind: 'fixed', answerId: 'h', question: 'Opening hours', score: null })
    // In the middle of a conversation, too: it does not depend on what was said before.
    expect((await say('bakery', 'Ana', 'opening hours??')).answer).toBe('From 9 to 5.')
    expect(shop.asked()).toBe(before)
    const figures = await omni.panel.answerCache.figures({ instanceName: 'bakery' })
    expect(figures).toMatchObject({ today: { asked: 2, fixed: 2 }, kept: 0 })
  })

  it('leave a message that says more to the agent', async () => {
    const { trace, answer } = await say('bakery', 'Rui', 'Your opening hours on Christmas Eve?')
    expect(trace.agentKind).toBe('openai')
    expect(answer).not.toBe('From 9 to 5.')
    expect((await omni.panel.answerCache.figures({ instanceName: 'bakery' })).today).toEqual({ asked: 3, exact: 0, similar: 0, fixed: 2 })
  })

  it('go out without approval, which is for what agents write', async () => {
    await openShop(omni.panel, 'careful', personal, { fixed: [hours] }, { answersNeedApproval: true })
    expect((await say('careful', 'Ana', 'Opening hours?')).answer).toBe('From 9 to 5.')
    expect((await say('careful', 'Ana', 'Do you have cake?')).trace.stopCode).toBe('awaiting_approval')
  })

  it('answer for the house agent, and when the spending limit is reached', async () => {
    await openShop(omni.panel, 'house', 'house', { fixed: [hours] })
    expect((await say('house', 'Ana', 'opening hours')).answer).toBe('From 9 to 5.')
    await openShop(omni.panel, 'broke', personal, { fixed: [hours] }, { spendingLimit: { dailyMicros: 0, monthlyMicros: null } })
    expect((await say('broke', 'Ana', 'opening hours')).answer).toBe('From 9 to 5.')
    expect((await say('broke', 'Ana', 'Do you have cake?')).trace.state).toBe('failed')
  })

  it('answer to a topic that a rule found', async () => {
    const delivery = fixedAnswerSchema.parse({ id: 'd', name: 'Delivery', topic: 'Delivery', text: 'We bring it to you.' })
    const when = { kind: 'intent' as const, intent: 'Delivery', words: ['bring', 'deliver'] }
    await openShop(omni.panel, 'topical', personal, { isOn: false, fixed: [delivery] })
    await omni.panel.instances.update({
      name: 'topical',
      routing: routingSchema.parse({ rules: [{ id: 'r', when, agentProfileId: personal }] }),
    })
    const { answer, trace } = await say('topical', 'Ana', 'Do you bring cakes to the beach?')
    expect(answer).toBe('We bring it to you.')
    expect(trace.reason).toBe('It is about "Delivery": the fixed answer "Delivery" was given.')
    expect((await say('topical', 'Rui', 'Can you bring 12 cakes?')).answer).not.toBe('We bring it to you.')
  })

  it('can be tried before they are saved', async () => {
    const attempt = (text: string) => omni.panel.answerCache.tryFixed({ instanceName: 'bakery', fixed: [hours], text })
    expect(await attempt('Opening hours please')).toEqual({ id: 'h', explanation: 'The customer gets the fixed answer "Opening hours".' })
    expect((await attempt('Opening hours at Easter')).id).toBeNull()
  })
})
