import fc from 'fast-check'
import { expect, it } from 'vitest'
import { agentContextSchema } from '../../../../src-shared/contract/context.ts'
import { BATCH, nextBatch, STILL_TOLD, tellsHistory, toldBeside } from './window.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const at = (seq: number) => new Date(NOW - (10_000 - seq) * 1000).toISOString()
const say = (seq: number, text = `m${seq}`) => ({ seq, text, sentAt: at(seq) })
const limits = (more: object = {}) => agentContextSchema.parse(more)
const window = (uptoSeq: number | null, more: object = {}, from: string | null = null) => ({
  limits: limits(more),
  from,
  nowMs: NOW,
  uptoSeq,
})
const seqs = (list: { seq: number }[] | null) => list?.map(({ seq }) => seq)

it('puts every message into the summary or the history, never both, while a conversation goes on', () => {
  const turn = fc.record({ messages: fc.integer({ min: 1, max: 6 }), length: fc.integer({ min: 1, max: 400 }), isWritten: fc.boolean() })
  const most = fc.record({
    messages: fc.integer({ min: 1, max: 12 }),
    characters: fc.integer({ min: 50, max: 3000 }),
    maxAgeHours: fc.constantFrom(0, 1, 2),
  })
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 40 }), fc.array(most, { minLength: 1, maxLength: 3 }), (turns, settings) => {
      const all: ReturnType<typeof say>[] = []
      const summarized = new Set<number>()
      let uptoSeq: number | null = null
      // A writer that is never heard of for long lets too much pile up: `still told` has an end.
      let waiting = 0
      for (const [index, { messages, length, isWritten }] of turns.entries()) {
        // The owner changes the limits meanwhile.
        const current = settings[index % settings.length] ?? {}
        const told = new Set(seqs(toldBeside(all, window(uptoSeq, current))))
        for (const { seq } of all) {
          expect(told.has(seq) && summarized.has(seq)).toBe(false)
          if (waiting < STILL_TOLD.messages) expect(told.has(seq) || summarized.has(seq)).toBe(true)
        }
        for (let count = 0; count < messages; count += 1) all.push(say(all.length + 1, 'x'.repeat(length)))
        for (let calls = 0; isWritten; calls += 1) {
          const batch: typeof all | null = nextBatch(all, window(uptoSeq, current))
          if (batch === null) break
          expect(calls).toBeLessThan(100)
          for (const { seq } of batch) {
            expect(summarized.has(seq)).toBe(false)
            summarized.add(seq)
          }
          uptoSeq = batch.at(-1)?.seq ?? uptoSeq
        }
        waiting = all.length - summarized.size
      }
    }),
  )
})

it('waits until it is worth a call: ten messages, or four thousand characters', () => {
  const all = Array.from({ length: 14 }, (_, index) => say(index + 1))
  expect(nextBatch(all, window(null, { messages: 5 }))).toBeNull()
  expect(seqs(nextBatch([...all, say(15)], window(null, { messages: 5 })))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const long = [say(1, 'x'.repeat(BATCH.characters)), say(2)]
  expect(seqs(nextBatch(long, window(null, { messages: 1 })))).toEqual([1])
  expect(nextBatch(long, window(1, { messages: 1 }))).toBeNull()
})

it('goes on telling what has left the history until it is summarized, but not without end', () => {
  const all = Array.from({ length: 100 }, (_, index) => say(index + 1))
  expect(seqs(toldBeside(all.slice(0, 9), window(null, { messages: 2 })))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(toldBeside(all, window(null, { messages: 2 }))).toHaveLength(2 + STILL_TOLD.messages)
  expect(seqs(toldBeside(all, window(97, { messages: 20 })))).toEqual([98, 99, 100])
})

it('summarizes nothing of what was said before the customer started over', () => {
  const all = Array.from({ length: 40 }, (_, index) => say(index + 1))
  expect(seqs(nextBatch(all, window(null, { messages: 5 }, at(21))))?.[0]).toBe(21)
})

it('reads a long past in pieces', () => {
  const all = Array.from({ length: 30 }, (_, index) => say(index + 1, 'x'.repeat(2000)))
  const first = nextBatch(all, window(null, { messages: 1 }))
  expect(seqs(first)).toHaveLength(15)
  expect(seqs(nextBatch(all, window(15, { messages: 1 })))?.[0]).toBe(16)
  // One that is longer than what is read at once does not stop everything.
  expect(seqs(nextBatch([say(1, 'x'.repeat(100_000)), say(2)], window(null, { messages: 1 })))).toEqual([1])
})

it('has nothing to summarize where nothing is told', () => {
  expect([limits(), limits({ messages: 0 }), limits({ characters: 0 })].map(tellsHistory)).toEqual([true, false, false])
})
