import { afterEach, describe, expect, it } from 'vitest'
import { hive } from '../../../src-main/hub/agents/hive.ts'
import { gather } from '../../support/agent-conformance.ts'
import { hiveDialect } from '../../support/agent-dialects.ts'
import { agentConfig, agentRequest } from '../../support/agent-request.ts'
import { type AgentServer, type Dialect, startAgentServer } from '../../support/agent-server.ts'

const signal = new AbortController().signal
let server: AgentServer
afterEach(() => server.stop())

async function ask(settings: object, request: object = {}, dialect: Dialect = hiveDialect(2)) {
  server = await startAgentServer({ dialect })
  const config = agentConfig({ kind: 'hive', url: server.url, targetId: 'so fia', ...settings }, { apiKey: 'hive-key' })
  return gather(hive.run(agentRequest(request), config, signal))
}
const stream = (...events: object[]): Dialect => ({
  textOf: () => '',
  answer: () => ({
    contentType: 'text/event-stream',
    pieces: events.map((event) => `event: ${'event' in event ? event.event : ''}\ndata: ${JSON.stringify(event)}\n\n`),
  }),
})

describe('a Hive agent', () => {
  it('is asked by a form, with its files, both headers, and a session that goes on', async () => {
    const media = [{ kind: 'image', mimeType: 'image/png', fileName: 'cake.png', base64: 'aGk=', url: null }]
    const events = await ask({}, { media, session: { name: 'shop_5511', id: 'session-9', isNew: false } })
    expect(server.requests[0]).toMatchObject({
      path: '/agents/so%20fia/runs',
      headers: { 'x-api-key': 'hive-key', authorization: 'Bearer hive-key' },
      body: {
        message: 'When are you open?',
        stream: 'true',
        session_id: 'session-9',
        user_id: '5d2a7ab6-6f0a-5c5f-9a5e-0d6f6a5f7c11',
        files: [{ name: 'cake.png', type: 'image/png', size: 2 }],
      },
    })
    expect(events.at(-1)).toMatchObject({ sessionId: 'session-9', usage: { inputTokens: 9, outputTokens: 6 } })
  })

  it('begins another session where the old one has run out', async () => {
    await ask({ isStreaming: false }, { session: { name: 'shop_5511', id: null, isNew: true } })
    expect(server.requests[0]?.body).toMatchObject({ session_id: 'shop_5511_turn-1', stream: 'false' })
  })

  it('shows the tools of a team, and not what its members think', async () => {
    const events = await ask({ target: 'team' })
    expect(server.requests[0]?.path).toBe('/teams/so%20fia/runs')
    expect(events).toContainEqual({ type: 'tool', name: 'delegate_task_to_member', status: 'started' })
    expect(JSON.stringify(events)).not.toContain('what a member thinks')
  })

  it('sums what each call of Agno 1.x reported', async () => {
    expect((await ask({}, {}, hiveDialect(1))).at(-1)).toMatchObject({ usage: { inputTokens: 9, outputTokens: 6 } })
  })

  it('says what went wrong, and calls a person where the run waits for one', async () => {
    const failed = await ask({}, {}, stream({ event: 'RunError', content: 'the model is down' }))
    expect(failed.at(-1)).toMatchObject({
      type: 'failed',
      code: 'server_error',
      message: 'The agent reported a failure: the model is down',
    })
    await server.stop()
    const cancelled = await ask({}, {}, stream({ event: 'RunCancelled', run_id: 'r' }))
    expect(cancelled.at(-1)).toMatchObject({ type: 'failed', code: 'invalid_response' })
    await server.stop()
    const paused = await ask({}, {}, stream({ event: 'RunContent', content: 'One moment.' }, { event: 'RunPaused' }))
    expect(paused.at(-1)).toMatchObject({ type: 'completed', wantsHandover: true })
  })

  it('ignores events that it does not know', async () => {
    const events = await ask(
      {},
      {},
      stream(
        { event: 'MemoryUpdateStarted' },
        { event: 'RunContent', content: 'Hi' },
        { event: 'New' },
        { event: 'RunCompleted', content: 'Hi' },
      ),
    )
    expect(events.map(({ type }) => type)).toEqual(['started', 'delta', 'completed'])
  })

  it('is also reached by the older gateway', async () => {
    const events = await ask({ api: 'gateway' })
    expect(server.requests[0]).toMatchObject({
      path: '/process',
      headers: { authorization: 'Bearer hive-key' },
      body: {
        tenant: 'shop',
        message: 'When are you open?',
        routing_hints: { preferred_agent: 'so fia', session_id: 'shop_5511900000001' },
      },
    })
    expect(events.at(-1)).toMatchObject({ type: 'completed', text: 'echo: When are you open?' })
  })

  it.each([1, 2] as const)('lists agents, teams and workflows of Agno %i.x to choose from', async (generation) => {
    server = await startAgentServer({ dialect: hiveDialect(generation) })
    expect(await hive.choices?.(agentConfig({ kind: 'hive', url: server.url }), signal)).toEqual([
      { value: 'sofia', label: 'Sofia', settings: { target: 'agent' } },
      { value: 'shop', label: 'The shop', settings: { target: 'team' } },
      { value: 'orders', label: 'Orders', settings: { target: 'workflow' } },
    ])
  })

  it('says why there is no list', async () => {
    server = await startAgentServer({ dialect: hiveDialect(2), apiKey: 'hive-key' })
    await expect(hive.choices?.(agentConfig({ kind: 'hive', url: server.url }, { apiKey: 'typo-typo' }), signal)).rejects.toThrow(
      /refused the key/,
    )
  })
})
