import fc from 'fast-check'
import { expect, it } from 'vitest'
import { agentContextSchema } from '../../../../src-shared/contract/context.ts'
import { asksForReset, withinLimits } from './context.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const said = (minutesAgo: number, text: string) => ({ text, sentAt: new Date(NOW - minutesAgo * 60_000).toISOString() })
const limits = (more: object = {}) => agentContextSchema.parse(more)

it('tells the newest messages within every limit, in their order, none skipped and none cut', () => {
  const message = fc.record({ minutes: fc.integer({ min: 0, max: 10_000 }), text: fc.string({ maxLength: 30 }) })
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 30 }),
      fc.record({
        messages: fc.integer({ min: 0, max: 10 }),
        characters: fc.integer({ min: 0, max: 100 }),
        maxAgeHours: fc.integer({ min: 0, max: 100 }),
      }),
      (list, most) => {
        const earlier = list.toSorted((a, b) => b.minutes - a.minutes).map(({ minutes, text }) => said(minutes, text))
        const spoken = earlier.filter(({ text }) => text !== '')
        const told = withinLimits(earlier, limits(most), null, NOW)
        expect(told).toEqual(spoken.slice(spoken.length - told.length))
        expect(told.length).toBeLessThanOrEqual(most.messages)
        expect(told.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(most.characters)
        const next = spoken[spoken.length - told.length - 1]
        // As many as fit: the next one would break a limit.
        if (next !== undefined)
          expect(
            told.length === most.messages ||
              [...told, next].reduce((sum, { text }) => sum + text.length, 0) > most.characters ||
              (most.maxAgeHours > 0 && NOW - Date.parse(next.sentAt) > most.maxAgeHours * 3_600_000),
          ).toBe(true)
      },
    ),
  )
})

it('tells nothing of what was said before the customer started over', () => {
  const earlier = [said(30, 'old'), said(20, '/reset'), said(10, 'new')]
  expect(withinLimits(earlier, limits(), said(15, '').sentAt, NOW)).toEqual([earlier[2]])
})

it.each([
  ['/reset', ['/reset'], true],
  ['/reset', [' /RESET\n'], true],
  ['/reset', ['please /reset'], false],
  ['/reset', ['/reset', 'and then?'], false],
  ['', [''], false],
])('with the word "%s", %j starts over: %s', (resetWord, texts, is) => {
  expect(
    asksForReset(
      texts.map((text) => ({ text })),
      limits({ resetWord }),
    ),
  ).toBe(is)
})
