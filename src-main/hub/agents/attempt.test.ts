import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { agentConfig, agentRequest } from '../../../test/support/agent-request.ts'
import { type ManualTimers, manualTimers } from '../../../test/support/manual-timers.ts'
import { playedAgent } from '../../../test/support/played-agent.ts'
import { OVER } from '../runtime/over.ts'
import { type AttemptOutcome, type AttemptWatcher, attemptAgent } from './attempt.ts'
import { completed } from './completed.ts'
import { failed } from './http.ts'
import { thinksFirst } from './learned.ts'
import type { AgentConfig, AgentEvent } from './port.ts'

const TIMEOUT_MS = 60_000
const UNWATCHED: AttemptWatcher = { onDelta: () => {}, onTakenBack: () => {}, onTool: () => {} }
const delta = (text: string): AgentEvent => ({ type: 'delta', text })
const reasoning = (text: string): AgentEvent => ({ type: 'reasoning', text })

/** What an agent does, step by step: it says something, breaks its word, or does something else meanwhile. */
type Step = AgentEvent | Error | 'hang' | ((timers: ManualTimers) => void)

interface Attempt extends AttemptOutcome {
  /** All that whoever watches saw, in order. */
  shown: string[]
  learned: unknown[]
  /** What the back end was given to know when it is over. */
  signal: AbortSignal | null
  /** Its own end was reached: it could close what it had open. */
  hasClosed: boolean
}

interface Circumstances {
  stop?: AbortController
  timers?: ManualTimers
  config?: AgentConfig
}

async function attempt(
  steps: Step[],
  { stop = new AbortController(), timers = manualTimers(), config = agentConfig() }: Circumstances = {},
) {
  const seen: Pick<Attempt, 'shown' | 'learned' | 'signal' | 'hasClosed'> = { shown: [], learned: [], signal: null, hasClosed: false }
  const backend = playedAgent('test', async function* (_request, _config, signal) {
    seen.signal = signal
    try {
      for (const step of steps) {
        if (step === 'hang') await new Promise(() => undefined)
        else if (step instanceof Error) throw step
        else if (typeof step === 'function') step(timers)
        else yield step
      }
    } finally {
      seen.hasClosed = true
    }
  })
  const outcome = await attemptAgent(
    backend,
    agentRequest(),
    { ...config, onSettingsLearned: (settings) => seen.learned.push(settings) },
    {
      signal: stop.signal,
      timeoutMs: TIMEOUT_MS,
      timers,
      watcher: {
        onDelta: (text) => seen.shown.push(text),
        onTakenBack: () => seen.shown.push('[taken back]'),
        onTool: (name, status) => seen.shown.push(`[${name} ${status}]`),
      },
    },
  )
  return { ...outcome, ...seen }
}
const textOf = async (...steps: Step[]) => (await attempt(steps)).result

describe('one try at an agent', () => {
  it('is its answer, with all that the agent said of it', async () => {
    const end = completed({
      text: 'At nine.',
      usage: { inputTokens: 3, outputTokens: 2 },
      toolCalls: ['lookup'],
      userId: 'u',
      sessionId: 's',
      wantsHandover: true,
      raw: { id: 7 },
    })
    expect(await attempt([end])).toMatchObject({
      result: {
        ok: true,
        text: 'At nine.',
        usage: { inputTokens: 3, outputTokens: 2 },
        toolCalls: ['lookup'],
        userId: 'u',
        sessionId: 's',
        wantsHandover: true,
        raw: { id: 7 },
        isSilent: false,
        warning: null,
      },
      isAgentFailure: false,
      firstDeltaMs: null,
      reasoning: '',
    })
  })

  it('shows what is written as it comes, tools among it', async () => {
    const { shown } = await attempt([
      delta('At'),
      { type: 'tool', name: 'hours', status: 'started' },
      { type: 'tool', name: 'hours', status: 'completed' },
      delta(' nine.'),
      completed({}),
    ])
    expect(shown).toEqual(['At', '[hours started]', '[hours completed]', ' nine.'])
  })

  it('shows at its end what might have become something else', async () => {
    const { shown, result } = await attempt([delta('3 <'), completed({})])
    expect(shown.join('')).toBe('3 <')
    expect(result).toMatchObject({ ok: true, text: '3 <' })
  })

  it('says how long the first text took, and not how long a later one', async () => {
    const { firstDeltaMs } = await attempt([
      (timers) => timers.advance(250),
      delta(''),
      (timers) => timers.advance(1000),
      delta('At'),
      (timers) => timers.advance(5000),
      delta(' nine.'),
      completed({}),
    ])
    expect(firstDeltaMs).toBe(1250)
  })

  it.each([
    ['that it began with', [{ type: 'started', sessionId: 'first' }], null, 'first'],
    ['that it ended with, for it knows better', [{ type: 'started', sessionId: 'first' }], 'last', 'last'],
    ['it named once, though it began again without', [{ type: 'started', sessionId: 'first' }, { type: 'started' }], null, 'first'],
    ['of none where it named none', [{ type: 'started' }], null, null],
  ] as [string, AgentEvent[], string | null, string | null][])('is in the session %s', async (_title, begun, ended, expected) => {
    expect(await textOf(...begun, completed({ text: 'Hi', sessionId: ended }))).toMatchObject({ sessionId: expected })
  })
})

