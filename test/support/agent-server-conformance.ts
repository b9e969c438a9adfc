/**
 * What every agent back end must do that asks a server: time limit, retries, breaker, and no
 * malformed answer that gets through.
 */
import { describe, expect, it, vi } from 'vitest'
import type { AgentErrorCode } from '../../src-main/hub/agents/port.ts'
import { type AgentRig, useAgentRig } from './agent-conformance.ts'
import { agentRequest } from './agent-request.ts'
import type { AgentServer, Fault } from './agent-server.ts'
import { manualTimers } from './manual-timers.ts'

/** The limit of the rigs' settings. */
const TIME_LIMIT_MS = 60_000

export function describeAgentServer(name: string, setUp: () => Promise<AgentRig & { server: AgentServer }>): void {
  describe(`${name}: behind a server that misbehaves`, () => {
    const { rig, timers, breakers, call } = useAgentRig(setUp)
    const server = (): AgentServer => rig().server

    const says = (text: unknown): Fault => ({ kind: 'answer', body: rig().bodySaying?.(text) ?? { message: text } })
    const faults: [string, Fault | (() => Fault), AgentErrorCode, tries: number][] = [
      ['a cut connection', { kind: 'reset' }, 'unreachable', 3],
      ['an answer cut in half', { kind: 'reset', afterHeaders: true }, 'unreachable', 3],
      ['a 500', { kind: 'status', status: 500 }, 'server_error', 3],
      ['a 503', { kind: 'status', status: 503, body: 'overloaded' }, 'server_error', 3],
      ['a 429', { kind: 'status', status: 429 }, 'rate_limited', 3],
      ['a 401', { kind: 'status', status: 401 }, 'unauthorized', 1],
      ['a 403', { kind: 'status', status: 403 }, 'unauthorized', 1],
      ['a 422', { kind: 'status', status: 422, body: { detail: [{ msg: 'field required' }] } }, 'invalid_response', 1],
      ['a redirect', { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, 'invalid_response', 1],
      ['a web page', { kind: 'html' }, 'invalid_response', 1],
      ['no body', { kind: 'empty' }, 'empty', 1],
      ['broken JSON', { kind: 'not_json' }, 'invalid_response', 1],
      ['JSON that is no object', { kind: 'answer', body: [42] }, 'invalid_response', 1],
      ['an object without a text', { kind: 'answer', body: { ok: true } }, 'invalid_response', 1],
      ['a text of another type', () => says(42), 'invalid_response', 1],
      ['an empty text', () => says(''), 'empty', 1],
      ['a blank text', () => says(' \n\t\u200b '), 'empty', 1],
      ['50 MB', { kind: 'huge', bytes: 50 * 1024 * 1024 }, 'invalid_response', 1],
      ['50 MB of unknown length', { kind: 'huge', bytes: 50 * 1024 * 1024, chunked: true }, 'invalid_response', 1],
      ['endless nesting', { kind: 'raw', body: nested(100_000) }, 'invalid_response', 1],
      ['a control word', () => says('AUTOMAGIK:ACCESS_DENIED'), 'invalid_response', 1],
      ['a disguised control word', () => says('\ufeff\n AUTOMAGIK:NOTHING to see'), 'invalid_response', 1],
    ]
    it.each(faults)('makes of %s a failure with the right code, and the right number of tries', async (_name, fault, code, tries) => {
      server().always(typeof fault === 'function' ? fault() : fault)
      const shown: string[] = []
      const result = await call(agentRequest(), { onDelta: (text) => shown.push(text) })
      expect(result).toMatchObject({ ok: false, code })
      expect(server().total()).toBe(tries)
      expect(result.attempts).toHaveLength(tries)
      expect(shown).toEqual([])
    })

    it('hangs up on a body that does not end, and does not read it', async () => {
      server().always({ kind: 'huge', bytes: 500 * 1024 * 1024, chunked: true })
      await call()
      await server().idle()
      expect(server().bytesPoured()).toBeLessThan(50 * 1024 * 1024)
    })

    it('never lets a control word be a text', async () => {
      server().always(says('AUTOMAGIK:ACCESS_DENIED'))
      expect(await call()).toMatchObject({ ok: false, code: 'invalid_response', message: expect.stringContaining('refused to talk') })
    })

    it('tries again after a pause that grows, and answers once', async () => {
      server().script({ kind: 'status', status: 500 }, { kind: 'reset' })
      const result = await call()
      expect(result.ok).toBe(true)
      expect(server().total()).toBe(3)
      const [first, second, third] = result.attempts.map(({ retryInMs }) => retryInMs)
      expect(first).toBeGreaterThanOrEqual(500)
      expect(first).toBeLessThanOrEqual(1000)
      expect(second).toBeGreaterThanOrEqual(1000)
      expect(second).toBeLessThanOrEqual(2000)
      expect(third).toBeNull()
    })

    it('waits as long as a 429 asks, in seconds or as a date', async () => {
      const date = new Date(Date.now() + 9000).toUTCString()
      server().script(
        { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
        { kind: 'status', status: 429, headers: { 'retry-after': date } },
      )
      const result = await call()
      expect(result.ok).toBe(true)
      expect(result.attempts[0]?.retryInMs).toBe(7000)
      // An HTTP date has whole seconds only.
      expect(result.attempts[1]?.retryInMs).toBeGreaterThan(8000 - 1)
      expect(result.attempts[1]?.retryInMs).toBeLessThanOrEqual(9000)
    })

    it('gives up when a 429 asks for more patience than a customer has', async () => {
      server().always({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } })
      expect(await call()).toMatchObject({ ok: false, code: 'rate_limited', retryAfterMs: 3_600_000 })
      expect(server().total()).toBe(1)
    })

    it('ends each try at the time limit, and tries again as nothing was streamed', async () => {
      server().always({ kind: 'hang' })
      const result = call()
      for (const arrived of [1, 2, 3]) {
        await server().arrived(arrived)
        timers().advance(TIME_LIMIT_MS)
      }
      expect(await result).toMatchObject({ ok: false, code: 'timeout' })
      expect(server().total()).toBe(3)
    })

    it('can be stopped in the pause between two tries', async () => {
      const patient = manualTimers()
      const controller = new AbortController()
      server().always({ kind: 'status', status: 500 })
      const result = call(agentRequest(), { timers: patient, signal: controller.signal })
      await vi.waitUntil(() => patient.delays.length === 2)
      controller.abort()
      expect(await result).toMatchObject({ ok: false, code: 'cancelled' })
      expect(server().total()).toBe(1)
      expect(patient.pending()).toBe(0)
    })

    it('leaves the agent alone after five failures in a row, for 30 seconds, then lets one call through', async () => {
      server().always({ kind: 'status', status: 500 })
      expect(await call()).toMatchObject({ code: 'server_error' })
      expect(await call()).toMatchObject({ code: 'server_error' })
      expect(server().total()).toBe(5)
      expect(await call()).toMatchObject({ ok: false, code: 'unreachable', attempts: [] })
      expect(server().total()).toBe(5)
      expect(breakers().openInstances()).toEqual(['shop'])

      vi.setSystemTime(Date.now() + 30_000)
      expect(await call()).toMatchObject({ code: 'server_error' })
      expect(server().total()).toBe(6)

      vi.setSystemTime(Date.now() + 30_000)
      server().always(null)
      expect(await call()).toMatchObject({ ok: true })
      expect(await call()).toMatchObject({ ok: true })
      expect(breakers().openInstances()).toEqual([])
    })

    it('does not leave another instance without its agent', async () => {
      server().always({ kind: 'status', status: 500 })
      await call()
      await call()
      server().always(null)
      expect(await call(agentRequest({ instance: { id: 8, name: 'clinic', channel: 'whatsapp' } }))).toMatchObject({ ok: true })
    })

    const refusals: [string, Fault][] = [
      ['a filter', { kind: 'status', status: 400, body: { error: { code: 'content_filter', message: 'Not allowed.' } } }],
      ['its size', { kind: 'status', status: 413, body: 'too large' }],
      ['its form', { kind: 'status', status: 422, body: { detail: [{ msg: 'field required' }] } }],
      ['its length', { kind: 'status', status: 500, body: { error: { message: 'Input exceeds the context window.' } } }],
      ['a filter, with a 200', { kind: 'answer', body: { error: { code: 'content_filter', message: 'Not allowed.' } } }],
    ]
    it.each(refusals)('answers everybody else while it refuses what one person writes for %s', async (_name, refusal) => {
      for (let count = 0; count < 6; count += 1) {
        server().always(refusal)
        expect(await call()).toMatchObject({ ok: false })
      }
      server().always(null)
      expect(await call(agentRequest({ text: 'Somebody else asks.' }))).toMatchObject({ ok: true, attempts: [{ number: 1 }] })
    })

    it('counts on over a refused message: it tells nothing of an agent that fails', async () => {
      server().always({ kind: 'status', status: 401 })
      for (let count = 0; count < 4; count += 1) await call()
      server().always({ kind: 'status', status: 413 })
      await call()
      server().always({ kind: 'status', status: 401 })
      await call()
      expect(breakers().openInstances()).toEqual(['shop'])
    })

    it('starts over when the settings of the instance were changed', async () => {
      server().always({ kind: 'status', status: 401 })
      for (let count = 0; count < 6; count += 1) await call()
      expect(server().total()).toBe(5)
      breakers().forget('shop')
      server().always(null)
      expect(await call()).toMatchObject({ ok: true })
    })

    it('does not count refusals, empty answers and cancelled calls as failures of the agent', async () => {
      server().always(says('AUTOMAGIK:ACCESS_DENIED'))
      for (let count = 0; count < 6; count += 1) await call()
      server().always(says(' '))
      for (let count = 0; count < 6; count += 1) await call()
      server().always({ kind: 'hang' })
      for (let count = 0; count < 6; count += 1) {
        const controller = new AbortController()
        const stopped = call(agentRequest(), { signal: controller.signal })
        await server().arrived(13 + count)
        controller.abort()
        await stopped
      }
      server().always(null)
      expect(await call()).toMatchObject({ ok: true })
    })
  })
}

function nested(depth: number): string {
  return `{"message": "hello", "more": ${'['.repeat(depth)}${']'.repeat(depth)}}`
}
