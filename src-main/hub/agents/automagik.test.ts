import { v5 as uuidV5 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gather } from '../../../test/support/agent-conformance.ts'
import { agentConfig, agentRequest } from '../../../test/support/agent-request.ts'
import { type AgentServer, startAgentServer } from '../../../test/support/agent-server.ts'
import { agentAddresses } from './automagik/address.ts'
import { automagik } from './automagik.ts'
import type { AgentConfig, AgentEvent, AgentRequest } from './port.ts'

const OID = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'
const ownId = uuidV5('5511900000001', OID)

let server: AgentServer | undefined
async function serve(options: Parameters<typeof startAgentServer>[0] = {}): Promise<AgentServer> {
  server = await startAgentServer(options)
  return server
}
afterEach(async () => {
  await server?.stop()
  server = undefined
})

async function ask(
  url: string,
  settings: Record<string, unknown> = {},
  request: Partial<AgentRequest> = {},
  changes: Partial<AgentConfig> & { apiKey?: string } = {},
): Promise<AgentEvent | undefined> {
  const config = agentConfig({ kind: 'automagik', url, ...settings }, { apiKey: 'key-1', ...changes })
  return (await gather(automagik.run(agentRequest(request), config, new AbortController().signal))).at(-1)
}

describe('the run shape', () => {
  it('sends the published fields and both headers', async () => {
    const agent = await serve()
    const own = { userId: ownId, name: 'Maria', phoneNumber: '5511900000001', platformId: '5511900000001@s.whatsapp.net' }
    await ask(
      agent.url,
      { agentId: 'shop bot', shape: 'run' },
      { sender: own, text: 'Oi', session: { name: 's1', id: 'sid', isNew: false } },
    )
    expect(agent.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/agent/shop%20bot/run', headers: { 'x-api-key': 'key-1', authorization: 'Bearer key-1' } },
    ])
    expect(agent.requests[0]?.body).toEqual({
      message_content: 'Oi',
      message_limit: 100,
      message_type: 'text',
      media_contents: [],
      channel_payload: { event: 'messages.upsert', data: { key: { id: 'ABC' } } },
      session_name: 's1',
      session_id: 'sid',
      user: {
        phone_number: '+5511900000001',
        email: null,
        user_data: { name: 'Maria', whatsapp_id: '5511900000001@s.whatsapp.net', source: 'whatsapp' },
      },
      context: {
        instance: 'shop',
        channel: 'whatsapp',
        chat_id: '5511900000001@s.whatsapp.net',
        chat_type: 'direct',
        messages: [],
        user_profile: { name: 'Maria', phone_number: '+5511900000001', labels: [] },
        instance_config: {
          name: 'shop',
          channel_type: 'whatsapp',
          agent_instance_type: 'automagik',
          agent_id: 'shop bot',
          agent_timeout: 60,
        },
      },
      session_origin: 'whatsapp',
      preserve_system_prompt: false,
    })
  })

  it('sends the user id that the agent gave earlier', async () => {
    const agent = await serve()
    const first = await ask(agent.url, { shape: 'run' })
    expect(first).toMatchObject({ type: 'completed', userId: expect.any(String) })
    const learned = first?.type === 'completed' ? (first.userId ?? '') : ''
    await ask(agent.url, { shape: 'run' }, { sender: { ...agentRequest().sender, userId: learned } })
    expect(agent.requests[1]?.body['user_id']).toBe(learned)
  })

  it('hands over media as bytes or as an address, with credentials at no depth', async () => {
    const agent = await serve()
    const sent: unknown[] = []
    await ask(
      agent.url,
      { shape: 'run' },
      {
        media: [
          { kind: 'image', mimeType: 'image/png', fileName: 'a.png', base64: 'AAAA', url: null },
          { kind: 'audio', mimeType: 'audio/ogg', fileName: null, base64: null, url: 'https://example.org/a.ogg' },
        ],
        channelPayload: { apikey: 'k', data: [{ headers: { Authorization: 'k', apikey: 'k' }, keep: 1 }], token: 'k' },
      },
      { onRequest: (request) => sent.push(request) },
    )
    expect(agent.requests[0]?.body['media_contents']).toEqual([
      { alt_text: 'a.png', name: 'a.png', mime_type: 'image/png', data: 'AAAA' },
      { alt_text: 'audio', mime_type: 'audio/ogg', media_url: 'https://example.org/a.ogg' },
    ])
    expect(agent.requests[0]?.body['channel_payload']).toEqual({ data: [{ headers: {}, keep: 1 }] })
    expect(JSON.stringify(sent)).not.toMatch(/AAAA|key-1/)
  })
})

