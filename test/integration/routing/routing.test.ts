import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RouteWhen, routingSchema } from '../../../src-shared/contract/routing.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

describe('rules about who answers', () => {
  let omni: TestHub
  let server: AgentServer
  let usual: string
  let billing: string
  let sorter: string

  beforeAll(async () => {
    server = await startAgentServer({ shape: 'run' })
    omni = await startTestHub()
    usual = await saveAgent(omni.panel, { url: server.url, agentId: 'usual', shape: 'run' })
    billing = await saveAgent(omni.panel, { url: server.url, agentId: 'billing', shape: 'run' })
    sorter = await saveAgent(omni.panel, { url: server.url, agentId: 'sorter', shape: 'run' })
  })
  afterAll(async () => {
    await omni.stop()
    await server.stop()
  })

  const routing = (whens: RouteWhen[], more: object = {}) =>
    routingSchema.parse({ rules: whens.map((when, n) => ({ id: `r${n}`, when, agentProfileId: billing })), ...more })
  const open = async (instanceName: string) => (await omni.panel.simulator.open({ instanceName })).id
  async function say(conversationId: string, text: string) {
    const live = await watchLive(omni.panel)
    await omni.panel.simulator.say({ conversationId, text, clientId: text })
    const trace = await live.untilTrace((one) => one.messagePreview === text && one.completedAt !== null)
    live.stop()
    return trace
  }
  const lastAsked = () => server.requests.at(-1)

  it('send a message to another agent, without the prefix, and the trace says why', async () => {
    await omni.panel.instances.create({
      name: 'shop',
      channel: 'simulator',
      agentProfileId: usual,
      routing: routing([{ kind: 'prefix', prefix: '!b' }]),
    })
    const chat = await open('shop')
    const routed = await say(chat, '!b My invoice?')
    expect(routed).toMatchObject({ agentName: 'billing', agentProfileId: billing })
    expect(routed.steps.find(({ stage }) => stage === 'route')?.detail).toBe('The message begins with "!b". By rule 1, billing answers.')
    expect(lastAsked()).toMatchObject({ path: expect.stringContaining('/billing/'), body: { message_content: 'My invoice?' } })

    const plain = await say(chat, 'And when do you open?')
    expect(plain.agentName).toBe('usual')
    expect(plain.steps.find(({ stage }) => stage === 'route')?.detail).toBe('No rule holds, so usual answers as usual.')
  })

  it('keep the sessions of the agents apart', async () => {
    const names = server.requests.map(({ body }) => body['session_name'])
    expect(new Set(names).size).toBe(2)
  })

  it('look at the labels of the conversation', async () => {
    const vip = await omni.panel.labels.create({ name: 'VIP', colour: 'green' })
    await omni.panel.instances.update({ name: 'shop', routing: routing([{ kind: 'label', labelId: vip.id }]) })
    const chat = await open('shop')
    expect((await say(chat, 'without a label')).agentName).toBe('usual')
    await omni.panel.labels.assign({ conversationId: chat, labelIds: [vip.id] })
    const labelled = await say(chat, 'with a label')
    expect(labelled.agentName).toBe('billing')
    expect(labelled.steps.find(({ stage }) => stage === 'route')?.detail).toContain('the label "VIP"')
  })

  it('ask the agent that sorts, once, when no word tells what it is about', async () => {
    const intents = routing(
      [
        { kind: 'intent', intent: 'Billing', words: ['invoice'] },
        { kind: 'intent', intent: 'Refunds', words: [] },
      ],
      { classifierProfileId: sorter },
    )
    await omni.panel.instances.update({ name: 'shop', routing: intents })
    server.script({ kind: 'answer', body: { message: 'Refunds', success: true } })
    const before = server.total()
    const chosen = await omni.panel.routing.try({ instanceName: 'shop', routing: intents, text: 'I want my money back' })
    expect(chosen).toMatchObject({ ruleId: 'r1', agentName: 'billing', explanation: expect.stringContaining('sorter says') })
    expect(server.total() - before).toBe(1)
    expect(await omni.panel.routing.try({ instanceName: 'shop', routing: intents, text: 'the invoice' })).toMatchObject({ ruleId: 'r0' })
    expect(server.total() - before).toBe(1)
  })

  it('answer as usual when the agent that sorts fails', async () => {
    server.script({ kind: 'status', status: 401 })
    const trace = await say(await open('shop'), 'what now')
    expect(trace).toMatchObject({ state: 'completed', agentName: 'usual' })
  })

  it('refuse what could never work', async () => {
    const save = (whens: RouteWhen[]) => omni.panel.instances.update({ name: 'shop', routing: routing(whens) })
    await expect(save([{ kind: 'pattern', pattern: '(' }])).rejects.toThrow('cannot be read')
    const gone = routingSchema.parse({ rules: [{ id: 'r', when: { kind: 'prefix', prefix: 'x' }, agentProfileId: 'nobody' }] })
    await expect(omni.panel.instances.update({ name: 'shop', routing: gone })).rejects.toThrow('does not exist')
  })

  it('keep their agents from being deleted, and survive a restart', async () => {
    await omni.panel.instances.update({ name: 'shop', routing: routing([{ kind: 'keywords', words: ['invoice'] }]) })
    await expect(omni.panel.agents.remove({ id: billing })).rejects.toThrow('shop')
    await omni.restart()
    expect((await say(await open('shop'), 'an invoice please')).agentName).toBe('billing')
  })
})
