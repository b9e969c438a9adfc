/** Voice notes put into words: for the agent, for whoever reads along, once, and only where it is set up. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InboundMedia } from '../../../src-main/hub/channels/port.ts'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import type { Message } from '../../../src-shared/contract/conversations.ts'
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'
import { inbound } from '../../support/storage-conformance.ts'
import { storageWorker } from '../../support/storage-worker.ts'
import { recordingOf, startTranscriptionServer, type TranscriptionServer } from '../../support/transcription-server.ts'

const ANA = '15552223333'
const MARK = '[Voice message, transcribed by machine]'

let omni: TestHub
let agent: AgentServer
let hearing: TranscriptionServer
let channel: ScriptedChannel
let hears: string

function voiceMedia(words: string): InboundMedia {
  const bytes = recordingOf(words)
  return {
    mimeType: 'audio/ogg; codecs=opus',
    fileName: null,
    sizeBytes: bytes.length,
    durationSeconds: 4,
    width: null,
    height: null,
    isVoiceNote: true,
    bytes,
    url: null,
  }
}
const voiceFrom = (phone: string, words: string, more: object = {}) =>
  textFrom(phone, '', { kind: 'audio', media: voiceMedia(words), ...more })

beforeEach(async () => {
  ;[agent, hearing] = await Promise.all([startAgentServer({ shape: 'run' }), startTranscriptionServer()])
  channel = createScriptedChannel({ protectsNumber: false })
  omni = await startTestHub({ drivers: [channel.driver] })
  hears = await saveAgent(omni.panel, { kind: 'openai', name: 'Whisper', baseUrl: hearing.url, model: 'gpt', apiKey: 'sk-hears' })
})
afterEach(async () => {
  await omni.stop()
  await Promise.all([agent.stop(), hearing.stop()])
})

async function shop(name = 'shop', behaviour: Partial<Behaviour> = {}, voice: Partial<Behaviour['mediaText']['voice']> = {}) {
  await omni.panel.instances.create({
    isAnswering: true,
    name,
    channel: 'whatsapp',
    provider: 'scripted',
    agentProfileId: await saveAgent(omni.panel, { url: agent.url, agentId: 'sofia', shape: 'run' }),
    behaviour: { gatherWindowMs: 0, ...behaviour, mediaText: { voice: { agentProfileId: hears, ...voice } } },
  })
}

/** Says it, and waits for the end of the turn that answers it. */
async function answered(...told: Parameters<ScriptedChannel['tell']>): Promise<Trace> {
  const live = await watchLive(omni.panel)
  const id = (told[1] as { externalId: string }).externalId
  await channel.tell(...told)
  const trace = await live.untilTrace((one) => one.messageExternalId === id && one.completedAt !== null && one.state !== 'merged')
  live.stop()
  return trace
}
async function messages(): Promise<Message[]> {
  const [conversation] = (await omni.panel.conversations.list({})).items
  return (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items
}
const customers = async () => (await messages()).filter(({ author }) => author === 'customer')
const understood = (trace: Trace) => trace.steps.find(({ stage }) => stage === 'media_text')
const asked = () => agent.requests.map(({ body }) => body['message_content'])

/** Reading goes on behind a turn that did not wait for it. */
async function untilRead(messageId: string, state: 'ready' | 'failed'): Promise<Message> {
  const live = await watchLive(omni.panel)
  const stored = (await messages()).find(({ id }) => id === messageId)
  if (stored?.media?.mediaText?.state === state) {
    live.stop()
    return stored
  }
  const event = await live.until(
    (one) => one.type === 'message.changed' && one.message.id === messageId && one.message.media?.mediaText?.state === state,
  )
  live.stop()
  if (event.type !== 'message.changed') throw new Error('unreachable')
  return event.message
}

describe('a voice note', () => {
  it('is heard, shown, and given to the agent as what a machine heard', async () => {
    await shop()
    const live = await watchLive(omni.panel)
    const trace = await answered('shop', voiceFrom(ANA, 'Vocês abrem no sábado?'))
    const states = live.events.flatMap((event) =>
      event.type === 'message.changed' && event.message.kind === 'audio' ? [event.message.media?.mediaText?.state] : [],
    )
    live.stop()
    expect(states.filter((state, at) => states.indexOf(state) === at)).toEqual([undefined, 'waiting', 'ready'])
    expect(asked()).toEqual([`${MARK} Vocês abrem no sábado?`])
    expect((await customers())[0]?.media?.mediaText).toEqual({
      state: 'ready',
      text: 'Vocês abrem no sábado?',
      characters: 22,
      isShortened: false,
      by: 'whisper-1',
      language: 'portuguese',
      problem: null,
    })
    expect(understood(trace)).toMatchObject({ status: 'ok', detail: 'What the files say was put into words.' })
    expect(hearing.requests).toMatchObject([
      {
        path: '/v1/audio/transcriptions',
        authorization: 'Bearer sk-hears',
        fields: { model: 'whisper-1', response_format: 'verbose_json' },
        file: { name: 'voice.ogg', type: 'audio/ogg', bytes: recordingOf('Vocês abrem no sábado?') },
      },
    ])
  })

  it('goes nowhere as long as nothing is set up', async () => {
    await shop('shop', {}, { agentProfileId: null })
    const trace = await answered('shop', voiceFrom(ANA, 'Hello'))
    expect(understood(trace)).toBeUndefined()
    const [message] = await customers()
    expect(message?.media).not.toHaveProperty('mediaText')
    expect(hearing.requests).toEqual([])
    expect(asked()).toEqual([''])
    await expect(omni.panel.mediaText.read({ messageId: message?.id ?? '' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('comes in its place in a burst, and is remembered with what was said', async () => {
    const model = await saveAgent(omni.panel, { kind: 'openai', baseUrl: hearing.url, model: 'gpt', apiKey: 'k' })
    await shop('shop', { gatherWindowMs: 300 })
    await answered('shop', textFrom(ANA, 'Hi'), voiceFrom(ANA, 'first'), textFrom(ANA, 'and'), voiceFrom(ANA, 'second'))
    expect(asked()).toEqual([`Hi\n${MARK} first\nand\n${MARK} second`])
    // What was heard is part of what was said before, for those who remember nothing themselves.
    await omni.panel.instances.update({ name: 'shop', agentProfileId: model })
    const payload = await requestOf(await answered('shop', textFrom(ANA, 'So?')))
    expect(JSON.stringify(payload)).toContain(`{"role":"user","content":"${MARK} second"}`)
  })

  it('that is quoted is quoted with its words', async () => {
    await shop()
    const voice = voiceFrom(ANA, 'Two cakes')
    await answered('shop', voice)
    await answered('shop', textFrom(ANA, 'Make it three', { quote: { externalId: voice.externalId, text: '', authorName: null } }))
    expect(agent.requests.at(-1)?.body['context']).toMatchObject({ quoted_message: `${MARK} Two cakes` })
  })

  it('is found by what it says', async () => {
    await shop()
    await answered('shop', voiceFrom(ANA, 'Quero um bolo de cenoura'))
    const { messages: found } = await omni.panel.search.find({ query: 'cenoura' })
    expect(found.filter(({ author }) => author === 'customer')).toMatchObject([
      { snippet: 'Quero um bolo de cenoura', highlights: [[17, 24]] },
    ])
  })

  it('chooses who answers by its words, not by its mark', async () => {
    await shop()
    const billing = await saveAgent(omni.panel, { url: agent.url, agentId: 'billing', shape: 'run' })
    const rules = (words: string[]) => ({ rules: [{ id: 'r', when: { kind: 'keywords' as const, words }, agentProfileId: billing }] })
    await omni.panel.instances.update({ name: 'shop', routing: rules(['invoice']) })
    expect((await answered('shop', voiceFrom(ANA, 'Where is my invoice?'))).agentName).toBe('billing')
    expect(asked().at(-1)).toBe(`${MARK} Where is my invoice?`)
    await omni.panel.instances.update({ name: 'shop', routing: rules(['machine']) })
    expect((await answered('shop', voiceFrom(ANA, 'Good morning'))).agentName).toBe('sofia')
  })

  it('is answered by the house agent for its words alone', async () => {
    await shop()
    await omni.panel.instances.update({ name: 'shop', agentProfileId: 'house', house: { openingHours: 'Segunda a sexta, das 8 às 18.' } })
    await answered('shop', voiceFrom(ANA, 'Qual é o horário de vocês?'))
    expect(channel.sent.at(-1)?.text).toContain('Segunda a sexta')
  })

  it('that somebody else sent before is not heard, nor paid, again; another account hears it itself', async () => {
    await shop()
    await shop('clinic')
    await answered('shop', voiceFrom(ANA, 'Forwarded'))
    await answered('shop', voiceFrom('15554445555', 'Forwarded'))
    expect(hearing.requests).toHaveLength(1)
    expect(asked()).toEqual([`${MARK} Forwarded`, `${MARK} Forwarded`])
    await answered('clinic', voiceFrom(ANA, 'Forwarded'))
    expect(hearing.requests).toHaveLength(2)
  })

  it('sent twice at once is heard once', async () => {
    await shop('shop', { gatherWindowMs: 300 })
    await answered('shop', voiceFrom(ANA, 'Twice'), voiceFrom(ANA, 'Twice'))
    expect(hearing.requests).toHaveLength(1)
    expect(asked()).toEqual([`${MARK} Twice\n${MARK} Twice`])
  })

  it('is heard while a person has the conversation, and while the account is switched off', async () => {
    await shop()
    await answered('shop', textFrom(ANA, 'Hi'))
    const [conversation] = (await omni.panel.conversations.list({})).items
    await omni.panel.conversations.takeOver({ conversationId: conversation?.id ?? '', by: 'Ana' })
    const paused = await answered('shop', voiceFrom(ANA, 'For a person'))
    expect(paused.stopCode).toBe('paused')
    const taken = (await customers()).at(-1)
    expect((await untilRead(taken?.id ?? '', 'ready')).media?.mediaText?.text).toBe('For a person')

    await omni.panel.instances.update({ name: 'shop', isActive: false })
    await answered('shop', voiceFrom(ANA, 'Nobody answers'))
    expect((await untilRead((await customers()).at(-1)?.id ?? '', 'ready')).media?.mediaText?.text).toBe('Nobody answers')
  })

  it('of somebody who is blocked is nobody’s concern', async () => {
    await shop()
    await omni.panel.access.create({ pattern: `+${ANA}`, type: 'block', instanceName: 'shop' })
    expect((await answered('shop', voiceFrom(ANA, 'Spam'))).stopCode).toBe('access_denied')
    expect((await customers())[0]?.media).not.toHaveProperty('mediaText')
    expect(hearing.requests).toEqual([])
  })
})

describe('when hearing fails', () => {
  const refused = [
    {
      name: 'the key is refused',
      answer: { status: 401, body: { error: { message: 'bad key sk-hears' } } },
      problem: /refused the key \(401\)/,
    },
    {
      name: 'the file is too large for it',
      answer: { status: 413, body: 'Request Entity Too Large', contentType: 'text/plain' },
      problem: /\(413\)/,
    },
    { name: 'a web page answers', answer: { body: '<!doctype html><p>nginx', contentType: 'text/html' }, problem: /a web page/ },
    { name: 'the answer is cut off', answer: { body: '{"text": "half an' }, problem: /not JSON/ },
    { name: 'there is no text in it', answer: { body: { words: [] } }, problem: /has no text/ },
    { name: 'nothing is answered', answer: { body: '' }, problem: /empty answer/ },
  ]
  it.each(refused)('because $name, the agent is answered for all that, and a person can try again', async ({ answer, problem }) => {
    await shop()
    hearing.script(answer)
    const trace = await answered('shop', voiceFrom(ANA, 'Hello'))
    expect(trace.state).toBe('completed')
    expect(understood(trace)).toMatchObject({ status: 'failed', detail: expect.stringMatching(problem) })
    const [message] = await customers()
    expect(message?.media?.mediaText).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem) })
    expect(JSON.stringify([trace, message])).not.toContain('sk-hears')

    await omni.panel.mediaText.read({ messageId: message?.id ?? '' })
    expect((await untilRead(message?.id ?? '', 'ready')).media?.mediaText?.text).toBe('Hello')
    expect(hearing.requests).toHaveLength(2)
    // What is ready is not heard again.
    await omni.panel.mediaText.read({ messageId: message?.id ?? '' })
    expect(hearing.requests).toHaveLength(2)
  })

  it('for the moment, it is tried again automatically', async () => {
    await shop()
    hearing.script({ status: 503, body: { error: 'overloaded' } })
    await answered('shop', voiceFrom(ANA, 'Patience'))
    expect(asked()).toEqual([`${MARK} Patience`])
    expect(hearing.requests).toHaveLength(2)
  })

  it('a text-only agent is told that there is something it cannot hear', async () => {
    const model = await saveAgent(omni.panel, { kind: 'openai', baseUrl: hearing.url, model: 'gpt' })
    await shop()
    await omni.panel.instances.update({ name: 'shop', agentProfileId: model })
    hearing.script({ status: 401, body: {} })
    const request = await requestOf(await answered('shop', voiceFrom(ANA, 'Hello')))
    expect(JSON.stringify(request)).toContain('[Voice message that you cannot hear]')
  })

  it('silence is not a failure: the agent is told that no words were heard', async () => {
    await shop()
    await answered('shop', voiceFrom(ANA, ''))
    expect(asked()).toEqual(['[Voice message in which no words were heard]'])
    expect((await customers())[0]?.media?.mediaText).toMatchObject({ state: 'ready', text: '' })
  })
})

describe('a server that takes its time', () => {
  it('keeps nobody waiting for longer than is set up; the words come later', async () => {
    await shop('shop', {}, { waitMs: 50 })
    const release = hearing.hold()
    const trace = await answered('shop', voiceFrom(ANA, 'Slow'))
    expect(understood(trace)).toMatchObject({ status: 'failed', detail: expect.stringContaining('within 0.05 s') })
    expect(asked()).toEqual([''])
    const [message] = await customers()
    expect(message?.media?.mediaText?.state).toBe('waiting')
    release()
    expect((await untilRead(message?.id ?? '', 'ready')).media?.mediaText?.text).toBe('Slow')
  })

  it('does not keep another account from being heard', async () => {
    const other = await startTranscriptionServer()
    await shop('shop', {}, { waitMs: 0 })
    await shop('clinic', {}, { agentProfileId: await saveAgent(omni.panel, { kind: 'openai', baseUrl: other.url, model: 'm' }) })
    const release = hearing.hold()
    for (const words of ['a', 'b', 'c', 'd']) await channel.tell('shop', voiceFrom(ANA, words))
    await answered('clinic', voiceFrom(ANA, 'Quick'))
    expect(asked()).toContain(`${MARK} Quick`)
    release()
    await other.stop()
  })

  it('is asked again after a restart in the middle, and the turn gets the words', async () => {
    await shop()
    const release = hearing.hold()
    await channel.tell('shop', voiceFrom(ANA, 'Still there'))
    await hearing.arrived(1)
    await omni.restart()
    const live = await watchLive(omni.panel)
    release()
    await live.untilTrace((trace) => trace.state === 'completed')
    live.stop()
    expect(asked()).toEqual([`${MARK} Still there`])
    const [message] = await customers()
    expect(message?.media?.mediaText?.text).toBe('Still there')
    // And what is ready stays so.
    await omni.restart()
    expect((await customers())[0]?.media?.mediaText?.text).toBe('Still there')
    expect(hearing.requests).toHaveLength(2)
  })
})

describe('a process that ended', () => {
  it('goes on with what was to be heard although the turn is over', async () => {
    await shop('shop', {}, { waitMs: 0 })
    const release = hearing.hold()
    await answered('shop', voiceFrom(ANA, 'Later'))
    const [message] = await customers()
    await omni.restart()
    release()
    expect((await untilRead(message?.id ?? '', 'ready')).media?.mediaText?.text).toBe('Later')
  })

  it('right after it took a voice note in has it heard with the next start', async () => {
    await shop()
    await omni.restart(async () => {
      const storage = await openSqliteStorage({ file: join(omni.folder, 'omni.db'), worker: storageWorker })
      await storage.acceptInbound(
        inbound({ kind: 'audio', text: '', media: voiceMedia('Nobody noted it'), receivedAt: new Date().toISOString() }),
      )
      await storage.close()
    })
    await expect.poll(() => asked()).toEqual([`${MARK} Nobody noted it`])
  })
})

describe('what hearing costs', () => {
  it('is counted by the minute, on the turn and on the day', async () => {
    await shop()
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: 'whisper-1', inputMicrosPerMillion: 0, outputMicrosPerMillion: 0, audioMicrosPerMinute: 6000 }],
    })
    const trace = await answered('shop', voiceFrom(ANA, 'Hello'))
    expect(trace.costMicros).toBe(400)
    const { instances } = await omni.panel.spend.now()
    expect(instances[0]?.today).toMatchObject({ audioSeconds: 4, costMicros: 400, turns: 1 })
    await omni.restart()
    expect((await omni.panel.spend.now()).instances[0]?.today).toMatchObject({ audioSeconds: 4, costMicros: 400, turns: 1 })
  })

  it('is counted by tokens where the server reports those', async () => {
    await shop('shop', {}, { model: 'gpt-4o-transcribe' })
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: 'gpt-4o-transcribe', inputMicrosPerMillion: 6_000_000, outputMicrosPerMillion: 10_000_000 }],
    })
    hearing.script({ body: { text: 'Hello', usage: { type: 'tokens', input_tokens: 100, output_tokens: 20, total_tokens: 120 } } })
    const trace = await answered('shop', voiceFrom(ANA, 'Hello'))
    expect(hearing.requests[0]?.fields).toMatchObject({ response_format: 'json' })
    expect(trace.costMicros).toBe(800)
  })

  it('ends at the limit: nothing is transcribed then, and that is reported', async () => {
    await shop('shop', { spendingLimit: { dailyMicros: 300, monthlyMicros: null } })
    await omni.panel.spend.prices.save({
      currency: 'USD',
      prices: [{ model: 'whisper-1', inputMicrosPerMillion: 0, outputMicrosPerMillion: 0, audioMicrosPerMinute: 6000 }],
    })
    await answered('shop', voiceFrom(ANA, 'One'))
    const trace = await answered('shop', voiceFrom(ANA, 'Two'))
    expect(hearing.requests).toHaveLength(1)
    const problem = 'It was not transcribed: the spending limit of the day is reached.'
    expect(understood(trace)?.detail).toBe(`Not put into words: ${problem}`)
    expect((await customers()).at(-1)?.media?.mediaText).toMatchObject({ state: 'failed', problem })
  })
})

