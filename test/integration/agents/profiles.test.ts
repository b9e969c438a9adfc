import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

const KEY = 'key-that-nobody-may-read'

describe('saved agents', () => {
  let omni: TestHub
  let server: AgentServer

  beforeAll(async () => {
    server = await startAgentServer({ shape: 'run', apiKey: KEY })
    omni = await startTestHub()
  })
  afterAll(async () => {
    await omni.stop()
    await server.stop()
  })
  const profile = async (id: string) => (await omni.panel.agents.list()).find((one) => one.id === id)
  const sofia = (changes: object = {}) =>
    saveAgent(omni.panel, { url: server.url, agentId: 'sofia', shape: 'run', apiKey: KEY, ...changes })

  async function ask(instanceName: string, text: string) {
    const live = await watchLive(omni.panel)
    const { id } = await omni.panel.simulator.open({ instanceName })
    await omni.panel.simulator.say({ conversationId: id, text, clientId: text })
    const trace = await live.untilTrace((one) => one.messagePreview === text && one.completedAt !== null)
    live.stop()
    return trace
  }

  it('answer for the instances that point to them, and the trace says which it was', async () => {
    const id = await sofia()
    for (const name of ['bakery', 'clinic']) await omni.panel.instances.create({ name, channel: 'simulator', agentProfileId: id })
    expect(await ask('bakery', 'one')).toMatchObject({ state: 'completed', agentProfileId: id, agentName: 'sofia', agentKind: 'automagik' })
    expect(await omni.panel.instances.get({ name: 'clinic' })).toMatchObject({ agent: { profileId: id, name: 'sofia', kind: 'automagik' } })
    expect(await profile(id)).toMatchObject({ usedBy: ['bakery', 'clinic'], health: { state: 'ok', lastError: null } })
    // A change holds for all of them, at once.
    await omni.panel.agents.update({ id, name: 'Ana', settings: { agentId: 'ana' } })
    expect(await ask('clinic', 'two')).toMatchObject({ agentName: 'Ana' })
    expect(server.requests.at(-1)?.path).toContain('/ana/')
    await omni.restart()
    expect(await profile(id)).toMatchObject({ name: 'Ana', settings: { agentId: 'ana' }, hasSecrets: { apiKey: true } })
  })

  it('say how they are doing, and what went wrong last', async () => {
    const id = await sofia({ agentId: 'failing', timeoutMs: 5000 })
    await omni.panel.instances.create({ name: 'office', channel: 'simulator', agentProfileId: id })
    server.always({ kind: 'status', status: 401, body: { detail: `wrong key ${KEY}` } })
    await ask('office', 'hello')
    const failing = await profile(id)
    expect(failing?.health).toMatchObject({ state: 'failing', lastError: { message: expect.stringContaining('refused the key') } })
    expect(JSON.stringify(failing)).not.toContain(KEY)
    server.always(null)
    await ask('office', 'hello again')
    expect((await profile(id))?.health).toMatchObject({ state: 'ok', lastError: { message: expect.stringContaining('refused') } })
  })

  it('never tell their secrets, and a copy has its own', async () => {
    const id = await sofia()
    const copy = await omni.panel.agents.create({ name: 'Copy', kind: 'automagik', copyOf: id })
    expect(copy).toMatchObject({ settings: { agentId: 'sofia' }, hasSecrets: { apiKey: true } })
    await omni.panel.agents.update({ id, secrets: { apiKey: null } })
    expect(await profile(id)).toMatchObject({ hasSecrets: { apiKey: false } })
    expect(await omni.panel.agents.test({ id: copy.id, kind: 'automagik' })).toMatchObject({ ok: true })
    expect(await omni.panel.agents.test({ id, kind: 'automagik' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused'),
    })
    expect(JSON.stringify(await omni.panel.agents.list())).not.toContain(KEY)
  })

  it('are tried as they are on the screen, with the saved key where none was typed', async () => {
    const id = await sofia()
    const there = { id, kind: 'automagik', settings: { agentId: 'other' } }
    expect(await omni.panel.agents.test(there)).toMatchObject({ ok: true })
    expect(server.requests.at(-1)?.path).toContain('/other/')
    expect(await omni.panel.agents.test({ ...there, secrets: { apiKey: 'typo-typo' } })).toMatchObject({ ok: false })
  })

  it('cannot be removed while they answer for somebody, and the house agent never', async () => {
    const id = await sofia()
    await omni.panel.instances.create({ name: 'agency', channel: 'simulator', agentProfileId: id })
    await expect(omni.panel.agents.remove({ id })).rejects.toThrow(/answers for agency/)
    await expect(omni.panel.agents.remove({ id: 'house' })).rejects.toThrow(/built in/)
    await omni.panel.instances.update({ name: 'agency', agentProfileId: 'house' })
    await omni.panel.agents.remove({ id })
    expect(await profile(id)).toBeUndefined()
    await expect(omni.panel.instances.update({ name: 'agency', agentProfileId: id })).rejects.toThrow(/does not exist/)
  })

  it('of a panel are not changed by a client of Omni v1: its instance gets one of its own', async () => {
    const id = await sofia()
    await omni.panel.instances.create({ name: 'shared-1', channel: 'simulator', agentProfileId: id })
    await omni.panel.instances.create({ name: 'shared-2', channel: 'simulator', agentProfileId: id })
    const changed = await omni.rest('PATCH', '/instances/shared-1', { agent_id: 'other', agent_timeout: 9 })
    expect(changed.body).toMatchObject({ agent_api_url: server.url, agent_id: 'other', agent_timeout: 9, has_agent_api_key: true })
    expect(await profile(id)).toMatchObject({ settings: { agentId: 'sofia' }, timeoutMs: 60_000, usedBy: ['shared-2'] })
    const own = (await omni.panel.instances.get({ name: 'shared-1' })).agent.profileId
    expect(await profile(own)).toMatchObject({ name: 'other', usedBy: ['shared-1'] })
    // Changed again, it is the same; and it goes with its instance.
    await omni.rest('PATCH', '/instances/shared-1', { agent_id: 'third' })
    expect((await omni.panel.instances.get({ name: 'shared-1' })).agent.profileId).toBe(own)
    await omni.rest('DELETE', '/instances/shared-1')
    expect(await profile(own)).toBeUndefined()
    expect(await profile(id)).toBeDefined()
  })
})
