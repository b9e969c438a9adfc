/** Answers as agents' servers really send them, and what each comes to: the neighbours of field-cases.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentBreakers } from '../../../src-main/hub/agents/breaker.ts'
import { callAgent } from '../../../src-main/hub/agents/call.ts'
import { backendFor, createAgentRegistry } from '../../../src-main/hub/agents/registry.ts'
import { createClassify } from '../../../src-main/hub/answering/routing/classify.ts'
import { agentConfig, agentRequest } from '../../support/agent-request.ts'
import { manualTimers } from '../../support/manual-timers.ts'
import { type PieceServer, startPieceServer } from '../../support/piece-server.ts'

type Kind = 'openai' | 'hive' | 'team' | 'workflow' | 'leo' | 'automagik' | 'webhook'
interface Sent {
  body: string
  contentType?: string
  /** What is sent instead of `body`. */
  bytes?: Buffer
  /** The connection is torn down behind it. */
  isCut?: boolean
}

const settingsOf: Record<Kind, (url: string) => object> = {
  openai: (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm', temperature: 0.2 }),
  hive: (url) => ({ kind: 'hive', url, target: 'agent', targetId: 'sofia' }),
  team: (url) => ({ kind: 'hive', url, target: 'team', targetId: 'sofia' }),
  workflow: (url) => ({ kind: 'hive', url, target: 'workflow', targetId: 'sofia' }),
  leo: (url) => ({ kind: 'leo', url }),
  automagik: (url) => ({ kind: 'automagik', url, shape: 'run' }),
  webhook: (url) => ({ kind: 'webhook', url }),
}

const data = (value: unknown) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
const sse = (...events: unknown[]): Sent => ({ contentType: 'text/event-stream', body: events.map(data).join('') })
const json = (value: unknown): Sent => ({ contentType: 'application/json', body: JSON.stringify(value) })
const text = (body: string, contentType = 'text/plain'): Sent => ({ contentType, body })

const encoded = (bytes: Buffer, charset?: string): Sent => ({
  body: '',
  bytes,
  contentType: `text/plain${charset === undefined ? '' : `; charset=${charset}`}`,
})

const delta = (content: unknown, finish: string | null = null) => ({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })
const message = (content: unknown, finish: string | null = 'stop', more: object = {}) => ({
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content, ...more }, finish_reason: finish }],
})
const run = (event: string, content?: string, more: object = {}) => ({ event, run_id: 'r', content, ...more })
const HALF = [delta('The price is 1')]
const HIVE_HALF = [run('RunContent', 'The price is 1')]
const START = { type: 'RUN_STARTED', threadId: 't', runId: 'r' }
const END = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' }
const say = (messageId: string | undefined, text: string) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta: text })
const begin = (messageId: string, role?: string) => ({ type: 'TEXT_MESSAGE_START', messageId, role })
const stop = (messageId: string) => ({ type: 'TEXT_MESSAGE_END', messageId })
const chunk = (messageId: string | undefined, delta: string, role?: string) => ({ type: 'TEXT_MESSAGE_CHUNK', messageId, delta, role })
const snapshot = (...messages: [role: string, id: string, content: unknown][]) => ({
  type: 'MESSAGES_SNAPSHOT',
  messages: messages.map(([role, id, content]) => ({ role, id, content })),
})
const HI = 'We open at nine.'

let server: PieceServer
let sent: Sent
let requests: Record<string, unknown>[] = []
let refuses: ((body: Record<string, unknown>) => string | null) | null = null

beforeAll(async () => {
  server = await startPieceServer({
    textOf: () => '',
    answer({ body }) {
      requests.push(body)
      const refusal = refuses?.(body) ?? null
      if (refusal !== null) return { status: 400, contentType: 'application/json', pieces: [refusal] }
      return { contentType: sent.contentType ?? '', pieces: [sent.body] }
    },
  })
})
afterAll(() => server.stop())

async function ask(kind: Kind, what: Sent, changes: object = {}) {
  sent = what
  requests = []
  const config = agentConfig({ ...settingsOf[kind](server.url), ...changes })
  const learned: object[] = []
  let shown = ''
  const result = await callAgent(
    backendFor(createAgentRegistry(), config.kind),
    agentRequest(),
    { ...config, onSettingsLearned: (found) => learned.push(found) },
    {
      breakers: new AgentBreakers(),
      signal: new AbortController().signal,
      timers: manualTimers({ runsAtOnceUpTo: 30_000 }),
      onDelta: (text) => {
        shown += text
      },
      onRestart: () => {
        shown = ''
      },
    },
  )
  return { result, shown, learned }
}
const whole = (bytes: Buffer) => ({ pieces: [sent.bytes ?? bytes], isCut: sent.isCut === true })
const eachByte = (bytes: Buffer) => ({ pieces: [...(sent.bytes ?? bytes)].map((byte) => Buffer.from([byte])), isCut: sent.isCut === true })

/** The text, or the code of the failure; how it arrives makes no difference. */
async function comesTo(kind: Kind, what: Sent) {
  server.cut = whole
  const first = await ask(kind, what)
  server.cut = eachByte
  const second = await ask(kind, what)
  const { result } = first
  expect(second.result.ok ? second.result.text : second.result.code).toBe(result.ok ? result.text : result.code)
  return result
}
const answers = (table: [name: string, kind: Kind, what: Sent, said: string][]) =>
  it.each(table)('%s: %s', async (_name, kind, what, said) => {
    const result = await comesTo(kind, what)
    expect(result.ok ? result.text : `${result.code}: ${result.message}`).toBe(said)
  })
const fails = (table: [name: string, kind: Kind, what: Sent, code: string, words: string][]) =>
  it.each(table)('%s: %s', async (_name, kind, what, code, words) => {
    const result = await comesTo(kind, what)
    expect(result).toMatchObject({ ok: false, code, message: expect.stringContaining(words) })
  })