describe('the chat shape', () => {
  it('sends the published fields, the user id always', async () => {
    const agent = await serve()
    await ask(agent.url, { shape: 'chat' }, { text: 'Oi', sender: { ...agentRequest().sender, userId: ownId } })
    expect(agent.requests[0]).toMatchObject({
      path: '/api/agent/chat',
      body: { user_id: ownId, message: 'Oi', message_type: 'text', session_name: 'shop_5511900000001', session_origin: 'whatsapp' },
    })
    expect(agent.requests[0]?.body).toMatchObject({
      user: { phone_number: '+5511900000001' },
      context: { instance: 'shop', channel: 'whatsapp' },
    })
  })

  it('names an origin that the agent accepts for channels that it does not know', async () => {
    const agent = await serve()
    await ask(agent.url, { shape: 'chat' }, { instance: { id: 7, name: 'demo', channel: 'simulator' } })
    expect(agent.requests[0]?.body['session_origin']).toBe('web')
  })
})

describe('what goes along', () => {
  it('is what was said, the customer and the account, without a secret', async () => {
    const agent = await serve()
    await ask(
      `${agent.url}/?key=in-the-address`,
      { agentId: 'sofia', timeoutMs: 45_000 },
      {
        history: [
          { author: 'customer', text: 'Oi', at: '2026-01-01T00:00:00.000Z' },
          { author: 'person', text: 'Olá!', at: '2026-01-01T00:00:01.000Z' },
        ],
        facts: { customer: { labels: ['VIP'] }, shop: {} },
      },
    )
    const { body } = agent.requests[0] ?? {}
    expect(body?.['context']).toMatchObject({
      messages: [
        { role: 'user', content: 'Oi', timestamp: '2026-01-01T00:00:00.000Z' },
        { role: 'assistant', content: 'Olá!', timestamp: '2026-01-01T00:00:01.000Z' },
      ],
      user_profile: { name: 'Maria', phone_number: '+5511900000001', labels: ['VIP'] },
      instance_config: { name: 'shop', channel_type: 'whatsapp', agent_id: 'sofia', agent_timeout: 45 },
    })
    expect(JSON.stringify(body)).not.toMatch(/key-1|in-the-address|evolution-secret/)
  })

  it('is no number where none is known', async () => {
    const agent = await serve()
    await ask(agent.url, {}, { sender: { userId: ownId, name: null, phoneNumber: null, platformId: '77@lid' } })
    expect(agent.requests[0]?.body).toMatchObject({ user: { phone_number: null }, context: { user_profile: { phone_number: null } } })
  })
})

describe('the id of the session', () => {
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5/
  const idSent = (agent: AgentServer, index: number) => String(agent.requests[index]?.body['session_id'])

  it('goes with the first request, and is the same until the session runs out', async () => {
    const agent = await serve()
    const events = await gather(
      automagik.run(agentRequest(), agentConfig({ kind: 'automagik', url: agent.url }), new AbortController().signal),
    )
    await ask(agent.url)
    await ask(agent.url, {}, { turnId: 'turn-2', session: { name: 'shop_5511900000001', id: null, isNew: true } })
    expect(idSent(agent, 0)).toMatch(UUID)
    expect(events[0]).toEqual({ type: 'started', sessionId: idSent(agent, 0) })
    expect(idSent(agent, 1)).toBe(idSent(agent, 0))
    expect(idSent(agent, 2)).not.toBe(idSent(agent, 0))
  })

  it('is left out once where the server does not know the session', async () => {
    const agent = await serve({ shape: 'run' })
    agent.script({ kind: 'status', status: 404, body: { detail: 'Session not found: 5f0' } })
    const learned: unknown[] = []
    const answer = await ask(agent.url, {}, { text: 'hi' }, { onSettingsLearned: (found) => learned.push(found) })
    expect(answer).toMatchObject({ type: 'completed', text: 'echo: hi' })
    expect(agent.requests.map(({ path, body }) => [path, 'session_id' in body])).toEqual([
      ['/api/v1/agent/default/run', true],
      ['/api/v1/agent/default/run', false],
    ])
    expect(learned).toEqual([{ shape: 'run' }])
  })
})

