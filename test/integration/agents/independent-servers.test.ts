/** The back ends against a server that others wrote for these protocols. */
import { AGUIMock, LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leo } from '../../../src-main/hub/agents/leo.ts'
import { openai } from '../../../src-main/hub/agents/openai.ts'
import type { AgentEvent, AgentRequest } from '../../../src-main/hub/agents/port.ts'
import { gather } from '../../support/agent-conformance.ts'
import { agentConfig, agentRequest } from '../../support/agent-request.ts'
import { pngOf } from '../../support/media.ts'
import { recordingOf } from '../../support/transcription-server.ts'

const signal = new AbortController().signal
const streamed = (events: AgentEvent[]) => events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])).join('')

describe('openai, against aimock', () => {
  const mock = new LLMock({ port: 0, chunkSize: 5 })
  beforeAll(async () => {
    mock.onMessage(/Saturday/, { content: 'We open at nine on Saturday. 🎂' })
    mock.onMessage(/weather/, { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Recife"}' }] })
    await mock.start()
  })
  afterAll(() => mock.stop())
  const ask = (request: Partial<AgentRequest>, settings: object = {}, takesImages = false) =>
    gather(
      openai.run(
        agentRequest(request),
        agentConfig({ kind: 'openai', baseUrl: `${mock.url}/v1`, model: 'gpt-4o', ...settings }, { apiKey: 'sk-test', takesImages }),
        signal,
      ),
    )

  it('streams an answer, with what it cost', async () => {
    const events = await ask({ text: 'Do you open on Saturday?' })
    expect(events.filter(({ type }) => type === 'delta').length).toBeGreaterThan(2)
    expect(streamed(events)).toBe('We open at nine on Saturday. 🎂')
    expect(events.at(-1)).toMatchObject({ type: 'completed', text: null, usage: { inputTokens: expect.any(Number) } })
  })

  it('shows the tools that a model asks for', async () => {
    const events = await ask({ text: 'How is the weather?' })
    expect(events).toContainEqual({ type: 'tool', name: 'get_weather', status: 'started' })
    expect(events.at(-1)).toMatchObject({ type: 'completed', toolCalls: ['get_weather'] })
  })

  it('sends instructions, what was said before, and pictures where they are wanted', async () => {
    const history: AgentRequest['history'] = ['one', 'two', 'three'].map((text, index) => ({
      author: index === 1 ? 'agent' : 'customer',
      text,
      at: '2026-01-01T00:00:00.000Z',
    }))
    const png = pngOf(2, 2, [0, 0, 0], [255, 255, 255]).toString('base64')
    const media = [
      { kind: 'image' as const, mimeType: 'image/png', fileName: 'cake.png', base64: png, url: null },
      { kind: 'document' as const, mimeType: 'application/pdf', fileName: 'menu.pdf', base64: 'aGk=', url: null },
    ]
    await ask({ text: 'Open on Saturday?', history, media }, { systemPrompt: 'You are Sofia.', temperature: 0.2 }, true)
    const sent = mock.getLastRequest()?.body as { messages: unknown[]; temperature: number; stream_options: unknown }
    expect(sent).toMatchObject({ temperature: 0.2, stream: true, stream_options: { include_usage: true } })
    expect(sent.messages).toEqual([
      { role: 'system', content: 'You are Sofia.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { role: 'user', content: 'three' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Open on Saturday?\n[Document "menu.pdf" that you cannot read]' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
        ],
      },
    ])
    await ask({ text: 'Open on Saturday?', history, media, session: { name: 's', id: null, isNew: true } })
    const plain = mock.getLastRequest()?.body as { messages: unknown[] }
    const unseen = '[Picture "cake.png" that you cannot see]\n[Document "menu.pdf" that you cannot read]'
    expect(plain.messages).toEqual([{ role: 'user', content: `Open on Saturday?\n${unseen}` }])
  })

  it('lists the models to choose from', async () => {
    const config = agentConfig({ kind: 'openai', baseUrl: `${mock.url}/v1` }, { apiKey: 'sk-test' })
    expect((await openai.choices?.(config, signal))?.length).toBeGreaterThan(0)
  })

  it('tells an overloaded server from a wrong key', async () => {
    mock.nextRequestError(429, { message: 'slow down', type: 'rate_limit_error' })
    expect((await ask({ text: 'Saturday' })).at(-1)).toMatchObject({ type: 'failed', code: 'rate_limited' })
    mock.nextRequestError(401, { message: 'no such key' })
    expect((await ask({ text: 'Saturday' })).at(-1)).toMatchObject({ type: 'failed', code: 'unauthorized' })
  })
})

describe('transcription, against aimock', () => {
  const mock = new LLMock({ port: 0 })
  beforeAll(() => mock.start())
  afterAll(() => mock.stop())
  const hear = async (model: string, apiKey = 'sk-test') =>
    openai.transcribe?.(
      { bytes: new Uint8Array(recordingOf('x')), mimeType: 'audio/ogg; codecs=opus', fileName: null, model, language: 'pt' },
      agentConfig({ kind: 'openai', baseUrl: `${mock.url}/v1` }, { apiKey }),
      signal,
    )

  it('gives the words, with language and length where the model tells them', async () => {
    mock.onTranscription({ transcription: { text: ' Vocês abrem no sábado? ', language: 'portuguese', duration: 3.4 } })
    expect(await hear('whisper-1')).toEqual({
      type: 'transcribed',
      text: 'Vocês abrem no sábado?',
      language: 'portuguese',
      seconds: 3.4,
      usage: null,
    })
    expect(mock.getLastRequest()).toMatchObject({ path: '/v1/audio/transcriptions', body: { model: 'whisper-1' } })
    expect(await hear('gpt-4o-transcribe')).toMatchObject({ type: 'transcribed', text: 'Vocês abrem no sábado?', language: null })
  })
})

describe('leo, against the AG-UI server of aimock', () => {
  const mock = new AGUIMock({ port: 0 })
  beforeAll(async () => {
    mock.onMessage(/Saturday/, 'We open at nine on Saturday. 🎂')
    mock.onToolCall(/weather/, 'get_weather', '{}', { result: 'sunny' })
    await mock.start()
  })
  afterAll(() => mock.stop())
  const ask = (text: string) => gather(leo.run(agentRequest({ text }), agentConfig({ kind: 'leo', url: mock.url }), signal))

  it('streams an answer', async () => {
    const events = await ask('Do you open on Saturday?')
    expect(streamed(events)).toBe('We open at nine on Saturday. 🎂')
    expect(events.at(-1)).toMatchObject({ type: 'completed' })
  })

  it('shows the tools that it uses', async () => {
    const events = await ask('How is the weather?')
    expect(events).toContainEqual({ type: 'tool', name: 'get_weather', status: 'started' })
    expect(events).toContainEqual({ type: 'tool', name: 'get_weather', status: 'completed' })
  })
})
