import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newPhrase, PHRASE_WORDS, readPhrase, readWord, UnknownWord, wrappingKeyOf } from './phrase.ts'

const phrase = fc.constant(null).map(newPhrase)
const position = fc.integer({ min: 0, max: PHRASE_WORDS - 1 })

describe('a recovery phrase', () => {
  it('is 24 words, another each time', () => {
    const made = [newPhrase(), newPhrase()]
    expect(made[0]).not.toBe(made[1])
    expect(made[0]?.split(' ')).toHaveLength(24)
  })

  it('makes the same key on every computer', () => {
    const known = `${'abandon '.repeat(23)}art`
    expect(Buffer.from(wrappingKeyOf(known)).toString('hex')).toBe('a7fbd173661747c4db4b61e722248fe5db20a8822dbbffb75658bd3c577cf651')
  })

  it('is read as it was written down: numbered, in lines, in capitals, or by the first four letters', () => {
    const typing = fc.record({
      numbered: fc.constantFrom('', '.', ')', ' -', ':'),
      between: fc.constantFrom(' ', '\n', '\r\n', '  \t ', ', '),
      isCapital: fc.boolean(),
      letters: fc.constantFrom(4, 5, 100),
    })
    fc.assert(
      fc.property(phrase, typing, (words, { numbered, between, isCapital, letters }) => {
        const typed = words
          .split(' ')
          .map((word, index) => (numbered === '' ? '' : `${index + 1}${numbered} `) + word.slice(0, letters))
          .join(between)
        expect(readPhrase(`\n ${isCapital ? typed.toUpperCase() : typed} \n`)).toBe(words)
      }),
    )
  })

  it('never opens with one word wrong', () => {
    fc.assert(
      fc.property(phrase, position, fc.constantFrom(...wordlist), (words, at, other) => {
        const list = words.split(' ')
        fc.pre(list[at] !== other)
        const wrong = list.with(at, other).join(' ')
        let key: Uint8Array | null = null
        try {
          key = wrappingKeyOf(readPhrase(wrong))
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad_request' })
        }
        // One in 256 passes the check sum; it is another phrase then, with another key.
        if (key !== null) expect(key).not.toEqual(wrappingKeyOf(words))
      }),
    )
  })

  it('says which word is none, without repeating it', () => {
    fc.assert(
      fc.property(phrase, position, fc.constantFrom('padaria', 'xyz', 'abandonn', 'abou t'), (words, at, slip) => {
        const wrong = words.split(' ').with(at, slip).join(' ')
        let caught: unknown
        try {
          readPhrase(wrong)
        } catch (error) {
          caught = error
        }
        expect(caught).toBeInstanceOf(UnknownWord)
        expect((caught as UnknownWord).position).toBe(slip === 'abou t' ? at + 2 : at + 1)
        expect((caught as UnknownWord).message).not.toContain(slip)
      }),
    )
  })

  it.each(['', 'abandon', 'abandon '.repeat(23), 'abandon '.repeat(25)])(
    'is refused with the number of its words when there are not 24: %j',
    (text) => {
      expect(() => readPhrase(text)).toThrow(`This one has ${text.split(' ').filter(Boolean).length}.`)
    },
  )

  it('takes no word for another', () => {
    for (const word of wordlist) expect(readWord(` ${word.toUpperCase()} `)).toBe(word)
    for (const typed of ['', 'ab', 'aban don', 'zoological', '1']) expect(readWord(typed)).toBeNull()
  })
})
