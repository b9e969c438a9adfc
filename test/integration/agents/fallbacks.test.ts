/** What customers get when there is no answer, why there may be none, and what it all costs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { behaviourSchema } from '../../../src-shared/contract/instances.ts'
import { routingSchema } from '../../../src-shared/contract/routing.ts'
import { openaiDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, type Fault, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

const TEXTS = {
  timeout: 'It takes long.',
  unreachable: 'Not there.',
  error: 'It broke.',
  empty: 'No words.',
  invalid: 'It makes no sense.',
  rateLimited: 'Too busy.',
  budget: 'Enough for today.',
}

describe('when no answer comes', () => {
  let omni: TestHub
  let server: AgentServer
  let live: Awaited<ReturnType<typeof watchLive>>
  let asked = 0

  beforeEach(async () => {
    server = await startAgentServer({ dialect: openaiDialect })
    omni = await startTestHub()
    live = await watchLive(omni.panel)
    const agentProfileId = await saveAgent(omni.panel, { kind: 'openai', baseUrl: `${server.url}/v1`, model: 'small', timeoutMs: 1000 })
    await omni.panel.instances.create({
      name: 'shop',
      channel: 'simulator',
      agentProfileId,
      behaviour: { gatherWindowMs: 0, fallback: TEXTS },
    })
  })
  afterEach(async () => {
    live.stop()
    await omni.stop()
    await server.stop()
  })
  const open = () => omni.panel.simulator.open({ instanceName: 'shop' })
  async function ask(text: string) {
    const { id } = await open()
    asked += 1
    const { turnId } = await omni.panel.simulator.say({ conversationId: id, text, clientId: `c${asked}` })
    return live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
  }
  const said = async (id: string) => (await omni.panel.traces.get({ id })).said.answer
  const behave = async (changes: object) => {
    const { behaviour } = await omni.panel.instances.get({ name: 'shop' })
    await omni.panel.instances.update({ name: 'shop', behaviour: behaviourSchema.parse({ ...behaviour, ...changes }) })
  }

  const causes: [keyof typeof TEXTS, Fault][] = [
    ['error', { kind: 'status', status: 500 }],
    ['invalid', { kind: 'html' }],
    ['invalid', { kind: 'status', status: 401 }],
    ['empty', { kind: 'answer', body: { choices: [{ message: { role: 'assistant', content: '' } }] } }],
    ['rateLimited', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } }],
    ['unreachable', { kind: 'reset' }],
  ]
  it.each(causes)(
    'the customer reads the text for %s',
    async (cause, fault) => {
      server.always(fault)
      const trace = await ask('hello')
      expect(trace).toMatchObject({ state: 'failed', errorStage: 'think' })
      expect(await said(trace.id)).toEqual([TEXTS[cause]])
    },
    20_000,
  )

  it('a cause without a text of its own speaks as an error does, as it always did', async () => {
    await behave({ fallback: { ...TEXTS, rateLimited: null, invalid: null } })
    server.always({ kind: 'html' })
    expect(await said((await ask('hello')).id)).toEqual(['It broke.'])
  })

  it('a person is asked only for the causes that want one', async () => {
    await behave({ handOver: { invalid: false } })
    server.always({ kind: 'html' })
    await ask('one')
    expect((await open()).owner.kind).toBe('bot')
    await behave({ handOver: { invalid: true } })
    await ask('two')
    await expect.poll(async () => (await open()).owner.kind).toBe('waiting')
  })

  const events = (...contents: [text: string, finish: string | null][]): Fault => ({
    kind: 'raw',
    body: contents
      .map(([content, finish]) => `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`)
      .join(''),
  })

  it('an answer that a filter cut off is not given as if it were whole, and a person goes on where a part was said', async () => {
    await behave({ streaming: 'paragraphs' })
    server.always(events(['The price is 1', null], ['', 'content_filter']))
    const cut = await ask('one')
    expect(cut).toMatchObject({ state: 'failed', reason: expect.stringContaining('The content filter of the model cut the answer off.') })
    expect(await said(cut.id)).toEqual([TEXTS.invalid])
    await omni.panel.conversations.giveBack({ conversationId: (await open()).id, by: 'Ann' })
    server.always(events(['We open at nine.\n\nThe price is 1', null], ['', 'content_filter']))
    const begun = await ask('two')
    expect((await said(begun.id))[0]).toBe('We open at nine.')
    expect((await said(begun.id)).join()).not.toContain('The price is 1')
    await expect.poll(async () => (await open()).owner.kind).toBe('waiting')
  })

  it('a tool call in the words of the model is a failure, and an agent that has nothing to say is none', async () => {
    server.always({ kind: 'answer', body: { choices: [{ message: { content: '{"name": "price", "arguments": {"of": "bread"}}' } }] } })
    const call = await ask('one')
    expect(call).toMatchObject({ state: 'failed', reason: expect.stringContaining('The model wrote a tool call instead of an answer.') })
    expect(await said(call.id)).toEqual([TEXTS.invalid])
    expect((await open()).owner.kind).toBe('waiting')
    await omni.panel.conversations.giveBack({ conversationId: (await open()).id, by: 'Ann' })
    server.always({ kind: 'answer', body: { choices: [{ message: { content: 'NO_REPLY' } }] } })
    const silent = await ask('two')
    expect(silent).toMatchObject({ state: 'stopped', reason: expect.stringContaining('chose to say nothing') })
    expect(await said(silent.id)).toEqual([])
    expect((await open()).owner.kind).toBe('bot')
  })

  it('says once that it takes a moment, and then the answer, in this order', async () => {
    await behave({ stillWorking: { afterMs: 30, text: 'One moment.' } })
    server.script({ kind: 'late', delayMs: 300 })
    const trace = await ask('hello')
    const { items } = await omni.panel.conversations.messages({ conversationId: (await open()).id })
    expect(items.map(({ text }) => text)).toEqual(['hello', 'One moment.', 'echo: hello'])
    expect(trace.steps.map(({ detail }) => detail)).toContain('The customer was told that the answer takes a moment.')
    // An answer that comes at once needs no such text.
    await behave({ stillWorking: { afterMs: 60_000, text: 'One moment.' } })
    await ask('again')
    const after = await omni.panel.conversations.messages({ conversationId: (await open()).id })
    expect(after.items.map(({ text }) => text).slice(3)).toEqual(['again', 'echo: again'])
  })

  it('counts what an answer used and cost, for its trace, its person, its day, and through a restart', async () => {
    await omni.panel.spend.prices.save({
      currency: 'BRL',
      prices: [{ model: 'sm*', inputMicrosPerMillion: 2_000_000, outputMicrosPerMillion: 10_000_000 }],
    })
    // 11 tokens in, 7 out.
    const trace = await ask('hello')
    expect((await omni.panel.traces.get({ id: trace.id })).trace).toMatchObject({ inputTokens: 11, outputTokens: 7, costMicros: 92 })
    await ask('again')
    await omni.restart()
    live = await watchLive(omni.panel)
    const { currency, instances } = await omni.panel.spend.now()
    const use = { turns: 2, inputTokens: 22, outputTokens: 14, audioSeconds: 0, costMicros: 184 }
    expect({ currency, instances }).toEqual({
      currency: 'BRL',
      instances: [{ instanceName: 'shop', today: use, month: use, reached: null }],
    })
    const { contact } = await omni.panel.contacts.ofConversation({ conversationId: (await open()).id })
    expect(await omni.panel.spend.ofContact({ contactId: contact?.id ?? '' })).toEqual({ currency: 'BRL', spend: use })
    const day = new Date()
    const year = day.getFullYear()
    expect(await omni.panel.spend.byDay({ from: `${year}-01-01`, to: `${year}-12-31` })).toMatchObject({ total: use, days: [use] })
  })

  it('stops at its spending limit, politely, and tells the owner', async () => {
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: '*', inputMicrosPerMillion: 1_000_000, outputMicrosPerMillion: 0 }],
    })
    await behave({ spendingLimit: { dailyMicros: 11, monthlyMicros: null } })
    expect(await ask('one')).toMatchObject({ state: 'completed' })
    expect(await live.until((event) => event.type === 'spend.reached')).toMatchObject({
      instanceName: 'shop',
      message: expect.stringContaining('limit of the day is reached'),
    })
    const stopped = await ask('two')
    expect(stopped).toMatchObject({ state: 'failed', reason: expect.stringContaining('the spending limit of the day is reached') })
    expect(await said(stopped.id)).toEqual(['Enough for today.'])
    expect(server.total()).toBe(1)
    expect((await omni.panel.system.home()).attention).toContainEqual(
      expect.objectContaining({ kind: 'budget_reached', instanceName: 'shop' }),
    )
    // A higher limit holds at once; the house agent costs nothing.
    await behave({ spendingLimit: { dailyMicros: null, monthlyMicros: 12 } })
    expect(await ask('three')).toMatchObject({ state: 'completed' })
    expect(await ask('four')).toMatchObject({ reason: expect.stringContaining('limit of the month') })
    await omni.panel.instances.update({ name: 'shop', agentProfileId: 'house' })
    expect(await ask('five')).toMatchObject({ state: 'completed', agentKind: 'house' })
  })

  it('counts what finding out the topic costs, and asks for no topic where nothing may be spent', async () => {
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: '*', inputMicrosPerMillion: 1_000_000, outputMicrosPerMillion: 0 }],
    })
    const agentProfileId = (await omni.panel.instances.get({ name: 'shop' })).agent.profileId
    const routing = routingSchema.parse({
      rules: [{ id: 'r', when: { kind: 'intent', intent: 'Refunds', words: [] }, agentProfileId }],
      classifierProfileId: agentProfileId,
    })
    await omni.panel.instances.update({ name: 'shop', routing })
    await behave({ spendingLimit: { dailyMicros: 22, monthlyMicros: null } })
    expect(await ask('one')).toMatchObject({ state: 'completed' })
    expect(server.total()).toBe(2)
    expect((await omni.panel.spend.now()).instances[0]?.today).toMatchObject({ inputTokens: 22, costMicros: 22 })
    expect(await ask('two')).toMatchObject({ reason: expect.stringContaining('limit of the day') })
    expect(server.total()).toBe(2)
  })
})