describe('the shape that was not chosen', () => {
  it.each([404, 405])('is tried where the first is not there: %d', async (status) => {
    const agent = await serve()
    agent.script({ kind: 'status', status })
    const learned: unknown[] = []
    const answer = await ask(agent.url, {}, { text: 'hi' }, { onSettingsLearned: (found) => learned.push(found) })
    expect(answer).toMatchObject({ type: 'completed', text: 'echo: hi' })
    expect(agent.requests.map(({ path }) => path)).toEqual(['/api/v1/agent/default/run', '/api/agent/chat'])
    expect(learned).toEqual([{ shape: 'chat' }])
  })

  it.each(['run', 'chat'] as const)('is found by one more call after a 404, and remembered: %s', async (shape) => {
    const agent = await serve({ shape })
    const learned: string[] = []
    const answer = await ask(
      agent.url,
      { shape: 'auto' },
      { text: 'hi' },
      { onSettingsLearned: (found) => learned.push(String(found['shape'])) },
    )
    expect(answer).toMatchObject({ type: 'completed', text: 'echo: hi' })
    expect(learned).toEqual([shape])
    expect(agent.total()).toBe(shape === 'run' ? 1 : 2)

    await ask(agent.url, { shape }, {}, { onSettingsLearned: (found) => learned.push(String(found['shape'])) })
    expect(learned).toEqual([shape])
  })

  it('is tried again when the agent has moved to it', async () => {
    const agent = await serve({ shape: 'chat' })
    const learned: string[] = []
    await ask(agent.url, { shape: 'run' }, {}, { onSettingsLearned: (found) => learned.push(String(found['shape'])) })
    expect(learned).toEqual(['chat'])
  })

  it('is not tried when the address names a path', async () => {
    const agent = await serve({ shape: 'run' })
    expect(await ask(`${agent.url}/api/agent/chat`, { shape: 'auto' })).toMatchObject({ type: 'failed', statusCode: 404 })
    expect(agent.total()).toBe(1)
  })

  it('ends in one failure when neither exists', async () => {
    const agent = await serve()
    agent.always({ kind: 'status', status: 404 })
    expect(await ask(agent.url)).toMatchObject({ type: 'failed', code: 'invalid_response', statusCode: 404 })
    expect(agent.total()).toBe(2)
  })
})

describe('the address of an agent', () => {
  it.each([
    ['http://h:1', 'http://h:1/api/v1/agent/a/run'],
    ['http://h:1/', 'http://h:1/api/v1/agent/a/run'],
    ['http://h:1/base/api/v1/', 'http://h:1/base/api/v1/agent/a/run'],
    ['h.local:8881', 'http://h.local:8881/api/v1/agent/a/run'],
    ['https://h/api/v1/agent/other/run', 'https://h/api/v1/agent/other/run'],
    ['https://h/api/agent/chat', 'https://h/api/agent/chat'],
    ['https://h/bots/chat/', 'https://h/bots/chat'],
  ])('%s is asked at %s', (saved, asked) => {
    expect(agentAddresses(saved, 'a', 'auto')?.candidates[0]?.url).toBe(asked)
  })

  it.each(['', '   ', 'ftp://h', 'http://user:password@h', 'http://'])('is refused without a call when it is %j', async (saved) => {
    expect(await ask(saved)).toMatchObject({ type: 'failed', code: 'invalid_response' })
  })
})

describe('the answer', () => {
  let agent: AgentServer
  beforeEach(async () => {
    agent = await serve()
  })

  it.each(['message', 'text', 'response'])('is read from the field "%s"', async (field) => {
    agent.always({ kind: 'answer', body: { success: true, [field]: 'Olá' } })
    expect(await ask(agent.url)).toMatchObject({ type: 'completed', text: 'Olá' })
  })

  it('brings usage, tools and ids along', async () => {
    agent.always({
      kind: 'answer',
      body: {
        message: 'all done',
        user_id: 17,
        session_id: 's',
        usage: { request_tokens: 1, response_tokens: 2 },
        tool_calls: [{ tool_name: 'a' }, { function: { name: 'b' } }, 'c', 4],
      },
    })
    expect(await ask(agent.url)).toMatchObject({
      userId: '17',
      sessionId: 's',
      usage: { inputTokens: 1, outputTokens: 2 },
      toolCalls: ['a', 'b', 'c'],
    })
  })

  it('is a failure with the agent’s reason when it reports one', async () => {
    agent.always({ kind: 'answer', body: { success: false, message: 'model overloaded' } })
    expect(await ask(agent.url)).toMatchObject({
      type: 'failed',
      code: 'server_error',
      message: expect.stringContaining('model overloaded'),
    })
    agent.always({ kind: 'answer', body: { error: 'no such agent' } })
    expect(await ask(agent.url)).toMatchObject({ type: 'failed', code: 'server_error' })
  })

  it('is `timeout` when the caller’s signal says so', async () => {
    agent.always({ kind: 'hang' })
    const controller = new AbortController()
    const config = agentConfig({ kind: 'automagik', url: agent.url })
    const events = gather(automagik.run(agentRequest(), config, controller.signal))
    await agent.arrived(1)
    controller.abort(new DOMException('too late', 'TimeoutError'))
    expect((await events).at(-1)).toMatchObject({ type: 'failed', code: 'timeout' })
  })

  it('is `unreachable` in plain words when nothing listens', async () => {
    const { url } = agent
    await agent.stop()
    expect(await ask(url)).toMatchObject({
      type: 'failed',
      code: 'unreachable',
      message: 'The agent cannot be reached: nothing listens at its address.',
    })
  })

  it('is never asked for with a key that would show up in an error', async () => {
    const answer = await ask(agent.url, {}, {}, { apiKey: 'schlüssel\nX' })
    expect(answer).toMatchObject({ type: 'failed', code: 'unauthorized' })
    expect(JSON.stringify(answer)).not.toContain('schlüssel')
    expect(agent.total()).toBe(0)
  })
})