describe('reasoning never is the answer, whatever the back end', () => {
  const thought = `<think>hm</think>${HI}`
  answers([
    ['streamed', 'openai', sse(delta('<th'), delta('ink>hm</think>'), delta(HI), delta('', 'stop')), HI],
    ['in a body', 'openai', json(message(thought)), HI],
    ['in a field of its own', 'openai', sse({ choices: [{ delta: { reasoning_content: 'hm' } }] }, delta(HI), delta('', 'stop')), HI],
    [
      'among the parts',
      'openai',
      json(
        message([
          { type: 'thinking', thinking: [{ text: 'hm' }] },
          { type: 'text', text: HI },
        ]),
      ),
      HI,
    ],
    ['streamed by Agno', 'hive', sse(run('RunContent', '<think>h'), run('RunContent', `m</think>${HI}`), run('RunCompleted', thought)), HI],
    ['in its final text alone', 'hive', sse(run('RunCompleted', thought)), HI],
    ['in a body of Agno', 'hive', json({ content: thought, run_id: 'r' }), HI],
    ['streamed by AG-UI', 'leo', sse(START, say('a', '<think>hm</think>'), say('a', HI), END), HI],
    ['in an answer of Automagik', 'automagik', json({ message: thought, success: true }), HI],
    ['in a reply', 'webhook', json({ reply: thought }), HI],
  ])
  fails([
    ['nothing but reasoning', 'openai', sse(delta('<think>and so on'), delta('', 'stop')), 'empty', 'empty answer'],
    ['nothing but reasoning in a body', 'webhook', json({ reply: '<think>and so on' }), 'empty', 'empty answer'],
  ])

  it.each<[string, Kind, Sent]>([
    ['a mark', 'openai', sse(delta('<think>hm</think>'), delta(HI, 'stop'))],
    ['reasoning_content', 'openai', sse({ choices: [{ delta: { reasoning_content: 'hm' } }] }, delta(HI, 'stop'))],
    ['reasoning', 'openai', json(message(HI, 'stop', { reasoning: 'hm' }))],
    ['Agno', 'hive', sse(run('RunContent', '', { reasoning_content: 'hm' }), run('RunContent', HI), run('RunCompleted', HI))],
    ['THINKING', 'leo', sse(START, { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'hm' }, say('a', HI), END)],
    ['REASONING', 'leo', sse(START, { type: 'REASONING_MESSAGE_CHUNK', messageId: 'x', delta: 'hm' }, say('a', HI), END)],
  ])('is kept for the trace: %s', async (_name, kind, what) => {
    const result = await comesTo(kind, what)
    expect(result.attempts.map(({ reasoning }) => reasoning)).toEqual(['hm'])
    expect(result.ok && result.text).toBe(HI)
  })

  it('is not part of what a topic question is answered with', async () => {
    server.cut = whole
    sent = json(message('<think>Not prices, and not delivery.</think>hours'))
    const classify = createClassify({
      agents: createAgentRegistry(),
      breakers: new AgentBreakers(),
      config: agentConfig(settingsOf.openai(server.url) as Record<string, unknown>),
      instance: { id: 1, name: 'shop', channel: 'whatsapp' },
      signal: new AbortController().signal,
      onUse: async () => undefined,
    })
    expect(await classify(['prices', 'delivery', 'hours'], 'When are you open?')).toMatchObject({ intent: 'hours' })
  })

  it('a model that closes what it has not opened is remembered, and its stream held back from then on', async () => {
    server.cut = whole
    const stream = sse(delta('She wants hours. '), delta('Be polite.</thi'), delta('nk>'), delta(HI), delta('', 'stop'))
    const first = await ask('openai', stream)
    expect(first).toMatchObject({ shown: HI, learned: [{ thinksFirst: {} }], result: { ok: true, text: HI } })
    let all = ''
    const config = agentConfig({ ...settingsOf.openai(server.url), ...first.learned[0] })
    await callAgent(backendFor(createAgentRegistry(), 'openai'), agentRequest(), config, {
      breakers: new AgentBreakers(),
      signal: new AbortController().signal,
      onDelta: (piece) => {
        all += piece
      },
    })
    expect(all).toBe(HI)
  })
})

describe('what means nothing in a stream is skipped', () => {
  const nothing = ['', ': PROCESSING', 'null', '{}', 'ping', '"keep-alive"', '[]', { type: 'ping' }, { type: 'heartbeat' }]
  answers([
    ['openai', 'openai', sse(...nothing, delta(HI), ...nothing, delta('', 'stop'), '[DONE]'), HI],
    ['hive', 'hive', sse(...nothing, run('RunContent', HI), ...nothing, run('RunCompleted', HI), '[DONE]'), HI],
    ['leo', 'leo', sse(...nothing, START, ...nothing, say('a', HI), ...nothing, END, '[DONE]'), HI],
    ['webhook', 'webhook', sse(...nothing, { reply: HI }, '[DONE]'), HI],
    [
      'named events and comments',
      'openai',
      text(
        `: hi\n\nevent: ping\ndata: 2026-11-30\n\nevent: keepalive\n\n${data(delta(HI))}: still here\n\n${data(delta('', 'stop'))}`,
        'text/event-stream',
      ),
      HI,
    ],
  ])
  fails([
    ['nothing else', 'openai', sse(...nothing), 'unreachable', 'cut off'],
    ['nothing else, and its end', 'openai', sse(...nothing, '[DONE]'), 'empty', 'empty answer'],
    ['nothing else', 'leo', sse(...nothing), 'invalid_response', 'without completing it'],
    ['nonsense', 'openai', sse('{"choices":', '[DONE]'), 'invalid_response', 'cannot be understood'],
    ['nonsense', 'hive', sse('so much for that'), 'invalid_response', 'cannot be understood'],
  ])

  it.each<[Kind, Sent]>([
    ['openai', sse(delta(HI), '{"choices":', delta('', 'stop'))],
    ['hive', sse(run('RunContent', HI), '{"eve', run('RunCompleted', HI))],
    ['leo', sse(START, 'oops', say('a', HI), END)],
  ])('nonsense beside an answer is a warning (%s)', async (kind, what) => {
    expect(await comesTo(kind, what)).toMatchObject({ ok: true, text: HI, warning: expect.stringContaining('cannot be understood') })
  })
})

