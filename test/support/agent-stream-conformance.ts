/**
 * What every back end must do with a stream, however its bytes arrive: split anywhere it says the
 * same, and cut off anywhere it never says more, or anything else, than the agent did.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentBackend, AgentEvent } from '../../src-main/hub/agents/port.ts'
import { gather } from './agent-conformance.ts'
import { agentConfig, agentRequest } from './agent-request.ts'
import type { Dialect } from './agent-server.ts'
import { type PieceServer, startPieceServer } from './piece-server.ts'

interface Streamed {
  backend: AgentBackend
  dialect: Dialect
  settings: (url: string) => Record<string, unknown>
}

const TEXT = 'Olá, 🎂 às 9h – até já!'

export function describeAgentStream(name: string, { backend, dialect, settings }: Streamed): void {
  describe(`${name}: a stream in pieces`, () => {
    let server: PieceServer
    beforeAll(async () => {
      server = await startPieceServer(dialect)
    })
    afterAll(() => server.stop())

    async function run(cutAt: (bytes: Buffer) => { pieces: Buffer[]; isCut: boolean }): Promise<AgentEvent[]> {
      server.cut = cutAt
      const config = agentConfig({ kind: backend.kind, ...settings(server.url) })
      return gather(backend.run(agentRequest({ text: TEXT }), config, new AbortController().signal))
    }
    const whole = () => run((bytes) => ({ pieces: [bytes], isCut: false }))
    const streamedIn = (events: AgentEvent[]) => events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])).join('')

    it('gives the same events split at every byte', async () => {
      const expected = await whole()
      const end = expected.at(-1)
      expect(end?.type === 'completed' && (end.text ?? streamedIn(expected))).toBe(`echo: ${TEXT}`)
      expect(await run((bytes) => ({ pieces: [...bytes].map((byte) => Buffer.from([byte])), isCut: false }))).toEqual(expected)
    })

    it('gives the same events split anywhere', async () => {
      const expected = await whole()
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (points) => {
          const events = await run((bytes) => {
            const at = [...new Set(points.map((point) => point % bytes.length))].sort((a, b) => a - b)
            return { pieces: [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length)), isCut: false }
          })
          expect(events).toEqual(expected)
        }),
        { numRuns: 25 },
      )
    })

    it('cut off anywhere ends once, and says no more than the agent had said', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.boolean(), async (point, isCut) => {
          const events = await run((bytes) => ({ pieces: [bytes.subarray(0, point % bytes.length)], isCut }))
          const end = events.at(-1)
          expect(events.filter(({ type }) => type === 'completed' || type === 'failed')).toHaveLength(1)
          expect(`echo: ${TEXT}`.startsWith(streamedIn(events))).toBe(true)
          if (end?.type === 'completed') {
            const text = end.text ?? streamedIn(events)
            // Whole, or part of it with a word of warning.
            expect(text === `echo: ${TEXT}` || (end.warning !== undefined && `echo: ${TEXT}`.startsWith(text)) || isOfStep(text)).toBe(true)
          }
        }),
        { numRuns: 40 },
      )
    })
  })
}

/** Of a workflow that broke off, the last finished step is all there is. */
const isOfStep = (text: string) => text === 'what a step thinks'
