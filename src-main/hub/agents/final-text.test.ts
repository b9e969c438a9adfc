import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterBare, oneText, restAfter } from './final-text.ts'

describe('one text of what was streamed and what came at the end', () => {
  it.each([
    ['none at the end', 'Hi there.', null, 'Hi there.'],
    ['an empty one at the end', 'Hi there.', ' \n', 'Hi there.'],
    ['nothing streamed', '', 'Hi there.', 'Hi there.'],
    ['an end without its first part', 'Let me check.\n\nIt is 5.', 'It is 5.', 'Let me check.\n\nIt is 5.'],
    ['spaces that the stream lost', 'Itis5.', 'It is 5.', 'It is 5.'],
    ['an end that says more', 'It is 5.', 'It is 5. Bye!', 'It is 5. Bye!'],
    [
      'an end that says more, without its first part',
      'Let me check. It is 5 for one of them.',
      'It is 5 for one of them. Bye!',
      'Let me check. It is 5 for one of them. Bye!',
    ],
    ['something else altogether', 'It is 5.', 'We open at nine.', 'We open at nine.'],
  ])('with %s', (_name, streamed, final, text) => {
    expect(oneText(streamed, final)).toBe(text)
  })

  it('says all that both say where one continues the other', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 8, maxLength: 20 }), fc.nat({ max: 3 }), fc.nat({ max: 3 }), (words, before, after) => {
        const streamed = words.slice(0, words.length - after).join(' ')
        const bare = (text: string) => text.replace(/\s/g, '')
        const final = words.slice(before).join('\n')
        const text = bare(oneText(streamed, final))
        expect(text.includes(bare(streamed)) || text.includes(bare(final))).toBe(true)
        expect(text.length).toBeLessThanOrEqual(bare(words.join('')).length)
      }),
    )
  })

  it('finds the rest behind what was said, whatever the white space', () => {
    expect(restAfter(['Let me check.', 'It is 5.'], 'Let me  check. It is 5.\n\nBye!')).toBe('\n\nBye!')
    expect(restAfter(['Let me check.'], 'It is 5.')).toBeNull()
    expect(restAfter(['It is 5.'], 'It is 5.')).toBe('')
    expect(afterBare('a b c', 2)).toBe(' c')
  })
})