describe('an answer', () => {
  it('is without what no channel takes: NUL and halves of characters', async () => {
    expect(await textOf(completed({ text: 'a\0b\ud83dc' }))).toMatchObject({ ok: true, text: 'ab\ufffdc' })
  })

  it.each([
    ['the blanks around it', '  At nine. \n'],
    ['a line with a control word behind it', 'At nine.\nAUTOMAGIK:END_SESSION'],
  ])('is without %s', async (_title, text) => {
    expect(await textOf(completed({ text }))).toMatchObject({ ok: true, text: 'At nine.' })
  })

  it('comes with a warning for what was left out of it, unless the agent has one itself', async () => {
    const text = 'At nine.\nAUTOMAGIK:END_SESSION'
    expect(await textOf(completed({ text }))).toMatchObject({
      warning: 'The agent added a control word (AUTOMAGIK:END_SESSION) to its text; it was left out.',
    })
    expect(await textOf(completed({ text, warning: 'It was cut.' }))).toMatchObject({ warning: 'It was cut.' })
    expect(await textOf(completed({ text: 'At nine.', warning: 'It was cut.' }))).toMatchObject({ warning: 'It was cut.' })
    expect(await textOf(completed({ text: 'At nine.' }))).toMatchObject({ warning: null })
  })

  it('of a word for silence is silence, and no failure', async () => {
    expect(await attempt([completed({ text: 'NO_REPLY', sessionId: 's' })])).toMatchObject({
      result: { ok: true, text: '', isSilent: true, sessionId: 's' },
      isAgentFailure: false,
    })
  })

  it.each([null, '', ' \u200b\n'])(
    'of no visible words (%j) is silence where the agent says so, and else a failure of this answer alone',
    async (text) => {
      expect(await attempt([{ type: 'started', sessionId: 's' }, completed({ text, isSilent: true })])).toMatchObject({
        result: { ok: true, text: '', isSilent: true, sessionId: 's' },
        isAgentFailure: false,
      })
      expect(await attempt([completed({ text, raw: { id: 7 } })])).toMatchObject({
        result: {
          ok: false,
          code: 'empty',
          message: 'The agent gave an empty answer.',
          raw: { id: 7 },
          isFinal: false,
          statusCode: null,
          retryAfterMs: null,
        },
        isAgentFailure: false,
      })
    },
  )

  it('that has words is given, also where the agent says that it is silent', async () => {
    expect(await textOf(completed({ text: 'At nine.', isSilent: true }))).toMatchObject({ ok: true, text: 'At nine.' })
  })

  it('that is a control word is none, and the agent works', async () => {
    expect(await attempt([delta('AUTOMAGIK:ACCESS_DENIED'), completed({ raw: 'r' })])).toMatchObject({
      result: {
        ok: false,
        code: 'invalid_response',
        message: 'The agent refused to talk to this person (AUTOMAGIK:ACCESS_DENIED).',
        raw: 'r',
      },
      isAgentFailure: false,
      shown: [],
    })
  })

  it('that is a call of a tool is none, and the agent works', async () => {
    const call = '{"name": "hours", "arguments": {"day": "Monday"}}'
    expect(await attempt([delta(call), completed({ raw: 'r' })])).toMatchObject({
      result: { ok: false, code: 'invalid_response', message: 'The model wrote a tool call instead of an answer.', raw: 'r' },
      isAgentFailure: false,
      shown: [],
    })
  })

  it('may have as many characters as it likes up to two million, and is cut off behind them', async () => {
    const limit = 2 * 1024 * 1024
    expect(await textOf(delta('x'.repeat(limit)), completed({}))).toMatchObject({ ok: true })
    expect(await attempt([delta('x'.repeat(limit)), delta('x'), completed({})])).toMatchObject({
      result: { ok: false, code: 'invalid_response', message: 'The answer of the agent does not end.' },
      isAgentFailure: true,
    })
  })

  it('that has no end is a failure of the agent', async () => {
    expect(await attempt([delta('At')])).toMatchObject({
      result: { ok: false, code: 'invalid_response', message: 'The agent ended its answer without completing it.', raw: null },
      isAgentFailure: true,
    })
  })
})