describe('a failure that looks like an answer is a failure, with its reason', () => {
  fails([
    ['an error object', 'openai', sse(...HALF, { object: 'error', message: 'Engine dead', code: 500 }), 'server_error', 'Engine dead'],
    ['an error type', 'openai', sse(...HALF, { type: 'error', message: 'Overloaded' }), 'server_error', 'Overloaded'],
    ['an error as text', 'openai', sse(...HALF, { error: 'out of memory' }), 'server_error', 'out of memory'],
    ['code and message', 'openai', sse(...HALF, { code: 429, message: 'Slow down' }), 'rate_limited', 'Slow down'],
    ['a list with an error', 'openai', sse(...HALF, [{ error: { code: 429, message: 'Slow down' } }]), 'rate_limited', 'Slow down'],
    ['a list with an error in a body', 'openai', json([{ error: { message: 'it broke' } }]), 'server_error', 'it broke'],
    ['no success and a message', 'leo', json({ ok: false, msg: 'it broke' }), 'server_error', 'it broke'],
    ['an error event', 'openai', text(`${data(HALF[0])}event: error\ndata: it broke\n\n`, 'text/event-stream'), 'server_error', 'it broke'],
    ['a detail in a body', 'openai', json({ detail: 'No such model' }), 'server_error', 'No such model'],
    ['code and message in a body', 'openai', json({ code: 500, message: 'Dead' }), 'server_error', 'Dead'],
    ['an end by an error', 'openai', sse(...HALF, delta('', 'error')), 'server_error', 'error'],
    ['an end for want of resources', 'openai', sse(...HALF, delta('', 'insufficient_system_resource')), 'server_error', 'resource'],
    ['an end by an error in a body', 'openai', json(message('The price is 1', 'error')), 'server_error', 'error'],
    ['an end that says nothing', 'openai', sse(delta('The price is 1', '')), 'unreachable', 'cut off'],
    ['a connection that breaks', 'openai', { ...sse(delta('The price is 1', '')), isCut: true }, 'unreachable', 'cut off'],
    ['a filter that leaves nothing', 'openai', sse(delta('', 'content_filter')), 'empty', 'filter'],
    ['a filter that leaves nothing of a body', 'openai', json(message(null, 'content_filter')), 'empty', 'filter'],
    ['a filter that leaves a half', 'openai', sse(...HALF, delta('', 'content_filter')), 'invalid_response', 'cut the answer off'],
    [
      'a filter that leaves half a body',
      'openai',
      json(message('The price is 1', 'content_filter')),
      'invalid_response',
      'cut the answer off',
    ],
    ['a limit before any text', 'openai', sse(delta('', 'length')), 'empty', 'limit of length'],
    ['an error after text', 'hive', sse(...HIVE_HALF, run('RunError', 'it broke')), 'server_error', 'it broke'],
    ['a completed run with an error', 'hive', sse(run('RunCompleted', 'it broke', { status: 'ERROR' })), 'server_error', 'it broke'],
    ['an object after text', 'hive', sse(...HIVE_HALF, { detail: 'it broke' }), 'server_error', 'it broke'],
    ['a status', 'hive', json({ status: 'ERROR', content: 'it broke' }), 'server_error', 'it broke'],
    ['no success', 'hive', json({ success: false, message: 'it broke' }), 'server_error', 'it broke'],
    ['a status code', 'hive', json({ statusCode: 500, message: 'it broke' }), 'server_error', 'it broke'],
    [
      'an error after text',
      'leo',
      sse(START, say('a', 'The price is 1'), { type: 'RUN_ERROR', message: 'it broke' }),
      'server_error',
      'it broke',
    ],
    [
      'an error event after text',
      'leo',
      text(`${data(say('a', 'The'))}event: error\ndata: {"message":"it broke"}\n\n`, 'text/event-stream'),
      'server_error',
      'it broke',
    ],
    ['no success', 'leo', json({ success: false, message: 'it broke' }), 'server_error', 'it broke'],
    ['an error type', 'automagik', json({ type: 'error', message: 'it broke' }), 'server_error', 'it broke'],
    ['a status', 'automagik', json({ status: 'error', message: 'it broke' }), 'server_error', 'it broke'],
    ['code and message', 'webhook', json({ code: 0, message: 'it broke' }), 'server_error', 'it broke'],
  ])

  it('half a text by "length" is given with a warning', async () => {
    for (const what of [sse(...HALF, delta('', 'length')), json(message('The price is 1', 'length'))])
      expect(await comesTo('openai', what)).toMatchObject({
        ok: true,
        text: 'The price is 1',
        warning: expect.stringContaining('limit of length'),
      })
  })
})

describe('an answer is read by what it is, not by its label', () => {
  const stream = `${data(delta('We open '))}${data(delta('at nine.'))}${data(delta('', 'stop'))}`
  const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  answers([
    ...['text/plain', 'application/x-ndjson', 'application/json', 'application/octet-stream', ''].map(
      (label): [string, Kind, Sent, string] => [`events called "${label}"`, 'openai', text(stream, label), HI],
    ),
    ['events called JSON', 'hive', text(sse(run('RunContent', HI), run('RunCompleted', HI)).body, 'application/json'), HI],
    ['events without a label', 'leo', text(sse(START, say('a', HI), END).body, ''), HI],
    ['events called JSON', 'webhook', text(data({ reply: HI }), 'application/json'), HI],
    ['events called JSON', 'automagik', text(data({ message: HI }), 'application/json'), HI],
    ['events with a byte order mark', 'openai', text(`\ufeff${stream}`, 'text/plain'), HI],
    ['events with carriage returns', 'openai', text(stream.replaceAll('\n', '\r'), 'text/event-stream'), HI],
    ['events behind empty lines', 'openai', text(`\r\n\r\n${stream.replaceAll('\n', '\r\n')}`, ''), HI],
    ['JSON called events', 'openai', text(json(message(HI)).body, 'text/event-stream'), HI],
    ['JSON called events', 'hive', text(json({ content: HI }).body, 'text/event-stream'), HI],
    ['JSON called events', 'leo', text(json({ response: HI }).body, 'text/event-stream'), HI],
    ['JSON called events', 'webhook', text(json({ reply: HI }).body, 'text/event-stream'), HI],
    ['JSON on several lines', 'openai', text(JSON.stringify(message(HI), null, 2), 'application/json'), HI],
    ['JSON and an end of line', 'openai', text(`${JSON.stringify(message(HI))}\n`, 'application/json'), HI],
    ['a whole message as one event', 'openai', sse(message(HI), '[DONE]'), HI],
    ['a whole message behind its parts', 'openai', sse(delta(HI), message(HI), '[DONE]'), HI],
    ['a whole run as one event', 'hive', sse({ run_id: 'r', content: HI }), HI],
    ['a whole answer as one event', 'leo', sse({ response: HI, session_id: 's' }), HI],
    ['chunks on lines', 'openai', text(lines(delta('We open '), delta('at nine.'), delta('', 'stop')), 'application/json'), HI],
    [
      "Ollama's own form",
      'openai',
      text(
        lines(
          { message: { role: 'assistant', content: 'We open ' }, done: false },
          { message: { content: 'at nine.' }, done: false },
          { message: { content: '' }, done: true, done_reason: 'stop', eval_count: 3 },
        ),
        'application/x-ndjson',
      ),
      HI,
    ],
    ["Ollama's own form, whole", 'openai', json({ message: { role: 'assistant', content: HI }, done: true }), HI],
    ['events of AG-UI on lines', 'leo', text(lines(START, say('a', HI), END), 'application/x-ndjson'), HI],
  ])
})

