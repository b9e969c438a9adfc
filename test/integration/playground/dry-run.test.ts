import { v5 as uuidV5 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { OID_NAMESPACE } from '../../../src-main/hub/pipeline/think/session.ts'
import type { DryRun, DryRunEvent } from '../../../src-shared/contract/playground.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { type PanelClient, startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { connectShop } from '../../support/shop.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

type StartDryRun = Parameters<PanelClient['playground']['run']>[0]

async function runWhole(panel: PanelClient, input: StartDryRun): Promise<{ events: DryRunEvent[]; run: DryRun }> {
  const events: DryRunEvent[] = []
  for await (const event of await panel.playground.run(input)) events.push(event)
  const last = events.at(-1)
  if (last?.type !== 'done') throw new Error('The run did not end with its result.')
  return { events, run: last.run }
}

describe('a dry run', () => {
  let omni: TestHub
  let evolution: FakeEvolution
  let agent: AgentServer
  let traceId = ''
  const KEY = 'agent-key-that-nobody-may-read'

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    agent = await startAgentServer({ shape: 'run', apiKey: KEY })
    omni = await startTestHub()
    await connectShop(omni.panel, evolution, 'shop', {
      agent: { url: agent.url, agentId: 'sofia', shape: 'run', timeoutMs: 5000, apiKey: KEY },
      house: { greeting: 'Welcome to the shop.' },
    })
    const live = await watchLive(omni.panel)
    for (const [index, text] of ['Do you open on Saturday?', 'And on Sunday?'].entries()) {
      await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text })
      const { id } = await live.untilTrace((trace) => trace.state === 'completed' && trace.id !== traceId)
      traceId = id
      expect(index).toBeLessThan(2)
    }
    live.stop()
    agent.reset()
  })
  afterAll(async () => {
    await omni.stop()
    await evolution.stop()
    await agent.stop()
  })
  afterEach(() => {
    agent.always(null)
    agent.reset()
  })

  /** Everything that a customer, an account or a colleague could notice. */
  async function world() {
    const { items: conversations } = await omni.panel.conversations.list({})
    const [conversation] = conversations
    return {
      sends: evolution.received.filter(({ route }) => route !== 'connectionState' && route !== 'findMessages').length,
      conversations,
      messages: (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items,
      traces: (await omni.panel.traces.list({})).items,
      counters: (await omni.panel.system.home()).counters,
    }
  }

  it('of a trace asks the agent the same again, and reaches nobody', async () => {
    const before = await world()
    const { run } = await runWhole(omni.panel, { source: { type: 'trace', traceId }, agent: { instanceName: 'shop' } })
    expect(run).toMatchObject({
      isDryRun: true,
      traceId,
      text: 'And on Sunday?',
      outcome: 'answered',
      answer: 'echo: And on Sunday?',
      wouldSend: ['echo: And on Sunday?'],
      agent: { name: 'sofia', kind: 'automagik', isChanged: false },
      tries: 1,
    })
    expect(agent.total()).toBe(1)
    expect(await world()).toEqual(before)
    expect(await omni.panel.playground.runs({ traceId })).toEqual([run])
  })

  it('tells the agent nothing by which it could find the customer or her session', async () => {
    await runWhole(omni.panel, { source: { type: 'trace', traceId }, agent: { instanceName: 'shop' } })
    const body = JSON.stringify(agent.requests.at(-1)?.body)
    expect(body).toContain('And on Sunday?')
    expect(body).toContain('"dry_run":true')
    expect(body).not.toContain('15552223333')
    const { trace } = await omni.panel.traces.get({ id: traceId })
    expect(agent.requests.at(-1)?.body['session_name']).not.toBe(trace.sessionName)
    // Derived from the name of the session: of this one, and not of hers.
    expect(agent.requests.at(-1)?.body['session_id']).not.toBe(uuidV5(trace.sessionName ?? '', OID_NAMESPACE))
  })

  it('runs against a changed agent without saving the change', async () => {
    const { run } = await runWhole(omni.panel, {
      source: { type: 'text', text: 'hello' },
      agent: { instanceName: 'shop', profileId: 'house', house: { greeting: 'Good morning from the new text!' } },
    })
    expect(run).toMatchObject({ outcome: 'answered', agent: { kind: 'house', isChanged: true } })
    expect(run.answer).toContain('Good morning from the new text!')
    expect(agent.total()).toBe(0)
    const { agent: saved, house } = await omni.panel.instances.get({ name: 'shop' })
    expect([saved.kind, house.greeting]).toEqual(['automagik', 'Welcome to the shop.'])
  })

  it('greets where the customer was greeted, and not in the middle of a talk', async () => {
    const greeting = 'Good morning!'
    const changed = { instanceName: 'shop', profileId: 'house', house: { greeting, openingHours: 'From nine.' } }
    const ask = async (source: StartDryRun['source']) => (await runWhole(omni.panel, { source, agent: changed })).run.answer
    const { items } = await omni.panel.traces.list({})
    const [second, first] = items.map(({ id }) => id)
    expect(await ask({ type: 'trace', traceId: first ?? '' })).toContain(greeting)
    expect(await ask({ type: 'trace', traceId: second ?? '' })).not.toContain(greeting)
    const history = [{ author: 'customer' as const, text: 'hi' }]
    expect(await ask({ type: 'text', text: 'When do you open?' })).toContain(greeting)
    expect(await ask({ type: 'text', text: 'When do you open?', history })).not.toContain(greeting)
  })

  it('says what a customer would have heard when the agent fails, and keeps every secret', async () => {
    agent.always({ kind: 'status', status: 401, body: { detail: `wrong key ${KEY}` } })
    const { run } = await runWhole(omni.panel, { source: { type: 'trace', traceId }, agent: { instanceName: 'shop' } })
    expect(run).toMatchObject({ outcome: 'failed', errorCode: 'unauthorized', answer: null })
    expect(run.wouldSend).toEqual(['Sorry, something went wrong on our side. We will get back to you soon.'])
    expect(JSON.stringify(await omni.panel.playground.runs({}))).not.toContain(KEY)
  })

  it('with a key of its own hides that one too', async () => {
    const another = 'another-key-typed-for-this-run'
    agent.always({ kind: 'status', status: 401, body: { detail: `wrong key ${another}` } })
    await runWhole(omni.panel, { source: { type: 'text', text: 'x' }, agent: { instanceName: 'shop', secrets: { apiKey: another } } })
    expect(agent.requests.at(-1)?.headers['x-api-key']).toBe(another)
    expect(JSON.stringify(await omni.panel.playground.runs({}))).not.toContain(another)
  })

  it('failing over and over does not stop the answers to customers', async () => {
    agent.always({ kind: 'status', status: 400 })
    for (let n = 0; n < 6; n += 1) await runWhole(omni.panel, { source: { type: 'text', text: 'x' }, agent: { instanceName: 'shop' } })
    expect((await omni.panel.system.home()).attention.filter(({ kind }) => kind === 'agent_failing')).toEqual([])
  })

  it('lists the turns of a conversation as they went', async () => {
    const [conversation] = (await omni.panel.conversations.list({})).items
    expect(await omni.panel.playground.turns({ conversationId: conversation?.id ?? '' })).toMatchObject([
      { customer: ['Do you open on Saturday?'], answer: ['echo: Do you open on Saturday?'], state: 'completed' },
      { traceId, customer: ['And on Sunday?'], answer: ['echo: And on Sunday?'] },
    ])
  })

  it('of something that is not there says so before it begins', async () => {
    const input = { source: { type: 'trace', traceId: 'none' }, agent: { instanceName: 'shop' } } as const
    await expect(runWhole(omni.panel, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(runWhole(omni.panel, { source: { type: 'text', text: 'x' }, agent: { instanceName: 'none' } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('outlives its trace, and goes with its instance', async () => {
    const { rest, panel } = omni
    await panel.playground.examples.create({
      name: 'Saturday',
      instanceName: 'shop',
      agentOf: 'shop',
      turns: [{ text: 'Open?', expected: 'Yes.' }],
    })
    const [example] = await panel.playground.examples.list()
    await panel.playground.examples.update({ id: example?.id ?? '', name: 'Weekend' })
    expect(await panel.playground.examples.list()).toMatchObject([{ name: 'Weekend', turns: [{ text: 'Open?', expected: 'Yes.' }] }])
    expect((await rest('DELETE', '/instances/shop')).status).toBe(200)
    expect(await panel.playground.runs({})).toEqual([])
    expect(await panel.playground.examples.list()).toEqual([])
    await expect(panel.playground.examples.remove({ id: example?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a dry run while it runs', () => {
  let omni: TestHub
  let sofia: Typist
  beforeAll(async () => {
    sofia = createTypist('Sofia')
    omni = await startTestHub({ agents: sofia.agents })
    await omni.panel.instances.create({ name: 'shop', channel: 'simulator' })
  })
  afterAll(() => omni.stop())
  const input: StartDryRun = { source: { type: 'text', text: 'hello' }, agent: { instanceName: 'shop' } }

  it('streams words and tools as they come, and nothing of it on the live bus', async () => {
    const live = await watchLive(omni.panel)
    const events = await omni.panel.playground.run(input)
    const next = async () => (await events.next()).value
    expect(await next()).toMatchObject({ type: 'started', agentName: 'Sofia' })
    await sofia.asked(1)
    sofia.write('Good ')
    expect(await next()).toEqual({ type: 'delta', text: 'Good ' })
    sofia.useTool('calendar')
    expect(await next()).toEqual({ type: 'tool', name: 'calendar', status: 'started' })
    sofia.finish('morning')
    expect(await next()).toEqual({ type: 'delta', text: 'morning' })
    expect(await next()).toMatchObject({
      type: 'done',
      run: { answer: 'Good morning', tools: [{ name: 'calendar' }], growth: [{ length: 5 }, { length: 12 }] },
    })
    expect(live.events.filter((event) => event.type !== 'counters')).toEqual([])
    live.stop()
  })

  it('stops with its listener, and what was said until then is kept', async () => {
    const controller = new AbortController()
    const events = await omni.panel.playground.run(input, { signal: controller.signal })
    await events.next()
    await sofia.asked(2)
    sofia.write('half an')
    await events.next()
    controller.abort()
    await expect
      .poll(async () => (await omni.panel.playground.runs({ limit: 1 }))[0])
      .toMatchObject({ outcome: 'cancelled', answer: 'half an', wouldSend: [] })
  })

  it('has company of at most three', async () => {
    const controllers = Array.from({ length: 4 }, () => new AbortController())
    const open = await Promise.all(controllers.map(({ signal }) => omni.panel.playground.run(input, { signal })))
    await Promise.all(open.map((events) => events.next()))
    await expect(omni.panel.playground.run(input)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    for (const controller of controllers) controller.abort()
    const again = async () => {
      const events = await omni.panel.playground.run(input)
      const { value } = await events.next()
      await events.return(undefined)
      return value
    }
    await expect.poll(() => again().catch(() => null)).toMatchObject({ type: 'started' })
  })
})