describe('what a model thinks', () => {
  it('is for the trace alone, from wherever it comes', async () => {
    const {
      result,
      shown,
      reasoning: thought,
    } = await attempt([
      reasoning(' They ask '),
      reasoning('for hours. '),
      delta('<think>Look it up.</think>At nine.'),
      completed({ text: '<think>At last.</think>At nine.' }),
    ])
    expect(result).toMatchObject({ ok: true, text: 'At nine.' })
    expect(shown.join('')).toBe('At nine.')
    expect(thought).toBe('They ask for hours. \n\nAt last.\n\nLook it up.')
  })

  it('is told once where the end repeats it', async () => {
    const text = '<think>Look it up.</think>At nine.'
    expect((await attempt([delta(text), completed({ text })])).reasoning).toBe('Look it up.')
  })

  it('is told of a try that failed, too', async () => {
    expect((await attempt([reasoning('They ask.'), failed('unreachable', 'cut')])).reasoning).toBe('They ask.')
  })

  it('is kept up to a hundred thousand characters', async () => {
    const piece = 'x'.repeat(60_000)
    const { reasoning: thought } = await attempt([reasoning(piece), reasoning(piece), reasoning('more'), completed({ text: 'Hi' })])
    expect(thought).toHaveLength(120_000)
    const exact = await attempt([reasoning('x'.repeat(100_000)), reasoning('more'), completed({ text: 'Hi' })])
    expect(exact.reasoning).toHaveLength(100_000)
  })

  it('is taken back where its mark comes too late, and the agent is known by it from then on', async () => {
    const config = agentConfig({ url: 'http://agent.test', model: 'deep' })
    const first = await attempt([delta('Look it up.'), delta('</think>At nine.'), completed({})], { config })
    expect(first).toMatchObject({
      result: { ok: true, text: 'At nine.' },
      shown: ['Look it up.', '[taken back]', 'At nine.'],
      reasoning: 'Look it up.',
    })
    const [learned] = first.learned as [Record<string, unknown>]
    expect(learned).toEqual({ thinksFirst: { by: 'http://agent.test deep' } })
    expect(thinksFirst.thinksFirst.safeParse(learned['thinksFirst']).success).toBe(true)

    const next = await attempt([delta('Look it up.'), delta('</think>At nine.'), completed({})], {
      config: { ...config, settings: { ...config.settings, ...learned } },
    })
    expect(next.shown.filter((piece) => piece !== '[taken back]')).toEqual(['At nine.'])
  })

  it('is taken back also where nobody remembers what is learned', async () => {
    const backend = playedAgent('test', async function* () {
      yield delta('Look it up.</think>At nine.')
      yield completed({})
    })
    const outcome = await attemptAgent(backend, agentRequest(), agentConfig(), {
      signal: new AbortController().signal,
      timeoutMs: TIMEOUT_MS,
      timers: manualTimers(),
      watcher: UNWATCHED,
    })
    expect(outcome.result).toMatchObject({ ok: true, text: 'At nine.' })
  })

  it('that was taken back hides no control word and no tool call behind it', async () => {
    const word = await attempt([delta('Hello there, look it up.'), delta('</think>AUTOMAGIK:ACCESS_DENIED'), completed({})])
    expect([word.shown, word.result]).toMatchObject([['Hello there, look it up.', '[taken back]'], { ok: false, code: 'invalid_response' }])
    const call = await attempt([delta('Hello there, look it up.'), delta('</think>{"name":"hours","arguments":{}}'), completed({})])
    expect([call.shown, call.result]).toMatchObject([['Hello there, look it up.', '[taken back]'], { ok: false, code: 'invalid_response' }])
  })
})

