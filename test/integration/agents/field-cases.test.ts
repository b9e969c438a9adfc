/** What others' servers were seen to send (test/fixtures/cases), and what the customer gets of it. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { behaviourSchema } from '../../../src-shared/contract/instances.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { type PieceServer, startPieceServer } from '../../support/piece-server.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { createScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

interface Case {
  agent: string
  contentType?: string
  body?: string
  expected: string[] | string
}

const FALLBACK = behaviourSchema.parse({}).fallback
const ERROR = FALLBACK.error

/** Where the file says in words what is right: what the customer reads, and what the trace says. */
const IN_WORDS: Record<string, { told: string[]; reason: string }> = {
  'error-without-error-key': { told: [ERROR], reason: 'The agent reported a failure: EngineDeadError' },
  'finish-reason-empty-string': {
    told: [FALLBACK.unreachable ?? ERROR],
    reason: 'The agent cannot be reached: the connection was cut off.',
  },
  'stream-options-refused': { told: ['Hello there.'], reason: 'answered' },
}
const NAMES = [
  'think-tags',
  'sse-data-not-json',
  'error-without-error-key',
  'finish-reason-empty-string',
  'sse-other-content-type',
  'stream-options-refused',
  'agui-messages-snapshot-only',
  'agui-role-not-assistant',
  'final-differs-sent-twice',
  'hive-final-empty',
]
const read = (name: string): Case => JSON.parse(readFileSync(new URL(`../../fixtures/cases/${name}.json`, import.meta.url), 'utf8'))
const settingsOf: Record<string, (url: string) => Record<string, unknown>> = {
  openai: (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm' }),
  leo: (url) => ({ kind: 'leo', url }),
  hive: (url) => ({ kind: 'hive', url, target: 'agent', targetId: 'sofia' }),
}

describe('what servers really send', () => {
  let hub: TestHub
  let server: PieceServer
  let current: Case
  let calls: Record<string, unknown>[] = []
  const channel = createScriptedChannel({ protectsNumber: false })

  beforeAll(async () => {
    server = await startPieceServer({
      textOf: () => '',
      answer({ body }) {
        calls.push(body)
        if (current.body !== undefined) return { contentType: current.contentType ?? '', pieces: [current.body] }
        if ('stream_options' in body) {
          const message = "Extra inputs are not permitted, field: 'stream_options'"
          return { status: 400, contentType: 'application/json', pieces: [JSON.stringify({ error: { message } })] }
        }
        return { contentType: 'text/event-stream', pieces: [read('sse-other-content-type').body ?? ''] }
      },
    })
    hub = await startTestHub({ drivers: [channel.driver] })
  })
  afterAll(async () => {
    await hub.stop()
    await server.stop()
  })

  async function open(name: string, label: string): Promise<string> {
    current = read(name)
    calls = []
    const kind = current.agent.split(' ')[0] ?? ''
    const agentProfileId = await saveAgent(hub.panel, settingsOf[kind]?.(server.url) ?? {})
    const shop = `${name}-${label}`
    await hub.panel.instances.create({
      isAnswering: true,
      name: shop,
      channel: 'whatsapp',
      provider: 'scripted',
      agentProfileId,
      behaviour: { gatherWindowMs: 0, splitting: 'paragraphs', splitPauseMinMs: 0, splitPauseMaxMs: 0 },
    })
    return shop
  }

  let count = 0
  async function ask(shop: string) {
    const live = await watchLive(hub.panel)
    const phone = String(15550000000 + ++count)
    const from = channel.sent.length
    await channel.tell(shop, textFrom(phone, 'hi'))
    const trace = await live.untilTrace((one) => one.completedAt !== null && one.contactPhone === phone)
    live.stop()
    return { told: channel.sent.slice(from).map(({ text }) => text), trace }
  }
  const whole = (bytes: Buffer) => ({ pieces: [bytes], isCut: false })
  const eachByte = (bytes: Buffer) => ({ pieces: [...bytes].map((byte) => Buffer.from([byte])), isCut: false })

  describe.each(NAMES)('%s', (name) => {
    const isAnswered = () => Array.isArray(read(name).expected) || name === 'stream-options-refused'
    const told = () => {
      const { expected } = read(name)
      return Array.isArray(expected) ? expected : IN_WORDS[name]?.told
    }

    it('the customer gets what is right, however it is cut into packets', async () => {
      const shop = await open(name, 'whole')
      server.cut = whole
      const { told: first, trace } = await ask(shop)
      expect(first).toEqual(told())
      expect(trace.state).toBe(isAnswered() ? 'completed' : 'failed')
      if (!isAnswered()) {
        expect(JSON.stringify((await hub.panel.traces.get({ id: trace.id })).trace)).toContain(IN_WORDS[name]?.reason)
        return
      }
      server.cut = eachByte
      expect((await ask(shop)).told).toEqual(told())
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (points) => {
          server.cut = (bytes) => {
            const at = [...new Set(points.map((point) => point % bytes.length))].sort((a, b) => a - b)
            return { pieces: [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length)), isCut: false }
          }
          expect((await ask(shop)).told).toEqual(told())
        }),
        { numRuns: 8 },
      )
    }, 60_000)
  })

  it('a field that a server refuses is left out from then on, until another model is asked', async () => {
    const shop = await open('stream-options-refused', 'again')
    server.cut = whole
    await ask(shop)
    expect(calls.map((body) => 'stream_options' in body)).toEqual([true, false])
    await ask(shop)
    expect(calls.map((body) => 'stream_options' in body)).toEqual([true, false, false])
    const { agent } = await hub.panel.instances.get({ name: shop })
    await hub.panel.agents.update({ id: agent.profileId, settings: { model: 'other' } })
    await ask(shop)
    expect(calls.map((body) => 'stream_options' in body)).toEqual([true, false, false, true, false])
  })

  it('the reasoning is kept on the trace, and the customer never gets it', async () => {
    const shop = await open('think-tags', 'trace')
    server.cut = whole
    const { trace } = await ask(shop)
    const { payloads } = await hub.panel.traces.get({ id: trace.id })
    expect(JSON.stringify(payloads)).toContain('The customer wants hours.')
  })

  it('only a closing mark: what was shown and not sent is taken back, and next time nothing is sent before it', async () => {
    const shop = await open('think-tags', 'closing')
    const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`
    const answering = (...deltas: string[]) => ({ ...current, body: `${deltas.map(delta).join('')}data: [DONE]\n\n` })
    current = answering('She wants hours.', ' Be polite.</th', 'ink>\n\nWe open ', 'at nine.\n\nBye!')
    server.cut = whole
    expect((await ask(shop)).told).toEqual(['We open at nine.', 'Bye!'])
    current = answering('She wants hours.\n\n', 'Be polite.\n\nAnd', ' so on.</th', 'ink>\n\nWe open ', 'at nine.\n\nBye!')
    expect((await ask(shop)).told).toEqual(['We open at nine.', 'Bye!'])
  })
})