describe('a field that a server refuses', () => {
  const ok = sse(delta(HI), delta('', 'stop'))
  const refusing = (...fields: string[]) => {
    refuses = (body) => {
      const field = fields.find((each) => each in body)
      return field === undefined ? null : JSON.stringify({ error: { message: `Unsupported parameter: '${field}'`, param: field } })
    }
  }

  it.each([[['stream_options']], [['temperature']], [['temperature', 'stream_options']]])(
    'is left out, and remembered for that model: %j',
    async (fields) => {
      refusing(...fields)
      server.cut = whole
      const { result, learned } = await ask('openai', ok)
      expect(result).toMatchObject({ ok: true, text: HI, attempts: [{ number: 1 }] })
      expect(requests).toHaveLength(fields.length + 1)
      expect(learned).toEqual([{ refused: { by: expect.stringMatching(/\/v1 m$/), fields } }])
      const again = await ask('openai', ok, learned[0])
      expect(again.learned).toEqual([])
      expect(requests).toHaveLength(1)
      await ask('openai', ok, { ...learned[0], model: 'other' })
      expect(requests).toHaveLength(fields.length + 1)
      refuses = null
    },
  )

  it('is left out of a call to Automagik too, as its validation names it', async () => {
    refuses = (body) =>
      'preserve_system_prompt' in body
        ? JSON.stringify({
            detail: [{ type: 'extra_forbidden', loc: ['body', 'preserve_system_prompt'], msg: 'Extra inputs are not permitted' }],
          })
        : null
    const { result, learned } = await ask('automagik', json({ message: HI }))
    expect(result).toMatchObject({ ok: true, text: HI, attempts: [{ number: 1 }] })
    expect(learned).toMatchObject([{ refused: { fields: ['preserve_system_prompt'] } }])
    refuses = null
  })

  it('is reported as it is where the field is needed', async () => {
    refuses = () => JSON.stringify({ error: { message: "Invalid value for 'messages'" } })
    const { result, learned } = await ask('openai', ok)
    expect(result).toMatchObject({ ok: false, code: 'invalid_response', statusCode: 400 })
    expect(requests).toHaveLength(1)
    expect(learned).toEqual([])
    refuses = null
  })

  it('is not remembered where the call fails without it too', async () => {
    refuses = () => JSON.stringify({ error: { message: 'temperature and stream_options and everything else' } })
    const { result, learned } = await ask('openai', ok)
    expect(result).toMatchObject({ ok: false, statusCode: 400 })
    expect(requests).toHaveLength(3)
    expect(learned).toEqual([])
    refuses = null
  })
})