describe('setting it up', () => {
  it('is tried with a sound of our own', async () => {
    hearing.script({ body: { text: 'La la la' } }, { status: 401, body: {} })
    const input = { agentProfileId: hears, model: 'whisper-1', language: 'pt' }
    expect(await omni.panel.mediaText.test(input)).toMatchObject({ ok: true, message: 'La la la' })
    expect(hearing.requests[0]).toMatchObject({ fields: { language: 'pt' }, file: { name: 'voice.wav' } })
    expect(hearing.requests[0]?.file.bytes.toString('latin1', 0, 4)).toBe('RIFF')
    expect(await omni.panel.mediaText.test(input)).toMatchObject({ ok: false, message: expect.stringContaining('(401)') })
    expect(await omni.panel.mediaText.test({ ...input, agentProfileId: 'house' })).toMatchObject({ ok: false })
  })

  it('keeps the agent that hears from being removed', async () => {
    await shop()
    await expect(omni.panel.agents.remove({ id: hears })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

/** What was sent to the model that answered, as the trace keeps it. */
async function requestOf(trace: Trace): Promise<unknown> {
  const { payloads } = await omni.panel.traces.get({ id: trace.id })
  return JSON.parse(payloads.find(({ kind }) => kind === 'agent_request')?.body ?? 'null')
}
