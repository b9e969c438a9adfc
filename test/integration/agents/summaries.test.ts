/** What no longer fits is told in a summary, from the customer's message to the wire, against a server that others wrote. */
import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

type Body = { messages: { role: string; content: string }[] }
const ASKED = 'Write a summary of it'

describe('an agent that is told a summary of what no longer fits', () => {
  let omni: TestHub
  let mock: LLMock
  let sofia: string
  let chat: string
  let count = 0
  let summary: string
  /** Each chat is of an instance of its own. */
  let shop: string

  beforeAll(async () => {
    mock = new LLMock({ port: 0 })
    mock.onMessage(new RegExp(ASKED), () => ({ content: summary, usage: { prompt_tokens: 1000, completion_tokens: 100 } }))
    mock.onMessage(/./, { content: 'All right.' })
    await mock.start()
    omni = await startTestHub()
    const prices = [{ model: 'small', inputMicrosPerMillion: 1_000_000, outputMicrosPerMillion: 1_000_000 }]
    await omni.panel.spend.prices.save({ currency: 'USD', prices })
    sofia = await saveAgent(omni.panel, { kind: 'openai', name: 'Sofia', baseUrl: `${mock.url}/v1`, model: 'small' })
    await omni.panel.agents.update({ id: sofia, flags: { summarizes: true } })
  })
  afterAll(async () => {
    await omni.stop()
    await mock.stop()
  })
  beforeEach(async () => {
    count += 1
    shop = `shop-${count}`
    summary = 'Of course. <summary>Ana wants a cake for Saturday.</summary>'
    const behaviour = { gatherWindowMs: 0, context: { messages: 4, resetWord: '/new' } as never }
    await omni.panel.instances.create({ name: shop, channel: 'simulator', agentProfileId: sofia, behaviour })
    chat = (await omni.panel.simulator.open({ instanceName: shop })).id
    mock.clearRequests()
  })
  afterEach(() => vi.useRealTimers())

  async function say(text: string) {
    const live = await watchLive(omni.panel)
    await omni.panel.simulator.say({ conversationId: chat, text, clientId: `${text}${performance.now()}` })
    const trace = await live.untilTrace((one) => one.messagePreview === text && one.completedAt !== null)
    live.stop()
    return trace
  }
  /** Seven questions and their answers: four messages stay, ten have left. */
  async function sayUntilWritten() {
    const live = await watchLive(omni.panel)
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await say(`question ${n}`)
    await live.until((event) => event.type === 'inbox.changed' && event.what === 'summary' && event.conversationId === chat)
    live.stop()
  }
  const bodies = () => mock.getRequests().map(({ body }) => body as unknown as Body)
  const asked = () => bodies().filter(({ messages }) => messages.at(-1)?.content.includes(ASKED))
  const answered = () => bodies().filter(({ messages }) => !messages.at(-1)?.content.includes(ASKED))
  const kept = () => omni.panel.summaries.get({ conversationId: chat })

  it('is told every message once: in the summary, or word by word', async () => {
    await sayUntilWritten()
    expect(asked()).toHaveLength(1)
    expect(asked()[0]?.messages.at(-1)?.content).toContain('Customer: question 1\nAssistant: All right.')
    expect(asked()[0]?.messages.at(-1)?.content).not.toContain('question 6')
    expect(await kept()).toMatchObject({ text: 'Ana wants a cake for Saturday.', messageCount: 10, writtenBy: 'Sofia' })

    const trace = await say('question 8')
    expect(trace.steps.find(({ stage }) => stage === 'recall')?.detail).toBe(
      'A summary stands for 10 older messages; 4 newer ones were told word by word.',
    )
    const { messages } = answered().at(-1) ?? { messages: [] }
    expect(messages[0]).toMatchObject({ role: 'system', content: expect.stringContaining('Ana wants a cake for Saturday.') })
    expect(messages.slice(1).map(({ content }) => content)).toEqual(['question 6', 'All right.', 'question 7', 'All right.', 'question 8'])
    // Until then everything was told word by word, although only four messages fit.
    expect(
      answered()
        .at(-2)
        ?.messages.filter(({ role }) => role !== 'system'),
    ).toHaveLength(13)
  })

  it('counts what writing costs, and writes nothing once the limit is reached', async () => {
    await sayUntilWritten()
    const spent = async () => (await omni.panel.spend.now()).instances.find(({ instanceName }) => instanceName === shop)
    expect((await spent())?.today.inputTokens).toBeGreaterThanOrEqual(1000)
    const traces = await omni.panel.traces.list({ conversationId: chat, limit: 1 })
    expect(traces.items[0]?.inputTokens).toBeGreaterThanOrEqual(1000)
    await omni.panel.instances.update({ name: shop, behaviour: { spendingLimit: { dailyMicros: 1, monthlyMicros: null } } })
    mock.clearRequests()
    for (const n of [1, 2, 3, 4, 5, 6]) await say(`more ${n}`)
    expect(bodies()).toEqual([])
  })

  it('goes on from the summary, which survives a restart', async () => {
    await sayUntilWritten()
    await omni.restart()
    summary = '<summary>Ana wants a cake for Saturday, with nuts.</summary>'
    mock.clearRequests()
    await sayUntilWritten()
    expect(asked()[0]?.messages.at(-1)?.content).toContain('<former>\nAna wants a cake for Saturday.\n</former>')
    expect(await kept()).toMatchObject({ text: 'Ana wants a cake for Saturday, with nuts.' })
  })

  it('is forgotten when somebody says so, when the customer starts over, and with a new session', async () => {
    await sayUntilWritten()
    expect(await omni.panel.summaries.forget({ conversationId: chat })).toEqual({ forgotten: true })
    expect(await kept()).toBeNull()
    expect(await omni.panel.summaries.bringBack({ conversationId: chat })).toEqual({ isBack: true })
    expect(await kept()).toMatchObject({ text: 'Ana wants a cake for Saturday.', messageCount: 10 })
    await omni.panel.summaries.forget({ conversationId: chat })
    await say('question 8')
    expect(JSON.stringify(answered().at(-1))).not.toContain('Ana wants')
    expect(await omni.panel.summaries.forget({ conversationId: chat })).toEqual({ forgotten: false })

    await sayUntilWritten()
    expect(await kept()).not.toBeNull()
    await say('/new')
    expect(await kept()).toBeNull()

    await sayUntilWritten()
    // The hub takes its clock at its start.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
    await omni.restart()
    await say('hours later')
    expect(JSON.stringify(answered().at(-1))).not.toContain('Ana wants')
    expect(await kept()).toBeNull()
    await say('and again')
    expect(JSON.stringify(answered().at(-1))).not.toContain('Ana wants')
    vi.useRealTimers()
    await omni.restart()
  })

  it('keeps the former one when the writer talks nonsense, says so at the agent, and asks it no more for a while', async () => {
    await sayUntilWritten()
    summary = 'Hello! How can I help you?'
    const live = await watchLive(omni.panel)
    mock.clearRequests()
    for (const n of [1, 2, 3, 4, 5]) expect((await say(`more ${n}`)).state).toBe('completed')
    await live.until((event) => event.type === 'agents.changed')
    live.stop()
    const { health } = (await omni.panel.agents.list()).find(({ id }) => id === sofia) ?? {}
    expect(health?.lastError?.message).toContain('asked for a summary')
    expect(await kept()).toMatchObject({ text: 'Ana wants a cake for Saturday.' })
    await say('more 6')
    expect(asked()).toHaveLength(1)
    // Nothing of it is lost meanwhile.
    expect(
      answered()
        .at(-1)
        ?.messages.filter(({ role }) => role !== 'system').length,
    ).toBeGreaterThan(5)
  })
})

