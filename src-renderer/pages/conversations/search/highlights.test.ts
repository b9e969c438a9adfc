import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitHighlights } from './highlights.ts'

test('a text is cut at its hits', () => {
  expect(
    splitHighlights('two carrot cakes', [
      [4, 10],
      [11, 15],
    ]).map(({ text, isHit }) => (isHit ? `[${text}]` : text)),
  ).toEqual(['two ', '[carrot]', ' ', '[cake]', 's'])
  expect(splitHighlights('nothing', [])).toEqual([{ start: 0, text: 'nothing', isHit: false }])
})

test('no letter is lost or doubled, whatever the highlights say', () => {
  const span = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)])
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(span), (text, highlights) => {
      const sorted = highlights.sort((a, b) => a[0] - b[0])
      expect(
        splitHighlights(text, sorted)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
