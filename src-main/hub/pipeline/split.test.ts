import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitAnswer } from './split.ts'

const split = (text: string, maxLength = 4096, autoSplit = true) => splitAnswer(text, { autoSplit, maxLength })
const withoutSpace = (text: string) => text.replace(/\s+/g, '')

describe('splitting an answer', () => {
  it('makes a message of every paragraph', () => expect(split('One.\n\nTwo.\n \n\nThree.')).toEqual(['One.', 'Two.', 'Three.']))
  it('keeps single line breaks inside a message', () => expect(split('a\nb\n\nc')).toEqual(['a\nb', 'c']))
  it('keeps everything together when splitting is off', () => expect(split('a\n\nb', 4096, false)).toEqual(['a\n\nb']))
  it('does not cut a code block at its blank lines', () => {
    expect(split('Look:\n\n```\na\n\nb\n```\n\nDone.')).toEqual(['Look:', '```\na\n\nb\n```', 'Done.'])
  })
  it('says nothing for white space', () => expect(split(' \n\n ')).toEqual([]))
  it('cuts a long paragraph at a sentence, then at a word', () => {
    expect(split('Aaaa bbbb. Cccc dddd eeee', 15)).toEqual(['Aaaa bbbb.', 'Cccc dddd eeee'])
    expect(split('aaaa bbbb cccc', 10)).toEqual(['aaaa bbbb', 'cccc'])
  })
  it('glues the tail of a very long list instead of sending dozens of messages', () => {
    const parts = split(Array.from({ length: 40 }, (_, n) => `p${n}`).join('\n\n'))
    expect(parts).toHaveLength(12)
    expect(parts.at(-1)).toContain('p39')
  })

  it('loses and repeats nothing but white space, and never exceeds the limit', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.constantFrom('\n\n', '\n', ' ', '. ', '```\n', 'https://example.com/a?b=c'),
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 200 }), fc.boolean(), (answer, maxLength, autoSplit) => {
        const parts = split(answer, maxLength, autoSplit)
        expect(withoutSpace(parts.join(''))).toBe(withoutSpace(answer))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(maxLength)
          expect(part.trim()).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never cuts between the halves of one character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('😀', 'é', 'a'), minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 20 }),
        (answer, maxLength) => {
          for (const part of split(answer, maxLength)) expect(part.isWellFormed()).toBe(true)
        },
      ),
    )
  })
})
