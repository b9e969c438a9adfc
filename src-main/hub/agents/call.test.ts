import { describe, expect, it } from 'vitest'
import { agentConfig, agentRequest } from '../../../test/support/agent-request.ts'
import { manualTimers } from '../../../test/support/manual-timers.ts'
import { playedAgent } from '../../../test/support/played-agent.ts'
import { AgentBreakers } from './breaker.ts'
import { callAgent } from './call.ts'
import { failed } from './http.ts'
import type { AgentBackend, AgentEvent } from './port.ts'

type Completed = Extract<AgentEvent, { type: 'completed' }>

function completed(text: string | null, facts: Partial<Completed> = {}): Completed {
  return { type: 'completed', text, usage: null, toolCalls: [], userId: null, sessionId: null, wantsHandover: false, raw: {}, ...facts }
}
const delta = (text: string): AgentEvent => ({ type: 'delta', text })

/** A back end that plays one list of events per try; `'hang'` never ends and does not listen to its signal. */
function playing(...tries: (AgentEvent | 'hang' | Error)[][]): AgentBackend {
  let number = 0
  return playedAgent('test', async function* () {
    for (const event of tries[number++] ?? []) {
      if (event === 'hang') await new Promise(() => undefined)
      else if (event instanceof Error) throw event
      else yield event
    }
  })
}

async function call(backend: AgentBackend) {
  const timers = manualTimers({ runsAtOnceUpTo: 30_000 })
  const shown: string[] = []
  const result = callAgent(backend, agentRequest(), agentConfig(), {
    breakers: new AgentBreakers(),
    signal: new AbortController().signal,
    timers,
    onDelta: (text) => shown.push(text),
    onTool: (name, status) => shown.push(`[${name} ${status}]`),
    onRestart: () => shown.push('[restart]'),
  })
  return { result, shown, timers }
}

describe('a streamed answer', () => {
  it('is the deltas joined when the back end gives no final text', async () => {
    const { result, shown } = await call(playing([delta('Hel'), delta('lo'), completed(null)]))
    expect(await result).toMatchObject({ ok: true, text: 'Hello' })
    expect(shown).toEqual(['Hel', 'lo'])
  })

  it('is the final text alone when the back end gives one', async () => {
    const { result } = await call(playing([delta('Hel'), delta('lo'), completed('Hello!')]))
    expect(await result).toMatchObject({ ok: true, text: 'Hello!' })
  })

  it('carries the session, the user and the tools', async () => {
    const { result, shown } = await call(
      playing([
        { type: 'started', sessionId: 's-1' },
        { type: 'tool', name: 'lookup', status: 'started' },
        { type: 'tool', name: 'lookup', status: 'completed' },
        completed('Hi', { userId: 'u-1', toolCalls: ['lookup'] }),
      ]),
    )
    expect(await result).toMatchObject({ sessionId: 's-1', userId: 'u-1', toolCalls: ['lookup'] })
    expect(shown).toEqual(['[lookup started]', '[lookup completed]'])
  })

  it('shows nothing of a control word, however it is cut', async () => {
    const { result, shown } = await call(playing([delta('AUTO'), delta('MAGIK'), delta(':ACCESS'), delta('_DENIED'), completed(null)]))
    expect(await result).toMatchObject({ ok: false, code: 'invalid_response' })
    expect(shown).toEqual([])
  })

  it('shows a text that merely begins like a control word', async () => {
    const { result, shown } = await call(playing([delta('AUTO'), delta('MATIC door'), completed(null)]))
    expect(await result).toMatchObject({ ok: true, text: 'AUTOMATIC door' })
    expect(shown.join('')).toBe('AUTOMATIC door')
  })

  it('starts over when a try failed in the middle', async () => {
    const { result, shown } = await call(playing([delta('Half an'), failed('unreachable', 'cut')], [delta('Whole'), completed(null)]))
    expect(await result).toMatchObject({ ok: true, text: 'Whole' })
    expect(shown).toEqual(['Half an', '[restart]', 'Whole'])
  })

  it('is not asked for again when it timed out in the middle', async () => {
    const { result, timers } = await call(playing([delta('Half an'), 'hang'], [completed('never')]))
    await new Promise((resolve) => setImmediate(resolve))
    timers.advance(60_000)
    expect(await result).toMatchObject({ ok: false, code: 'timeout', attempts: [{ firstDeltaMs: 0, outcome: 'timeout' }] })
  })

  it('is a failure when it ends without an end', async () => {
    expect(await (await call(playing([delta('Hello')]))).result).toMatchObject({ ok: false, code: 'invalid_response' })
  })

  it('is cut off when it does not end', async () => {
    const megabyte = 'x'.repeat(1024 * 1024)
    const { result } = await call(playing([delta(megabyte), delta(megabyte), delta('x'), completed(null)]))
    expect(await result).toMatchObject({ ok: false, code: 'invalid_response' })
  })
})

describe('a back end that breaks the port’s rules', () => {
  it('is a failure when it throws, and is not tried again', async () => {
    const { result } = await call(playing([new Error('a bug')], [completed('never')]))
    expect(await result).toMatchObject({ ok: false, code: 'invalid_response', attempts: [{ number: 1 }] })
  })
})
