import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

describe('what an agent remembers', () => {
  let omni: TestHub
  let server: AgentServer
  let chat: string
  beforeAll(async () => {
    server = await startAgentServer({ shape: 'run' })
    omni = await startTestHub()
    const agentProfileId = await saveAgent(omni.panel, { url: server.url, agentId: 'sofia', shape: 'run' })
    const behaviour = { gatherWindowMs: 0, context: { resetWord: '/reset', resetText: 'As if we had never met.' } }
    await omni.panel.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, behaviour: behaviour as never })
    chat = (await omni.panel.simulator.open({ instanceName: 'shop' })).id
  })
  afterAll(async () => {
    await omni.stop()
    await server.stop()
  })
  async function say(text: string) {
    const live = await watchLive(omni.panel)
    await omni.panel.simulator.say({ conversationId: chat, text, clientId: `${text}${performance.now()}` })
    const trace = await live.untilTrace((one) => one.messagePreview === text && one.completedAt !== null)
    live.stop()
    return trace
  }

  it('starts over when the customer asks for it, without asking the agent', async () => {
    await say('My name is Ana')
    const before = server.requests.at(-1)?.body['session_name']
    const reset = await say('/Reset')
    expect(reset.steps.find(({ stage }) => stage === 'think')?.detail).toBe('The customer asked to start over.')
    expect(server.total()).toBe(1)
    const { items } = await omni.panel.conversations.messages({ conversationId: chat })
    expect(items.at(-1)?.text).toBe('As if we had never met.')
    await say('Who am I?')
    expect(server.total()).toBe(2)
    expect(server.requests.at(-1)?.body['session_name']).not.toBe(before)
  })

  it('has no word for it unless the instance has one', async () => {
    const { behaviour } = await omni.panel.instances.get({ name: 'shop' })
    await omni.panel.instances.update({ name: 'shop', behaviour: { context: { ...behaviour.context, resetWord: '' } } })
    await say('/reset')
    expect(server.total()).toBe(3)
  })
})
