import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstWordIn, wordsIn } from './words.ts'

describe('words in a text', () => {
  it('are found as whole words, in any case and without accents', () => {
    const words = ['preço', 'open', 'gift card', '€5', 'C++']
    expect([...wordsIn('Qual o PRECO? OPEN! gift  card, gift card €50 c++', words)].sort()).toEqual([0, 1, 2, 3, 4].filter((n) => n !== 3))
    expect(firstWordIn('reopened', ['open'])).toBeNull()
    expect(firstWordIn('só €5', ['€5'])).toBe('€5')
    expect(firstWordIn('x', ['', '  '])).toBeNull()
  })

  it('are those that a search for one word after the other finds', () => {
    const letter = fc.constantFrom('a', 'b', 'á', ' ', '!', '€', '👍', '1')
    const some = (maxLength: number) => fc.array(letter, { maxLength }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(some(12), fc.array(some(4), { maxLength: 6 }), (text, words) => {
        const one = words.flatMap((word, index) => (words.indexOf(word) === index && wordsIn(text, [word]).size > 0 ? [plain(word)] : []))
        const all = [...wordsIn(text, words)].map((index) => plain(words[index] ?? ''))
        expect(new Set(all)).toEqual(new Set(one))
        for (const word of one) expect(plain(text)).toContain(word)
      }),
    )
  })

  it('are looked for once for a whole list', () => {
    const words = Array.from({ length: 5000 }, (_, n) => `${'a'.repeat(60)}${n}`)
    expect(wordsIn(`${'a'.repeat(60)} `.repeat(1000), words).size).toBe(0)
    expect(wordsIn('a'.repeat(65_000), words).size).toBe(0)
    expect(firstWordIn(`${'€'.repeat(65_000)} ${words[4321]}`, words)).toBe(words[4321])
  })
})

const plain = (text: string) => text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
