/**
 * What every agent back end must do, whatever is behind it: the stream's shape, one final text,
 * cancelling. A new back end adds one rig; one that asks a server also passes
 * `describeAgentServer` of agent-server-conformance.ts.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AgentBreakers } from '../../src-main/hub/agents/breaker.ts'
import { type AgentResult, type CallOptions, callAgent } from '../../src-main/hub/agents/call.ts'
import type { AgentBackend, AgentConfig, AgentEvent, AgentRequest } from '../../src-main/hub/agents/port.ts'
import { agentRequest } from './agent-request.ts'
import type { AgentServer } from './agent-server.ts'
import { type ManualTimers, manualTimers } from './manual-timers.ts'

export interface AgentRig {
  backend: AgentBackend
  config: AgentConfig
  /** The server behind the back end; null for one that needs none. */
  server: AgentServer | null
  /** Resolves when a running request has got so far that cancelling it interrupts something. */
  isUnderWay(): Promise<void>
  /** The body of a well-formed answer that is not streamed; without it, Automagik's `{message}`. */
  bodySaying?(text: unknown): unknown
  /** Makes the next requests never end on their own. */
  stall(): void
  stop(): Promise<void>
}

/** More than any pause between tries, less than the time limit. */
const PAUSES_UP_TO_MS = 30_000

/** One rig and its clock for each test of the enclosing `describe`. */
export function useAgentRig<Rig extends AgentRig>(setUp: () => Promise<Rig>) {
  let rig: Rig
  let timers: ManualTimers
  let breakers: AgentBreakers

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    rig = await setUp()
    timers = manualTimers({ runsAtOnceUpTo: PAUSES_UP_TO_MS })
    breakers = new AgentBreakers()
  })
  afterEach(async () => {
    await rig.stop()
    vi.useRealTimers()
  })
  return {
    rig: () => rig,
    timers: () => timers,
    breakers: () => breakers,
    run: (request: AgentRequest, signal = new AbortController().signal) => rig.backend.run(request, rig.config, signal),
    call: (request: AgentRequest = agentRequest(), options: Partial<CallOptions> = {}): Promise<AgentResult> =>
      callAgent(rig.backend, request, rig.config, { breakers, signal: new AbortController().signal, timers, ...options }),
  }
}

export function describeAgentBackend(name: string, setUp: () => Promise<AgentRig>): void {
  describe(`${name}: the agent conformance suite`, () => {
    const { rig, timers, run, call } = useAgentRig(setUp)

    it('ends every answer with exactly one completed event, last', async () => {
      const events = await gather(run(agentRequest()))
      expect(events.filter(({ type }) => type === 'completed' || type === 'failed')).toHaveLength(1)
      expect(events.at(-1)?.type).toBe('completed')
    })

    it('gives one final text, however it was streamed, and never twice', async () => {
      const events = await gather(run(agentRequest()))
      const deltas = events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])).join('')
      const completed = events.at(-1)
      const final = completed?.type === 'completed' ? completed.text : undefined
      const shown: string[] = []
      const result = await call(agentRequest(), { onDelta: (text) => shown.push(text) })
      expect(result).toMatchObject({ ok: true, text: (final ?? deltas).trim() })
      expect(shown.join('')).toBe(deltas)
    })

    it('changes neither its request nor its configuration', async () => {
      const request = agentRequest()
      const before = structuredClone({ request, settings: rig().config.settings, house: rig().config.house })
      await gather(run(request))
      expect({ request, settings: rig().config.settings, house: rig().config.house }).toEqual(before)
    })

    it('keeps answers apart that run at the same time', async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      const results = await Promise.all(
        names.map((each) => call(agentRequest({ text: `When are you open? ${each}`, session: { name: each, id: null, isNew: false } }))),
      )
      for (const [index, result] of results.entries()) {
        const alone = await call(
          agentRequest({ text: `When are you open? ${names[index]}`, session: { name: names[index] ?? '', id: null, isNew: false } }),
        )
        expect(result.ok && result.text).toBe(alone.ok && alone.text)
      }
    })

    it('answers `cancelled`, and calls nobody, when it was stopped before it began', async () => {
      const events = await gather(run(agentRequest(), AbortSignal.abort()))
      expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'cancelled' })
      expect(await call(agentRequest(), { signal: AbortSignal.abort() })).toMatchObject({ ok: false, code: 'cancelled', attempts: [] })
      expect(rig().server?.total() ?? 0).toBe(0)
    })

    it('stops in the middle when it is cancelled, and shows nothing more', async () => {
      rig().stall()
      const controller = new AbortController()
      const shown: string[] = []
      const result = call(agentRequest(), { signal: controller.signal, onDelta: (text) => shown.push(text) })
      await rig().isUnderWay()
      const before = shown.length
      controller.abort()
      expect(await result).toMatchObject({ ok: false, code: 'cancelled' })
      await nextTurn()
      expect(shown).toHaveLength(before)
    })

    it('leaves no timer behind', async () => {
      await call()
      expect(timers().pending()).toBe(0)
    })

    it('hands over what the shop tells and the summary of what was before, and nothing of a new session', async () => {
      if (rig().server === null) return
      const facts = {
        customer: { name: 'Maria', labels: ['Regular'] },
        shop: { name: 'Sol Bakery', localTime: '2026-03-14T09:26:53-03:00' },
      }
      const summary = { text: 'Maria ordered a cake for Saturday.', messageCount: 34 }
      const sentFor = async (request: AgentRequest) => {
        const sent: unknown[] = []
        await call(request, { onRequest: (wire) => sent.push(wire) })
        return JSON.stringify(sent)
      }
      const wire = await sentFor(agentRequest({ facts, summary }))
      for (const told of ['Sol Bakery', 'Regular', '2026-03-14T09:26:53-03:00', summary.text, '34']) expect(wire).toContain(told)
      expect(wire).toMatch(/machine/i)
      expect(await sentFor(agentRequest({ facts, summary, session: { name: 'new', id: null, isNew: true } }))).not.toContain(summary.text)
      const plain = await sentFor(agentRequest())
      for (const field of ['customer_facts', 'shop_facts', 'conversation_summary', 'dependencies', 'Facts, as'])
        expect(plain).not.toContain(field)
    })

    it('tells the trace what it sent and what came back', async () => {
      const sent: unknown[] = []
      const result = await call(agentRequest(), { onRequest: (request) => sent.push(request) })
      expect(sent).toHaveLength(1)
      expect(result.attempts).toMatchObject([{ number: 1, outcome: 'completed', request: sent[0], retryInMs: null }])
      expect(result.attempts[0]?.raw).not.toBeNull()
      expect(JSON.stringify(result)).not.toContain('evolution-secret')
    })
  })
}

export async function gather(events: AsyncIterable<AgentEvent>): Promise<AgentEvent[]> {
  const all: AgentEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
