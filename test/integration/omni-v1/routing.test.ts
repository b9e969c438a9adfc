import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the agents that v1 names for technical questions, billing and sales', () => {
  let world: V1World
  let billing: AgentServer
  beforeAll(async () => {
    world = await startV1World()
    billing = await startAgentServer()
    await world.link('shop', { billing_agent_url: billing.url, billing_agent_key: 'key-of-billing', routing_strategy: 'intent-based' })
  })
  afterAll(async () => {
    await world.stop()
    await billing.stop()
  })
  const answeredBy = async (text: string) => {
    const { traceId } = await world.converse('shop', { text })
    return (await world.omni.panel.traces.get({ id: traceId })).trace.agentName
  }
  const rules = async () => (await world.omni.panel.instances.get({ name: 'shop' })).routing.rules

  it('answer what is their business, with their own key; the rest stays with the usual agent', async () => {
    expect(await answeredBy('Onde está o meu boleto?')).toBe('shop billing')
    expect(billing.requests.at(-1)?.headers).toMatchObject({ 'x-api-key': 'key-of-billing' })
    expect(await answeredBy('Are you open?')).toBe('shop')
    expect(billing.total()).toBe(1)
  })

  it('are rules of the instance that a person can change, and keep what was changed', async () => {
    const [rule] = await rules()
    if (rule?.when.kind !== 'intent') throw new Error('a rule about billing')
    const routing = { rules: [{ ...rule, when: { ...rule.when, words: ['mensalidade'] } }], timeZone: 'UTC', classifierProfileId: null }
    await world.omni.panel.instances.update({ name: 'shop', routing })
    await world.call('PUT /instances/shop', { billing_agent_key: 'another-key' })
    expect(await answeredBy('a mensalidade')).toBe('shop billing')
    expect(billing.requests.at(-1)?.headers).toMatchObject({ 'x-api-key': 'another-key' })
  })

  it('come and go with their address, and are never told with their keys', async () => {
    await world.call('PUT /instances/shop', { technical_agent_url: billing.url, billing_agent_url: null })
    expect((await rules()).map(({ id }) => id)).toEqual(['v1-technical'])
    const { body } = await world.call('GET /instances/shop')
    expect(body).toMatchObject({ billing_agent_url: null, technical_agent_url: billing.url })
    expect(JSON.stringify(body)).not.toContain('another-key')
    const names = (await world.omni.panel.agents.list()).map(({ name }) => name)
    expect(names).toContain('shop technical')
    expect(names).not.toContain('shop billing')
  })

  it('go with their instance', async () => {
    await world.call('DELETE /instances/shop')
    expect((await world.omni.panel.agents.list()).map(({ name }) => name)).not.toContain('shop technical')
  })
})