describe('an agent that writes summaries for another', () => {
  it('is asked for them in its place, and cannot be deleted meanwhile', async () => {
    const mock = new LLMock({ port: 0 })
    mock.onMessage(new RegExp(ASKED), { content: '<summary>Ana wants a very nice cake.</summary>' })
    mock.onMessage(/./, { content: 'All right.' })
    await mock.start()
    const { panel, stop } = await startTestHub()
    const model = (name: string) => saveAgent(panel, { kind: 'openai', name, baseUrl: `${mock.url}/v1`, model: name.toLowerCase() })
    const [sofia, writer] = [await model('Sofia'), await model('Writer')]
    await panel.agents.update({ id: sofia, flags: { summarizes: true, summaryProfileId: writer } })
    const behaviour = { gatherWindowMs: 0, context: { messages: 1 } as never }
    await panel.instances.create({ name: 'shop', channel: 'simulator', agentProfileId: sofia, behaviour })
    const { id } = await panel.simulator.open({ instanceName: 'shop' })
    const live = await watchLive(panel)
    await panel.simulator.say({ conversationId: id, text: 'very nice '.repeat(450), clientId: 'one' })
    await live.until((event) => event.type === 'inbox.changed' && event.what === 'summary')
    live.stop()
    expect(mock.getRequests().map(({ body }) => (body as { model?: string } | null)?.model)).toEqual(['sofia', 'writer'])
    expect(await panel.summaries.get({ conversationId: id })).toMatchObject({ writtenBy: 'Writer' })
    await expect(panel.agents.remove({ id: writer })).rejects.toThrow('writes the summaries for Sofia')
    await panel.agents.update({ id: sofia, flags: { summarizes: false } })
    await panel.agents.remove({ id: writer })
    await stop()
    await mock.stop()
  })
})

