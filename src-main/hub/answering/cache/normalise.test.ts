import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { normalise } from './normalise.ts'

/** What a question says: its words with their accents, and its numbers with point and comma. */
const saidIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .match(/[.,]?\p{N}+(?:[.,]\p{N}+)*|\p{L}[\p{L}\p{M}]*/gu) ?? []

const word = fc.constantFrom(
  'abre',
  'ABRE',
  'domingo',
  'país',
  'pais',
  '17',
  '18',
  '.5',
  '5',
  '1.500',
  '1,500',
  'Straße',
  'ΟΔΟΣ',
  'İ',
  'ﬁm',
)
const mark = fc.constantFrom('?', '!', ' ', '…', '¿', '🙂', '👍🏽', '❤️', '.', ',', '"', '🍕', '🇧🇷', '\n', '-', '%', '$', '(', ')')
const question = fc
  .array(fc.oneof(word, mark, mark), { maxLength: 12 })
  .chain((parts) => fc.constantFrom(...[' ', '']).map((gap) => parts.join(gap)))
const anyText = fc.oneof(question, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(normalise(normalise(text))).toBe(normalise(text))
    }),
    { numRuns: 2000 },
  )
})

test('questions of different words or numbers stay different', () => {
  fc.assert(
    fc.property(question, question, (a, b) => {
      if (normalise(a) === normalise(b)) expect(saidIn(a)).toEqual(saidIn(b))
    }),
    { numRuns: 5000 },
  )
})

test('nothing that a question says is lost', () => {
  fc.assert(
    fc.property(question, (text) => {
      expect(saidIn(normalise(text))).toEqual(saidIn(text))
    }),
    { numRuns: 2000 },
  )
})

describe('the same question', () => {
  it.each([
    ['When do you open?', ' when DO you   open '],
    ['¿A qué hora abren?', 'a qué hora abren'],
    ['Vocês abrem? 🙂👍🏽', 'vocês abrem'],
    ['“Vocês abrem”…', 'VOCÊS ABREM!!!'],
    ['ｏｐｅｎ？', 'open'],
    ['Are you open?\n', 'Are you\nopen?'],
  ])('%s', (a, b) => {
    expect(normalise(a)).toBe(normalise(b))
  })
})

describe('not the same question', () => {
  it.each([
    ['order 17', 'order 18'],
    ['Which pais?', 'Which país?'],
    ['Do you have 🍕?', 'Do you have 🍔?'],
    ['Do you send to 🇧🇷', 'Do you send to 🇵🇹'],
    ['.5 kg', '5 kg'],
    ['Do you teach C#?', 'Do you teach C?'],
    ['Is it 50%?', 'Is it 50?'],
    ['-5', '5'],
  ])('%s / %s', (a, b) => {
    expect(normalise(a)).not.toBe(normalise(b))
  })
})

it('has nothing to compare in marks and smiles', () => {
  expect(normalise(' 🙂?! ')).toBe('')
})