describe('AG-UI as its protocol allows it', () => {
  answers([
    ['snapshot alone', 'leo', sse(START, snapshot(['user', 'u', 'hi'], ['assistant', 'a', HI]), END), HI],
    [
      'snapshot with earlier answers',
      'leo',
      sse(START, snapshot(['user', 'u', 'x'], ['assistant', 'a', 'No.'], ['user', 'v', 'hi'], ['assistant', 'b', HI]), END),
      HI,
    ],
    ['snapshot with parts', 'leo', sse(START, snapshot(['user', 'u', 'hi'], ['assistant', 'a', [{ type: 'text', text: HI }]]), END), HI],
    [
      'snapshot behind its events',
      'leo',
      sse(START, begin('a'), say('a', HI), stop('a'), snapshot(['user', 'u', 'hi'], ['assistant', 'a', HI]), END),
      HI,
    ],
    [
      'snapshot behind its events under other ids',
      'leo',
      sse(START, begin('a'), say('a', HI), stop('a'), snapshot(['user', 'u', 'hi'], ['assistant', 'b', `${HI} `]), END),
      HI,
    ],
    [
      'snapshot of what was before',
      'leo',
      sse(START, snapshot(['user', 'u', 'x'], ['assistant', 'o', 'Old.']), begin('a'), say('a', HI), stop('a'), END),
      HI,
    ],
    [
      'snapshot that an event continues',
      'leo',
      sse(START, snapshot(['user', 'u', 'hi'], ['assistant', 'a', 'We open ']), say('a', 'at nine.'), END),
      HI,
    ],
    [
      'snapshot that events repeat',
      'leo',
      sse(START, snapshot(['user', 'u', 'hi'], ['assistant', 'a', HI]), begin('a'), say('a', HI), stop('a'), END),
      HI,
    ],
    ...['user', 'system', 'developer', 'tool'].map((role): [string, Kind, Sent, string] => [
      `a message of the role ${role}`,
      'leo',
      sse(START, begin('s', role), say('s', 'Secret'), stop('s'), begin('a', 'assistant'), say('a', HI), stop('a'), END),
      HI,
    ]),
    [
      'a chunk of another role',
      'leo',
      sse(START, chunk('s', 'Secret', 'developer'), chunk('s', ' more'), chunk('a', HI, 'assistant'), END),
      HI,
    ],
    [
      'messages that come at once',
      'leo',
      sse(
        START,
        begin('a'),
        begin('b'),
        say('b', 'Bye'),
        say('a', 'We open '),
        say('b', '!'),
        say('a', 'at nine.'),
        stop('b'),
        stop('a'),
        END,
      ),
      `${HI}\n\nBye!`,
    ],
    [
      'messages that never end',
      'leo',
      sse(START, begin('a'), say('a', 'We open '), begin('b'), say('b', 'Bye!'), say('a', 'at nine.'), END),
      `${HI}\n\nBye!`,
    ],
    ['chunks', 'leo', sse(START, chunk('a', 'We open '), chunk('a', 'at nine.'), chunk('b', 'Bye!'), END), `${HI}\n\nBye!`],
    ['chunks without an id', 'leo', sse(START, chunk('a', 'We open '), chunk(undefined, 'at nine.'), END), HI],
    ['content without anything', 'leo', sse(START, say(undefined, 'We open '), say(undefined, 'at nine.'), END), HI],
    ['an empty final response', 'leo', sse(START, begin('a'), say('a', HI), stop('a'), { ...END, final_response: '' }), HI],
    ['a result that is the answer', 'leo', sse(START, { ...END, result: { text: HI } }), HI],
    [
      'a result that only says that it went well',
      'leo',
      sse(START, begin('a'), say('a', HI), stop('a'), { ...END, result: 'success' }),
      HI,
    ],
    [
      'events that nobody knows',
      'leo',
      sse(
        START,
        { type: 'RAW', event: { text: 'x' } },
        { type: 'CUSTOM', name: 'n', value: 1 },
        { type: 'ACTIVITY_SNAPSHOT' },
        say('a', HI),
        END,
      ),
      HI,
    ],
    ['a final response of its own', 'leo', sse(START, say('a', 'Let me check.'), { ...END, final_response: HI }), HI],
  ])

  it('passes on the first of two messages while it comes, and the second once that is whole', async () => {
    server.cut = eachByte
    const { shown } = await ask('leo', sse(START, begin('a'), begin('b'), say('b', 'Bye!'), say('a', HI), stop('a'), stop('b'), END))
    expect(shown).toBe(`${HI}\n\nBye!`)
  })
})

describe('a final text that is no copy of the stream', () => {
  const hive = (pieces: string[], final?: string) => sse(...pieces.map((piece) => run('RunContent', piece)), run('RunCompleted', final))
  const team = (pieces: string[], final?: string) =>
    sse(...pieces.map((piece) => run('TeamRunContent', piece)), run('TeamRunCompleted', final))
  const first = (pieces: string[], final?: string) =>
    sse(...pieces.map((piece) => run('RunResponseContent', piece)), run('RunCompleted', final))
  const two = ['Let me check that.\n\n', 'The price is 5.']
  answers([
    ['without its first part', 'hive', hive(two, 'The price is 5.'), two.join('')],
    ['without its first part', 'team', team(two, 'The price is 5.'), two.join('')],
    ['without its first part (1.x)', 'hive', first(two, 'The price is 5.'), two.join('')],
    ['without its first part', 'leo', sse(START, say('a', two.join('')), { ...END, final_response: 'The price is 5.' }), two.join('')],
    ['empty', 'team', team(two, ''), two.join('')],
    ['missing', 'hive', hive(two), two.join('')],
    ['with other spaces', 'hive', hive(['The', 'price', 'is 5.'], 'The price is 5.'), 'The price is 5.'],
    ['with more', 'hive', hive(['The price'], 'The price is 5.'), 'The price is 5.'],
    ['without its beginning and with more', 'hive', hive(two, 'The price is 5. Anything else?'), 'The price is 5. Anything else?'],
    [
      'without its beginning and with more',
      'hive',
      hive(['Let me check that.\n\n', 'The price is 5 for one of them.'], 'The price is 5 for one of them. Bye!'),
      'Let me check that.\n\nThe price is 5 for one of them. Bye!',
    ],
    ['something else', 'hive', hive(['One moment.'], 'We are closed.'), 'We are closed.'],
    ['of a workflow', 'workflow', sse(run('RunContent', 'a step'), run('WorkflowCompleted', HI)), HI],
    ['empty, of a workflow', 'workflow', sse(run('RunContent', 'a step'), run('RunCompleted', HI), run('WorkflowCompleted', '')), HI],
  ])
})

describe('a stream that is written carelessly', () => {
  const pieces = sse(delta('We open '), delta('at nine.', 'stop'), '[DONE]')
  const careless = (body: string): Sent => ({ contentType: 'text/event-stream', body })
  answers([
    ['no empty lines', 'openai', careless(pieces.body.replaceAll('\n\n', '\n')), HI],
    ['data: twice', 'openai', careless(pieces.body.replaceAll('data:', 'data: data:')), HI],
    ['each event encoded twice', 'openai', sse(JSON.stringify(JSON.stringify(delta(HI, 'stop')))), HI],
    ['a body encoded twice', 'openai', json(JSON.stringify(message(HI))), HI],
    ['a body encoded twice', 'automagik', json(JSON.stringify({ message: HI })), HI],
    ['all of it once more at its end', 'openai', sse(delta('We open '), delta('at nine.'), delta(HI, 'stop')), HI],
    [
      'plain completions',
      'openai',
      sse({ choices: [{ text: 'We open ' }] }, { choices: [{ text: 'at nine.', finish_reason: 'stop' }] }),
      HI,
    ],
    ['NUL in it', 'openai', sse(delta('We open\0 at nine.', 'stop')), HI],
    ['half of a character in it', 'openai', sse('{"choices":[{"delta":{"content":"Hi \\ud83d!"},"finish_reason":"stop"}]}'), 'Hi \ufffd!'],
    ['texts within parts', 'openai', sse(delta([{ type: 'text', text: { value: HI } }], 'stop')), HI],
  ])
})

