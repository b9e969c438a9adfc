import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Splitting } from '../../../src-shared/contract/instances.ts'
import { cutPart, READABLE_LENGTH, splitAnswer, splitText } from './split-text.ts'

const split = (text: string, maxLength = 4096, splitting: Splitting = 'paragraphs') => splitAnswer(text, { splitting, maxLength })
const readable = (text: string) => split(text, 4096, 'readable')
const SPLITTINGS: Splitting[] = ['readable', 'paragraphs', 'never']
const withoutSpace = (text: string) => text.replace(/\s+/g, '')

describe('splitting an answer', () => {
  it('makes a message of every paragraph', () => expect(split('One.\n\nTwo.\n \n\nThree.')).toEqual(['One.', 'Two.', 'Three.']))
  it('keeps single line breaks inside a message', () => expect(split('a\nb\n\nc')).toEqual(['a\nb', 'c']))
  it('keeps everything together when splitting is off', () => expect(split('a\n\nb', 4096, 'never')).toEqual(['a\n\nb']))
  it('does not cut a code block at its blank lines', () => {
    expect(split('Look:\n\n```\na\n\nb\n```\n\nDone.')).toEqual(['Look:', '```\na\n\nb\n```', 'Done.'])
  })
  it('keeps a menu of short paragraphs in one message', () => {
    const menu = 'Our menu:\n\n1. Cake\n\n2. Pie\n\n3. Bread\n\nWhat would you like?'
    expect(readable(menu)).toEqual([menu])
  })
  it('splits a long answer at blank lines, with as much in each message as is easy to read', () => {
    const paragraph = (letter: string) => letter.repeat(READABLE_LENGTH / 2 - 1)
    expect(readable(['a', 'b', 'c'].map(paragraph).join('\n\n'))).toEqual([`${paragraph('a')}\n\n${paragraph('b')}`, paragraph('c')])
  })
  it('does not cut a paragraph that is long in itself', () => {
    const long = 'word '.repeat(400).trim()
    expect(readable(`Hi.\n\n${long}`)).toEqual(['Hi.', long])
  })
  it('ends a message at a rule and leaves the rule out, but for one that is all there is', () => {
    for (const splitting of ['readable', 'paragraphs'] as const)
      expect(split('Options:\n\n---\n\nEnd.\n\n* * *', 4096, splitting)).toEqual(['Options:', 'End.'])
    expect(split('Options:\n\n---\n\nEnd.', 4096, 'never')).toEqual(['Options:\n\nEnd.'])
    expect(split('---')).toEqual(['---'])
  })
  it('takes a fence around Markdown for no code, whatever code is in it', () => {
    expect(split('```markdown\nHello\n\n- a\n```')).toEqual(['Hello', '- a'])
    expect(split('````md\nRun:\n\n```sh\na\n\nb\n```\n\nDone.\n````')).toEqual(['Run:', '```sh\na\n\nb\n```', 'Done.'])
    expect(split('Here:\n\n```markdown\n**a**\n```\n\nBye')).toEqual(['Here:', '**a**', 'Bye'])
    expect(split('```markdown\nHello\n```', 4096, 'never')).toEqual(['Hello'])
  })
  it('changes nothing in what a person or a program wrote', () => {
    expect(splitText('a\n\n---\n\nb', { splitting: 'paragraphs', maxLength: 4096 })).toEqual(['a', '---', 'b'])
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
      fc.property(text, fc.integer({ min: 2, max: 200 }), fc.constantFrom(...SPLITTINGS), (answer, maxLength, splitting) => {
        const parts = splitText(answer, { splitting, maxLength })
        expect(withoutSpace(parts.join(''))).toBe(withoutSpace(answer))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(maxLength)
          expect(part.trim()).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('ends a block of code with its message and begins it again in the next', () => {
    const code = Array.from({ length: 120 }, (_, line) => `  let value${line} = ${line}`)
    const parts = cutPart(`Look:\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`\n\nThat is all.`, 600)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(600)
      expect((part.match(/^```/gm) ?? []).length % 2).toBe(0)
    }
    expect(parts[1]).toMatch(/^```ts\n {2}let value/)
    expect(parts.flatMap((part) => part.split('\n')).filter((line) => line.startsWith('  let'))).toEqual(code)
    expect(parts.at(-1)).toMatch(/That is all\.$/)
  })

  it('cuts by how long a part is as it is sent, and in the same places however the text goes on', () => {
    const doubled = (text: string) => text.replaceAll('|', '||').length
    const text = 'some words | and a sign '.repeat(200)
    const parts = cutPart(text, 600, doubled)
    for (const part of parts) expect(doubled(part)).toBeLessThanOrEqual(600)
    expect(parts.join(' ').replace(/\s+/g, ' ').trim()).toBe(text.trim())
    const shorter = cutPart(text.slice(0, 1500), 600, doubled)
    expect(parts.slice(0, shorter.length - 1)).toEqual(shorter.slice(0, -1))
  })

  it('comes to an end whatever is in a very long text', () => {
    const nasty = fc.array(fc.constantFrom('```', '~~~~', '\n', 'x'.repeat(300), ' ', '| a ', '```ts\n', 'ẑ̸̧̢', 'שלום'), { maxLength: 120 })
    fc.assert(
      fc.property(nasty, fc.integer({ min: 500, max: 900 }), (pieces, maxLength) => {
        const parts = cutPart(pieces.join(''), maxLength, (text) => text.length * 2)
        expect(parts.length).toBeLessThan(2000)
      }),
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
