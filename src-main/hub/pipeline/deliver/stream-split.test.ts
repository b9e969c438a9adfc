import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitAnswer } from '../../channels/split-text.ts'
import { createStreamSplitter, showablePrefix } from './stream-split.ts'

/** Texts as agents write them: paragraphs, code, addresses, odd line ends and spaces, emoji. */
const PIECES = [
  '\n\n',
  '\n',
  '\r\n\r\n',
  ' \n \n',
  '```\n',
  '~~~',
  '   ',
  '\t',
  'https://shop.example/a?b=c&d=e#f',
  '**bold**',
  '- item',
  '🎂',
  '\ufeff',
]
/** What is not said at all: rules, and fences around Markdown. */
const UNSAID = ['```md\n', '````markdown\n', '---\n\n', '\n\n---']
const textOf = (pieces: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.lorem({ maxCount: 8 })), {
      maxLength: 40,
    })
    .map((parts) => parts.join(''))
const text = textOf(PIECES)
const inChunks = (whole: fc.Arbitrary<string>) =>
  fc.tuple(whole, fc.array(fc.nat({ max: 30 }), { maxLength: 30 })).map(([whole, lengths]) => {
    const chunks: string[] = []
    let rest = whole
    for (const length of lengths) {
      chunks.push(rest.slice(0, length))
      rest = rest.slice(length)
    }
    return { whole, chunks: [...chunks, rest] }
  })

const SPLITTING = fc.constantFrom('readable' as const, 'paragraphs' as const)

describe('an answer split while it is written', () => {
  it('has the same parts as the whole, however it comes', () => {
    fc.assert(
      fc.property(
        inChunks(textOf([...PIECES, ...UNSAID])),
        fc.integer({ min: 1, max: 80 }),
        SPLITTING,
        ({ whole, chunks }, maxLength, splitting) => {
          const splitter = createStreamSplitter({ splitting, maxLength })
          const parts = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()]
          expect(parts).toEqual(splitAnswer(whole, { splitting, maxLength }))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('arrives whole and in order, but for the white space between its parts', () => {
    fc.assert(
      fc.property(inChunks(text), ({ whole, chunks }) => {
        const splitter = createStreamSplitter({ splitting: 'readable', maxLength: 10_000 })
        const parts = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()]
        const bare = (value: string) => value.replace(/\s+/g, '')
        expect(bare(parts.join(''))).toBe(bare(whole))
      }),
    )
  })

  it('gives a paragraph as soon as the next begins, and knows what is left', () => {
    const splitter = createStreamSplitter({ splitting: 'paragraphs', maxLength: 100 })
    expect(splitter.push('Hello!\n')).toEqual([])
    expect(splitter.push('\nWe ')).toEqual(['Hello!'])
    expect(splitter.pending()).toBe('We ')
    expect(splitter.push('open at nine.')).toEqual([])
    expect(splitter.finish()).toEqual(['We open at nine.'])
  })

  it('keeps a code block together, empty lines and all', () => {
    const splitter = createStreamSplitter({ splitting: 'paragraphs', maxLength: 100 })
    expect(splitter.push('```\na\n\nb\n\n')).toEqual([])
    expect(splitter.push('```\n\n')).toEqual(['```\na\n\nb\n\n```'])
  })

  it('says rules where they are all there is', () => {
    const splitter = createStreamSplitter({ splitting: 'readable', maxLength: 8 })
    expect([...splitter.push('---\n\n\n\n---'), ...splitter.finish()]).toEqual(
      splitAnswer('---\n\n\n\n---', { splitting: 'readable', maxLength: 8 }),
    )
  })

  it('glues the tail of a very long answer together', () => {
    const splitter = createStreamSplitter({ splitting: 'paragraphs', maxLength: 1000 })
    const early = Array.from({ length: 20 }, (_, index) => splitter.push(`p${index}\n\n`)).flat()
    expect(early).toHaveLength(11)
    expect(splitter.finish()).toHaveLength(1)
  })
})

describe('what may be shown of a message that grows', () => {
  it('ends at the end of a word, never within an address, and before an open code block', () => {
    expect(showablePrefix('We open at ni', 100)).toBe('We open at')
    expect(showablePrefix('See https://shop.exam', 100)).toBe('See')
    expect(showablePrefix('Run this:\n```\nnpm install\nnpm sta', 100)).toBe('Run this:')
    expect(showablePrefix('Run:\n```\nnpm i\n```\nand then wai', 100)).toBe('Run:\n```\nnpm i\n```\nand then')
    expect(showablePrefix('Hello', 100)).toBe('')
  })

  it('is a beginning of the text, within the limit', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (whole, maxLength) => {
        const shown = showablePrefix(whole, maxLength)
        expect(shown.length).toBeLessThanOrEqual(maxLength)
        expect(whole.trimStart().startsWith(shown)).toBe(true)
      }),
    )
  })
})