describe('AG-UI messages that go on after their end', () => {
  const first = [begin('a'), say('a', 'Let me check.'), stop('a')]
  const tool = [
    { type: 'TOOL_CALL_START', toolCallId: 't', toolCallName: 'prices' },
    { type: 'TOOL_CALL_END', toolCallId: 't' },
  ]
  const both = 'Let me check.\n\nThe price is 5.'
  const go = (...events: unknown[]) => sse(START, ...events, END)
  answers([
    ['started again', 'leo', go(...first, ...tool, begin('a'), say('a', 'The price '), say('a', 'is 5.'), stop('a')), both],
    ['not started again', 'leo', go(...first, ...tool, say('a', 'The price '), say('a', 'is 5.'), stop('a')), both],
    [
      'a tool in between',
      'leo',
      go(begin('a'), say('a', 'Let me check.'), ...tool, say('a', 'The price '), say('a', 'is 5.'), stop('a')),
      both,
    ],
    ['told again from the beginning', 'leo', go(...first, begin('a'), say('a', 'Let me '), say('a', 'check.'), stop('a')), 'Let me check.'],
    [
      'all of it as a piece once more',
      'leo',
      go(begin('a'), say('a', 'Let me '), say('a', 'check.'), say('a', 'Let me check.'), stop('a')),
      'Let me check.',
    ],
    ['all of it as a message once more', 'leo', go(...first, begin('b'), say('b', 'Let me check.'), stop('b')), 'Let me check.'],
    [
      'a message that only begins alike',
      'leo',
      go(...first, begin('b'), say('b', 'Let me'), say('b', ' see.'), stop('b')),
      'Let me check.\n\nLet me see.',
    ],
    ['the role in capitals', 'leo', go(begin('a', 'Assistant'), say('a', HI), stop('a')), HI],
    [
      'the fields as Python writes them',
      'leo',
      go(
        { type: 'TEXT_MESSAGE_START', message_id: 's', role: 'system' },
        { type: 'TEXT_MESSAGE_START', message_id: 'a', role: 'assistant' },
        { type: 'TEXT_MESSAGE_CONTENT', message_id: 's', delta: 'secret' },
        { type: 'TEXT_MESSAGE_CONTENT', message_id: 'a', delta: HI },
      ),
      HI,
    ],
    [
      'the names of classes',
      'leo',
      sse({ type: 'RunStarted' }, { type: 'TextMessageContent', messageId: 'a', delta: HI }, { type: 'RunFinished' }),
      HI,
    ],
  ])
})

describe('a control word beside an answer', () => {
  answers([
    ['in a second paragraph', 'hive', sse(run('RunContent', `${HI}\n\nAUTOMAGIK:`), run('RunCompleted', `${HI}\n\nAUTOMAGIK:X`)), HI],
    [
      'in a second message',
      'leo',
      sse(START, begin('a'), say('a', HI), stop('a'), begin('b'), say('b', 'AUTOMAGIK:ACCESS_DENIED'), END),
      HI,
    ],
    ['in the next line', 'automagik', json({ message: `${HI}\nAUTOMAGIK:ACCESS_DENIED` }), HI],
  ])
  fails([
    ['in bold', 'hive', sse(run('RunCompleted', '**AUTOMAGIK:ACCESS_DENIED**')), 'invalid_response', 'refused to talk'],
    ['in quotes', 'automagik', json({ message: '"AUTOMAGIK:ACCESS_DENIED"' }), 'invalid_response', 'refused to talk'],
    ['a failure in words', 'automagik', json({ message: 'secret', success: 'false' }), 'server_error', 'reported a failure'],
  ])
})

const bars = ['｜', '｜｜', '|', '‖']
const dsml = (bar: string, section: string, open = '<') =>
  `${open}${bar}DSML${bar}${section}>\n${open}${bar}DSML${bar}invoke name="price">\n${open}${bar}DSML${bar}parameter name="of" string="true">bread</${bar}DSML${bar}parameter>\n</${bar}DSML${bar}invoke>\n</${bar}DSML${bar}${section}>`

describe('the call of a tool in the words of a model is not an answer', () => {
  answers([
    ...bars.flatMap((bar): [string, Kind, Sent, string][] => [
      [`behind an answer, with ${bar}`, 'openai', sse(delta(`${HI}\n\n${dsml(bar, 'tool_calls')}`), delta('', 'stop')), HI],
      [`before one, with ${bar}`, 'openai', json(message(`${dsml(bar, 'function_calls', '‹')}\n\n${HI}`)), HI],
    ]),
    ['a call without a section', 'openai', sse(delta(`${HI} <｜DSML｜invoke name="price">x</｜DSML｜invoke>`), delta('', 'stop')), HI],
    ['French quotes', 'openai', sse(delta('We say ‹nine› and < 10.'), delta('', 'stop')), 'We say ‹nine› and < 10.'],
    [
      'JSON beside words',
      'openai',
      sse(delta('{"name": "x", "parameters": {}} is JSON.'), delta('', 'stop')),
      '{"name": "x", "parameters": {}} is JSON.',
    ],
    ['JSON of something else', 'openai', json(message('{"name": "Ann", "age": 9}')), '{"name": "Ann", "age": 9}'],
    ['a text in brackets', 'openai', sse(delta('[Reception] '), delta(HI), delta('', 'stop')), `[Reception] ${HI}`],
    ['a block of code', 'openai', sse(delta('```\nWe open'), delta(' at nine.\n```'), delta('', 'stop')), '```\nWe open at nine.\n```'],
  ])
  const call = '{"name": "price", "parameters": {"of": "bread"}}'
  const code = 'invalid_response'
  fails([
    ['nothing else', 'openai', sse(delta(dsml('｜', 'tool_calls')), delta('', 'stop')), 'empty', 'empty answer'],
    ['JSON', 'openai', sse(delta(call.slice(0, 9)), delta(call.slice(9)), delta('', 'stop')), code, 'a tool call instead'],
    ['JSON in a body', 'openai', json(message(call)), code, 'a tool call instead'],
    ['JSON in a fence', 'openai', sse(delta(`\`\`\`json\n${call}\n\`\`\``), delta('', 'stop')), code, 'a tool call instead'],
    [
      'JSON with arguments',
      'openai',
      json(message('{"type": "function", "name": "price", "arguments": "{}"}')),
      code,
      'a tool call instead',
    ],
    ['JSON with a function', 'openai', json(message('{"function": {"name": "price", "arguments": {}}}')), code, 'a tool call instead'],
    ['a list of them', 'openai', json(message(`[${call}, ${call}]`)), code, 'a tool call instead'],
    ['one after another', 'openai', json(message(`${call}\n${call}; ${call}`)), code, 'a tool call instead'],
  ])

  it('is not shown while it comes, however it is cut', async () => {
    for (const body of [call, `\`\`\`json\n${call}\n\`\`\``, `[${call}]`, dsml('｜｜', 'tool_calls'), dsml('‖', 'tool_calls', '‹')]) {
      const { shown } = await ask('openai', sse(...[...body].map((one) => delta(one)), delta('', 'stop')))
      expect(shown.trim()).toBe('')
    }
    const { shown } = await ask('openai', sse(...[...`${HI} < 10 ‹|`].map((one) => delta(one)), delta('', 'stop')))
    expect(shown).toBe(`${HI} < 10 ‹|`)
  })
})