describe('a try that fails', () => {
  it('is told as the agent told it', async () => {
    const event: AgentEvent = {
      type: 'failed',
      code: 'rate_limited',
      message: 'Too many.',
      retryAfterMs: 5000,
      statusCode: 429,
      raw: { a: 1 },
      isFinal: true,
    }
    const { result, isAgentFailure } = await attempt([event])
    expect(result).toEqual({
      ok: false,
      code: 'rate_limited',
      message: 'Too many.',
      retryAfterMs: 5000,
      statusCode: 429,
      raw: { a: 1 },
      isFinal: true,
    })
    expect(isAgentFailure).toBe(true)
    expect(await textOf(failed('unreachable', 'cut'))).toMatchObject({ isFinal: false })
  })

  /** Others wait for an agent that is down: not for one that is alive, and of what was stopped nothing is known. */
  it.each([
    [true, { code: 'unreachable' }],
    [true, { code: 'invalid_response', raw: 'At nine.' }],
    [true, { code: 'invalid_response', raw: { text: 'AUTOMAGIK:ACCESS_DENIED' } }],
    [false, { code: 'empty' }],
    [false, { code: 'invalid_response', raw: 'AUTOMAGIK:ACCESS_DENIED' }],
    [null, { code: 'cancelled' }],
    [null, { code: 'bad_request', isOfMessage: true }],
    [null, { code: 'empty', isOfMessage: true }],
  ] as [boolean | null, object][])('is a sign that the agent is down: %s for %j', async (expected, facts) => {
    const event = { type: 'failed', message: 'no', retryAfterMs: null, statusCode: null, raw: null, ...facts } as AgentEvent
    expect((await attempt([event])).isAgentFailure).toBe(expected)
  })

  it('because the back end throws says which and why, and counts against the agent', async () => {
    expect(await attempt([new Error('a bug')])).toMatchObject({
      result: { ok: false, code: 'invalid_response', message: 'The house back end failed: a bug', raw: null, isFinal: false },
      isAgentFailure: true,
    })
  })

  it('because the back end throws at once, and no error, is told the same way', async () => {
    const timers = manualTimers()
    const backend = playedAgent('test', () => {
      throw 'a word'
    })
    const outcome = await attemptAgent(backend, agentRequest(), agentConfig(), {
      signal: new AbortController().signal,
      timeoutMs: TIMEOUT_MS,
      timers,
      watcher: UNWATCHED,
    })
    expect(outcome.result).toMatchObject({ ok: false, message: 'The house back end failed: a word' })
    expect(timers.pending()).toBe(0)
  })
})

describe('a try that is cut short', () => {
  it('before it began asks nobody', async () => {
    const stop = new AbortController()
    stop.abort()
    const timers = manualTimers()
    const tried = await attempt([completed({ text: 'Hi' })], { stop, timers })
    expect(tried).toMatchObject({
      result: { ok: false, code: 'cancelled', message: 'The answer was stopped.', isFinal: false },
      isAgentFailure: null,
      firstDeltaMs: null,
      reasoning: '',
      signal: null,
    })
    expect(timers.delays).toEqual([])
  })

  it('because it was stopped says nothing of the agent, which hears of it, and shows nothing more', async () => {
    const stop = new AbortController()
    const tried = await attempt([reasoning('They ask.'), delta('At'), () => stop.abort(), delta(' nine.'), 'hang'], { stop })
    expect(tried).toMatchObject({
      result: { ok: false, code: 'cancelled', message: 'The answer was stopped.' },
      isAgentFailure: null,
      firstDeltaMs: 0,
      reasoning: 'They ask.',
    })
    expect(tried.signal?.aborted).toBe(true)
    expect(tried.shown[0]).toBe('At')
  })

  it('because its time is over is a failure of the agent, which hears of it', async () => {
    const timers = manualTimers()
    const tried = attempt([delta('At'), (clock) => clock.advance(TIMEOUT_MS - 1), delta(' nine'), (clock) => clock.advance(1), 'hang'], {
      timers,
    })
    expect(await tried).toMatchObject({
      result: { ok: false, code: 'timeout', message: 'The agent did not answer within 60 s.' },
      isAgentFailure: true,
      shown: ['At', ' nine'],
    })
    expect((await tried).signal?.aborted).toBe(true)
  })

  it('does not wait for a back end that does not listen', async () => {
    const stop = new AbortController()
    const tried = attempt([() => stop.abort(), 'hang'], { stop })
    expect((await tried).hasClosed).toBe(false)
  })
})

describe('when a try is over', () => {
  it.each([
    ['answered', [delta('Hi'), completed({})]],
    ['failed', [failed('unreachable', 'cut')]],
    ['broken', [new Error('a bug')]],
  ] as [string, Step[]][])(
    '%s, nothing of it is left: no timer, no listener, nothing that the back end had open',
    async (_title, steps) => {
      const stop = new AbortController()
      const timers = manualTimers()
      const tried = await attempt(steps, { stop, timers })
      expect(timers.delays).toEqual([TIMEOUT_MS])
      expect([timers.pending(), getEventListeners(stop.signal, 'abort')]).toEqual([0, []])
      expect(tried.signal).toMatchObject({ aborted: true, reason: OVER })
      await Promise.resolve()
      expect(tried.hasClosed).toBe(true)
    },
  )

  it('a back end that breaks as it is closed breaks nothing else', async () => {
    const backend = playedAgent('test', () => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: completed({ text: 'Hi' }) }),
        return: () => Promise.reject(new Error('breaks as it is closed')),
      }),
    }))
    const outcome = await attemptAgent(backend, agentRequest(), agentConfig(), {
      signal: new AbortController().signal,
      timeoutMs: TIMEOUT_MS,
      timers: manualTimers(),
      watcher: UNWATCHED,
    })
    expect(outcome.result).toMatchObject({ ok: true, text: 'Hi' })
  })
})
