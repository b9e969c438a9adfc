import { expect, test } from 'vitest'
import { isReadable } from './reading.ts'

const heap = (piece: string) => piece.repeat(Math.floor(20_000 / piece.length))

test.each(['*a_', '**a_', '*', '_', '~a*', '`a', '!', '[a](', '![', '<a', '|', '> ', '>', '1. ', '- ', '> - '])(
  'signs heaped as %j are not text that somebody formatted',
  (piece) => {
    expect(isReadable(heap(piece))).toBe(false)
  },
)

test.each([
  ['a long menu', '- **Bread** with *sesame*, 3.50\n'.repeat(70)],
  ['a quote of a quote', '> > As I said\n> > twice\n'],
  ['an address', 'https://sol.example/a_b_c?d=e_f\n'.repeat(100)],
  ['a list of hundreds of bold items', Array.from({ length: 400 }, (_, n) => `- **Item ${n}**: ${n}`).join('\n')],
  ['a numbered list of them', Array.from({ length: 400 }, (_, n) => `${n + 1}. **Item**: ${n}`).join('\n')],
  ['a list in a list', '- a\n  - b\n    - c\n      1. d\n'],
])('%s is one', (_, text) => {
  expect(isReadable(text)).toBe(true)
})

test('lines that only look like the items of a list are read as the paragraph that they are', () => {
  expect(isReadable(`Text\n${'5. *a_*a_*a_\n'.repeat(150)}`)).toBe(false)
})