describe('an agent that says that it has nothing to say', () => {
  it.each(['NO_REPLY', ' NO_REPLY\n', '**NO_REPLY**', 'NO_REPLY.', 'HEARTBEAT_OK', '"HEARTBEAT_OK"'])(
    'is taken at its word: %j',
    async (word) => {
      for (const what of [sse(...[...word].map((one) => delta(one)), delta('', 'stop')), json(message(word))]) {
        const { result, shown } = await ask('openai', what)
        expect(result).toMatchObject({ ok: true, isSilent: true, text: '' })
        expect(shown.trim()).toBe('')
      }
    },
  )
  answers([
    ['a word beside an answer', 'openai', sse(delta(`${HI} NO_REPLY is a word.`), delta('', 'stop')), `${HI} NO_REPLY is a word.`],
    ['an answer that begins alike', 'openai', sse(delta('NO_'), delta('RETURNS'), delta('', 'stop')), 'NO_RETURNS'],
    ['an answer that goes on', 'openai', sse(delta('NO_REPLY'), delta(' is a word.'), delta('', 'stop')), 'NO_REPLY is a word.'],
  ])
})

describe('several answers at once', () => {
  const of = (index: number, content: string, finish: string | null = null) => ({
    choices: [{ index, delta: { content }, finish_reason: finish }],
  })
  answers([
    [
      'interleaved',
      'openai',
      sse(of(0, 'We open '), of(1, 'Closed'), of(0, 'at nine.'), of(1, ' now.'), of(1, '', 'stop'), of(0, '', 'stop'), '[DONE]'),
      HI,
    ],
    [
      'in one chunk',
      'openai',
      sse(
        {
          choices: [
            { index: 1, delta: { content: 'Closed' } },
            { index: 0, delta: { content: HI }, finish_reason: 'stop' },
          ],
        },
        '[DONE]',
      ),
      HI,
    ],
    [
      'in a body',
      'openai',
      json({
        choices: [
          { index: 1, message: { content: 'Closed' } },
          { index: 0, message: { content: HI } },
        ],
      }),
      HI,
    ],
    ['only another', 'openai', sse(of(3, HI), of(3, '', 'stop')), HI],
    ['without an index', 'openai', sse({ choices: [{ delta: { content: HI }, finish_reason: 'stop' }] }), HI],
  ])
})

describe('chunks that repeat all of the text so far', () => {
  const growing = (...chunks: string[]) => sse(...chunks.map((one) => delta(one)), delta('', 'stop'))
  answers([
    ['four', 'openai', growing('We', 'We open', 'We open at', 'We open at nine.'), HI],
    ['many, and one twice', 'openai', growing('W', 'We', 'We o', 'We open', 'We open', 'We open at nine.'), HI],
    ['a word twice', 'openai', growing('bye', 'bye', '-bye'), 'byebye-bye'],
    ['words that grow', 'openai', growing('ha', 'haha', '!'), 'hahaha!'],
    ['words that grow at the end', 'openai', growing('ha', 'haha'), 'hahaha'],
    ['pieces', 'openai', growing('a', 'ab', 'c', 'abc'), 'aabcabc'],
  ])
})

describe('a run that waits for a person', () => {
  it('hands over what it has said, not streamed as streamed', async () => {
    expect(await comesTo('hive', json({ status: 'PAUSED', content: HI }))).toMatchObject({ ok: true, text: HI, wantsHandover: true })
    expect(await comesTo('hive', json({ status: 'COMPLETED', content: HI }))).toMatchObject({ ok: true, text: HI, wantsHandover: false })
  })
  fails([
    ['nothing said', 'hive', json({ status: 'PAUSED', content: null, tools: [] }), 'invalid_response', 'is waiting for a person'],
    [
      "Agno's own words",
      'hive',
      json({ status: 'PAUSED', content: 'I have tools to execute, but I need confirmation.' }),
      'invalid_response',
      'is waiting for a person',
    ],
  ])
})

describe('what is read of a program is read so of every agent', () => {
  answers([
    ['a message with content', 'automagik', json({ message: { role: 'assistant', content: HI } }), HI],
    ['a message with content', 'webhook', json({ message: { content: HI } }), HI],
    ['a response with a text', 'automagik', json({ response: { text: HI }, session_id: 's' }), HI],
    ['JSON in a message', 'automagik', json({ message: JSON.stringify({ reply: HI }) }), HI],
    ['a structured answer', 'hive', json({ content: { answer: HI } }), HI],
    ['a structured answer, streamed', 'hive', sse(run('RunCompleted', undefined, { content: { answer: HI } })), HI],
    ['a structured answer of a workflow', 'workflow', sse(run('WorkflowCompleted', undefined, { content: { output: HI } })), HI],
  ])
  fails([
    ['n8n, which only began', 'automagik', json({ message: 'Workflow was started' }), 'invalid_response', 'only confirmed'],
    ['n8n, which failed', 'automagik', json({ message: 'Error in workflow' }), 'server_error', 'Error in workflow'],
    ['a template', 'automagik', json({ message: '{{ $json.output }}' }), 'invalid_response', 'not filled in'],
    ['an object without a text', 'hive', json({ content: { price: 5, city: 'X' } }), 'invalid_response', 'has no text'],
    ['a control word in small letters', 'automagik', json({ message: 'automagik:access_denied' }), 'invalid_response', 'refused to talk'],
    ['one in both', 'hive', sse(run('RunContent', 'Automagik:Access_Denied'), run('RunCompleted')), 'invalid_response', 'refused to talk'],
  ])
  answers([
    ['a name and a sentence', 'openai', sse(delta('Automagik: we open at nine.'), delta('', 'stop')), 'Automagik: we open at nine.'],
  ])
})