describe('what an agent is told of the customer and the shop', () => {
  let omni: TestHub
  let mock: LLMock
  beforeAll(async () => {
    mock = new LLMock({ port: 0 })
    mock.onMessage(/./, { content: 'All right.' })
    await mock.start()
    omni = await startTestHub()
  })
  afterAll(async () => {
    await omni.stop()
    await mock.stop()
  })

  it('is the name and what customers see of the shop, and more only where somebody chose so', async () => {
    const { panel } = omni
    const agentProfileId = await saveAgent(panel, { kind: 'openai', baseUrl: `${mock.url}/v1`, model: 'small' })
    const house = { openingHours: 'Mon–Fri 8–18', address: 'Rua das Flores 12' }
    await panel.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, house, behaviour: { gatherWindowMs: 0 } })
    const chat = (await panel.simulator.open({ instanceName: 'shop' })).id
    const label = await panel.labels.create({ name: 'Regular', colour: 'green' })
    await panel.labels.assign({ conversationId: chat, labelIds: [label.id] })
    await panel.contacts.addNote({ conversationId: chat, text: 'Allergic to nuts', author: 'Ana' })
    const told = async (text: string) => {
      const live = await watchLive(panel)
      await panel.simulator.say({ conversationId: chat, text, clientId: `${text}${performance.now()}` })
      await live.untilTrace((one) => one.messagePreview === text && one.completedAt !== null)
      live.stop()
      const body = mock.getLastRequest()?.body as unknown as Body | undefined
      const first = body?.messages[0]
      return first?.role === 'system' ? first.content : ''
    }
    const usual = await told('one')
    expect(usual).toContain('Opening hours: Mon–Fri 8–18')
    expect(usual).toContain('Address: Rua das Flores 12')
    expect(usual).toMatch(/Local date and time of the shop: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d \(.+\)/)
    expect(usual).toContain('Name of the customer: ')
    expect(usual).not.toMatch(/Regular|Allergic|written before|first time/)

    const { behaviour } = await panel.instances.get({ name: 'shop' })
    const tell = (tells: object) =>
      panel.instances.update({ name: 'shop', behaviour: { context: { ...behaviour.context, tells: tells as never } } })
    await tell({ shop: false, name: false, visits: true, labels: true, notes: true })
    const other = await told('two')
    expect(other).toContain('Labels that the shop gave: Regular')
    expect(other).toContain('Allergic to nuts')
    expect(other).toContain('The customer has written before.')
    expect(other).not.toMatch(/Opening hours|Name of the customer/)
    await tell({ shop: false, name: false })
    expect(await told('three')).toBe('')

    // An agent whose answers are everybody's is told of nobody, whatever the instance lets it know.
    await tell({ shop: true, name: true, visits: true, labels: true, notes: true })
    await panel.agents.update({ id: agentProfileId, flags: { usesPersonalData: false } })
    const everybodys = await told('four')
    expect(everybodys).toContain('Opening hours: Mon–Fri 8–18')
    expect(everybodys).not.toMatch(/customer|Regular|Allergic/)
  })
})
