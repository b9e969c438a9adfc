import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnswerShop, ask, type CacheInput, cacheStepOf, openShop, startAnswerShop } from '../../support/answer-shop.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

/** Where questions lie in a plane, in degrees: 18 are 95 % alike, 37 are 80 %. */
const PLACES: [RegExp, number][] = [
  [/when do you open|opening hours/, 0],
  [/from when on/, 18],
  [/parking/, 37],
  [/rolls/, 120],
]

describe('answers to questions that say the same in other words', () => {
  let omni: TestHub
  let shop: AnswerShop
  let sofia: string
  const cleanUps: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    shop = await startAnswerShop()
    for (const [pattern, degrees] of PLACES) {
      const angle = (degrees * Math.PI) / 180
      shop.mock.onEmbedding(pattern, { embedding: [Math.cos(angle), Math.sin(angle)] })
    }
    omni = await startTestHub()
    sofia = await shop.agent(omni.panel)
  })
  afterAll(async () => {
    await omni.stop()
    await shop.stop()
    for (const cleanUp of cleanUps) await cleanUp()
  })
  const say = (instance: string, customer: string, text: string) => ask(omni.panel, instance, customer, text)
  const by = (similar: CacheInput['similar'] = {}): CacheInput => ({ similar: { profileId: sofia, model: 'small', ...similar } })
  async function calls(run: () => Promise<unknown>): Promise<{ answers: number; embeddings: number }> {
    const before = { answers: shop.asked(), embeddings: shop.asked('embeddings') }
    await run()
    return { answers: shop.asked() - before.answers, embeddings: shop.asked('embeddings') - before.embeddings }
  }
  async function embeddingsServer(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    cleanUps.push(() => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    })
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    return saveAgent(omni.panel, { kind: 'openai', name: 'Embeddings', baseUrl, model: 'x' })
  }

  it('are given again, and the trace says how alike they are', async () => {
    await openShop(omni.panel, 'bakery', sofia, by())
    const first = await say('bakery', 'Ana', 'When do you open?')
    const second = await say('bakery', 'Rui', 'What are your opening hours?')
    expect(second.answer).toBe(first.answer)
    expect(second.trace.reason).toBe('Remembered answer: "When do you open?" was answered before, and is 100 % alike.')
    const third = await say('bakery', 'Eva', 'From when on can I come?')
    expect(third.trace.reason).toContain('95 % alike')
    const { cacheHit } = await omni.panel.traces.get({ id: third.trace.id })
    expect(cacheHit).toMatchObject({ kind: 'similar', question: 'When do you open?', score: expect.closeTo(0.951, 3) })
    expect((await say('bakery', 'Tom', 'Is there parking?')).answer).not.toBe(first.answer)
    expect((await omni.panel.answerCache.figures({ instanceName: 'bakery' })).today).toEqual({ asked: 4, exact: 0, similar: 2, fixed: 0 })
  })

  it('are asked for once with the question, which is kept, and not at all for the same words', async () => {
    expect(await calls(() => say('bakery', 'Ida', 'When do you open'))).toEqual({ answers: 0, embeddings: 0 })
    expect(await calls(() => say('bakery', 'Leo', 'Are there rolls?'))).toEqual({ answers: 1, embeddings: 1 })
  })

  it('are as alike as the shop wants them', async () => {
    await openShop(omni.panel, 'strict', sofia, by({ threshold: 0.96 }))
    const first = await say('strict', 'Ana', 'When do you open?')
    expect((await say('strict', 'Rui', 'From when on can I come?')).answer).not.toBe(first.answer)
  })

  it('never differ in a number or a day', async () => {
    await openShop(omni.panel, 'orders', sofia, by())
    await say('orders', 'Ana', 'Can I have 17 rolls on Saturday?')
    for (const [customer, text] of [
      ['Rui', 'Can I have 18 rolls on Saturday?'],
      ['Eva', 'Can I have 17 rolls on Sunday?'],
    ] as const)
      expect(await calls(() => say('orders', customer, text))).toEqual({ answers: 1, embeddings: 1 })
    expect(await calls(() => say('orders', 'Tom', 'Could you do 17 rolls, on Saturday?'))).toEqual({ answers: 0, embeddings: 1 })
  })

  it('never cross to another instance, and not to another model', async () => {
    await openShop(omni.panel, 'north', sofia, by())
    await openShop(omni.panel, 'south', sofia, by())
    await say('north', 'Ana', 'When do you open?')
    expect((await calls(() => say('south', 'Rui', 'Opening hours please'))).answers).toBe(1)
    const { behaviour } = await omni.panel.instances.get({ name: 'north' })
    const similar = { ...behaviour.answerCache.similar, model: 'large' }
    await omni.panel.instances.update({ name: 'north', behaviour: { answerCache: { ...behaviour.answerCache, similar } } })
    expect((await calls(() => say('north', 'Rui', 'Opening hours please'))).answers).toBe(1)
  })

  it('survive a restart', async () => {
    await omni.restart()
    expect((await calls(() => say('orders', 'Ida', 'Could I have 17 rolls on Saturday?'))).answers).toBe(0)
  })

  it('are done without when the server fails, and the trace says so', async () => {
    await openShop(omni.panel, 'unlucky', sofia, by())
    shop.mock.nextRequestError(401, { message: 'no such key' })
    const first = await say('unlucky', 'Ana', 'When do you open?')
    expect(first.trace.state).toBe('completed')
    expect(cacheStepOf(first.trace)).toMatch(
      /^No answer to this is kept yet\. Similar questions could not be looked for: The agent refused the key/,
    )
    expect((await say('unlucky', 'Rui', 'When do you open?')).answer).toBe(first.answer)
  })

  it('are done without when the server is slow', async () => {
    const profileId = await embeddingsServer(() => {})
    await openShop(omni.panel, 'hasty', sofia, by({ profileId }))
    const { trace } = await say('hasty', 'Ana', 'When do you open?')
    expect(trace.state).toBe('completed')
    expect(cacheStepOf(trace)).toContain('The agent did not answer in time.')
  })

  it('leave a server alone that keeps failing', async () => {
    let asked = 0
    const profileId = await embeddingsServer((_, response) => {
      asked += 1
      response.writeHead(500).end()
    })
    await openShop(omni.panel, 'patient', sofia, by({ profileId }))
    for (const customer of ['Ana', 'Rui', 'Eva', 'Tom', 'Ida', 'Leo']) await say('patient', customer, `Hello from ${customer}`)
    expect(asked).toBe(5)
    const { trace } = await say('patient', 'Zoe', 'Hello from Zoe')
    expect(cacheStepOf(trace)).toContain('is left alone for 30 s.')
  })

  it('cost what the server reports, and nothing once the spending limit is reached', async () => {
    let asked = 0
    const profileId = await embeddingsServer((_, response) => {
      asked += 1
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data: [{ index: 0, embedding: [1, 0] }], usage: { prompt_tokens: 5, total_tokens: 5 } }))
    })
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: 'tiny-embeddings', inputMicrosPerMillion: 2_000_000, outputMicrosPerMillion: 0 }],
    })
    await openShop(omni.panel, 'thrifty', sofia, by({ profileId, model: 'tiny-embeddings' }), {
      spendingLimit: { dailyMicros: 20, monthlyMicros: null },
    })
    const first = await say('thrifty', 'Ana', 'Do you deliver?')
    const second = await say('thrifty', 'Rui', 'Is there delivery?')
    expect(second.answer).toBe(first.answer)
    const spent = (await omni.panel.traces.get({ id: second.trace.id })).trace
    expect(spent).toMatchObject({ agentKind: 'answer_cache', inputTokens: 5, costMicros: 10 })
    expect((await say('thrifty', 'Eva', 'Some delivery?')).trace.state).toBe('failed')
    expect((await say('thrifty', 'Tom', 'Do you deliver?')).answer).toBe(first.answer)
    expect(asked).toBe(2)
    await omni.panel.spend.prices.save({ currency: 'USD', prices: [] })
  })

  it('keep the agent that makes them from being deleted', async () => {
    const profileId = await embeddingsServer(() => {})
    await openShop(omni.panel, 'holder', sofia, by({ profileId }))
    await expect(omni.panel.agents.remove({ id: profileId })).rejects.toThrow('holder')
  })
})