describe('the answer of a program in another wrapping', () => {
  answers([
    ['a list of one', 'webhook', json([{ reply: HI }]), HI],
    ['output', 'webhook', json({ output: HI }), HI],
    ['a list of one with output', 'webhook', json([{ output: HI, sessionId: 's' }]), HI],
    ['text', 'webhook', json({ text: HI, chatId: 'x' }), HI],
    ['message', 'webhook', json({ message: HI }), HI],
    ['answer', 'webhook', json({ answer: HI }), HI],
    ['response', 'webhook', json({ response: HI }), HI],
    ['twice the same', 'webhook', json({ text: HI, output: HI }), HI],
    ['reply beside another', 'webhook', json({ reply: HI, message: 'all well' }), HI],
    ['data around it', 'webhook', json({ data: { reply: HI } }), HI],
    ['a JSON string', 'webhook', json(HI), HI],
    [
      'the items of n8n',
      'webhook',
      text(
        [{ type: 'begin' }, { type: 'item', content: 'We open ' }, { type: 'item', content: 'at nine.' }, { type: 'end' }]
          .map((item) => `${JSON.stringify(item)}\n`)
          .join(''),
        'application/json',
      ),
      HI,
    ],
    ['a list of several', 'webhook', json([{ reply: HI }, { text: 'Bye!' }]), `${HI}\n\n---\n\nBye!`],
    ['a list of texts', 'webhook', json([HI, 'Bye!']), `${HI}\n\n---\n\nBye!`],
    ['a list in reply', 'webhook', json({ reply: [HI, 'Bye!'] }), `${HI}\n\n---\n\nBye!`],
    ['an object in reply', 'webhook', json({ reply: { text: HI } }), HI],
    ['an object in output', 'webhook', json([{ output: { reply: HI } }]), HI],
    ['JSON in output', 'webhook', json({ output: JSON.stringify({ reply: HI }) }), HI],
    ['JSON in a block in output', 'webhook', json({ output: `\`\`\`json\n${JSON.stringify({ reply: HI })}\n\`\`\`` }), HI],
    ['JSON encoded twice', 'webhook', json(JSON.stringify({ reply: HI })), HI],
    ['lines that are not escaped', 'webhook', text('{"output": "We open.\nBye!"}', 'application/json'), 'We open.\nBye!'],
    [
      'the items of n8n, over many lines, with JSON in them',
      'webhook',
      text(
        [{ type: 'begin' }, { type: 'item', content: JSON.stringify({ output: HI }) }, { type: 'end' }]
          .map((item) => JSON.stringify(item, null, 4))
          .join('\n'),
      ),
      HI,
    ],
    ['plain text', 'webhook', text(HI), HI],
    ['plain text in brackets', 'webhook', text('[Reception] We open.'), '[Reception] We open.'],
    ['plain text in quotes', 'webhook', text('"Nine" is when we open.'), '"Nine" is when we open.'],
    ['plain text called JSON', 'webhook', text(HI, 'application/json'), HI],
  ])
  fails([
    ['two texts', 'webhook', json({ text: HI, message: 'Bye!' }), 'invalid_response', 'more than one text (text, message)'],
    ['other fields', 'webhook', json({ id: 1, status: 'done' }), 'invalid_response', 'the fields id, status'],
    ['Make, not told what to respond', 'webhook', text('Accepted'), 'invalid_response', 'only confirmed the call ("Accepted")'],
    ['n8n, not told what to respond', 'webhook', json({ message: 'Workflow was started' }), 'invalid_response', 'only confirmed'],
    ['n8n, which failed', 'webhook', json({ message: 'Error in workflow' }), 'server_error', 'Error in workflow'],
    ['a template', 'webhook', json({ output: '{{ $json.output }}' }), 'invalid_response', 'not filled in: {{ $json.output }}'],
    ['an object as a text', 'webhook', json({ output: '[object Object]' }), 'invalid_response', 'not filled in'],
    ['quotes that are not escaped', 'webhook', text('{"output": "We "open"."}'), 'invalid_response', 'not valid JSON'],
    ['a number in reply', 'webhook', json({ reply: 5 }), 'invalid_response', 'The "reply" of the agent is not text.'],
    ['half a JSON text', 'webhook', text('"We op', 'application/json'), 'invalid_response', 'not JSON'],
    ['a web page', 'webhook', text('<html>', 'text/html'), 'invalid_response', 'a web page'],
    ['half a JSON', 'webhook', text('{"reply": "We op'), 'invalid_response', 'not JSON'],
  ])
})

describe('a text in another encoding than UTF-8', () => {
  const said = 'Olá, até amanhã'
  answers([
    ['Latin-1, as its label says', 'webhook', encoded(Buffer.from(JSON.stringify({ reply: said }), 'latin1'), 'iso-8859-1'), said],
    ['that of Windows, without a label', 'webhook', encoded(Buffer.from(said, 'latin1')), said],
    ['UTF-8 that is called Latin-1', 'webhook', encoded(Buffer.from(JSON.stringify({ reply: said })), 'iso-8859-1'), said],
    ['an encoding that nobody knows', 'webhook', encoded(Buffer.from(said, 'latin1'), 'x-own'), said],
    ['UTF-16', 'webhook', encoded(Buffer.from(`\ufeff${JSON.stringify({ reply: said })}`, 'utf16le')), said],
  ])
})
