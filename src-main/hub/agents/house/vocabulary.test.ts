import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createVocabulary } from './vocabulary.ts'
import { areAlike } from './words.ts'

/** Of two letters, so that many are one edit apart; numbers are alike only when they are the same. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 8 })
const word = fc.oneof({ weight: 9, arbitrary: letters }, { weight: 1, arbitrary: letters.map((text) => `${text}1`) })

it('misses none of the words that are alike, and adds none', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (words, asked) => {
      expect(createVocabulary(words).alike(asked).toSorted()).toEqual(words.filter((other) => areAlike(other, asked)).toSorted())
    }),
    { numRuns: 500 },
  )
})
