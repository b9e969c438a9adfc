/** Answers of nothing but signs, which a model that has lost its way writes until its limit: no stage between the agent and a customer may stall the hub. */
import { describe, expect, it } from 'vitest'
import { ControlWordGate, withoutControlWords } from '../../../src-main/hub/agents/control-words.ts'
import { apartFromReasoning, ReasoningFilter } from '../../../src-main/hub/agents/reasoning.ts'
import { isToolCall, ToolCallGate } from '../../../src-main/hub/agents/tool-call-text.ts'
import { splitAnswer } from '../../../src-main/hub/channels/split-text.ts'
import { whatsappFromMarkdown } from '../../../src-main/hub/channels/whatsapp/from-markdown.ts'
import { createStreamSplitter, showablePrefix } from '../../../src-main/hub/pipeline/deliver/stream-split.ts'
import { timesTheWork } from '../../support/work-growth.ts'

const PIECES = [
  '`',
  '` ``',
  '`a',
  '~',
  '~~a',
  '*',
  '**a ',
  '_',
  '[',
  '[a](',
  '![',
  '!',
  '<',
  '<br ',
  '\\',
  '|',
  '|a|b|\n|-|-|\n',
  '> ',
  '> \n',
  '- ',
  '  - a\n',
  '1. ',
  '# a\n',
  '--- \n',
  '===\n',
  ' ',
  '\n',
  '\t\n',
  'a@b',
  'a ',
  'a\n\n',
  '\u200b',
  '``` md\n\n',
  '```\n',
  'AUTOMAGIK',
  '<think',
  '<|assistant|>a',
  '‹|',
  '<｜DSML',
  '{',
  '{} ',
  'NO_REPLY',
]
/** Of four times the text: 4 where each character is looked at once, 16 where each looks at all others. */
const MAX_GROWTH = 9
/** Of the most that an ordinary text costs. */
const MAX_TIMES = 15
const LENGTH = 15_000
const TWO_MB = 2 * 1024 * 1024
const SPLITTING = { splitting: 'readable', maxLength: 4096 } as const

const inPieces = (text: string, take: (piece: string) => void) => {
  for (let at = 0; at < text.length; at += 20) take(text.slice(at, at + 20))
}
const STAGES: Record<string, (text: string) => void> = {
  'is read for reasoning': apartFromReasoning,
  'is read for reasoning while it comes': (text) => {
    const filter = new ReasoningFilter()
    inPieces(text, (piece) => filter.push(piece))
    filter.end()
  },
  'is read for control words': withoutControlWords,
  'is read for calls of tools': isToolCall,
  'is read for control words while it comes': (text) => {
    const gate = new ControlWordGate()
    const toolCalls = new ToolCallGate()
    inPieces(text, (piece) => toolCalls.pass(gate.pass(piece)))
  },
  'is split': (text) => splitAnswer(text, SPLITTING),
  'is split while it comes': (text) => {
    const splitter = createStreamSplitter(SPLITTING)
    splitter.push('Hello.\n\n')
    inPieces(text, (piece) => splitter.push(piece))
    splitter.finish()
  },
  'is shown while it grows': (text) => showablePrefix(text, 4096),
  'becomes a WhatsApp message': whatsappFromMarkdown,
}

describe.each(Object.entries(STAGES))('an answer that %s', (_name, stage) => {
  it.each(PIECES)('costs as much as it is long, if it is all %j', (piece) => {
    const [small, large] = [LENGTH, 4 * LENGTH].map((length) => piece.repeat(Math.ceil(length / piece.length))) as [string, string]
    const growth = timesTheWork(
      () => stage(small),
      () => stage(large),
      MAX_GROWTH,
    )
    expect(growth).toBeLessThan(MAX_GROWTH)
  })
})

describe('an answer as long as one may be', () => {
  it.each(['`', '` ``', '~', '*', '[', '<', '> \n', '|a|b|\n|-|-|\n', '  - a\n', '``` md\n\n'])(
    'is made messages of, if it is all %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(TWO_MB / piece.length)).slice(0, TWO_MB)
      const parts = splitAnswer(text, SPLITTING).map(whatsappFromMarkdown)
      expect(parts.filter((part) => part.trim() === '')).toEqual([])
    },
  )
})

describe('a text short enough to be formatted', () => {
  const ordinary = '- **Bread** with sesame, see [the menu](https://sol.example/menu) `3.50`\n'.repeat(270)
  const fits = (text: string) => text.slice(0, 19_990)

  it.each([...PIECES, '"|a|b|\n|-|-|\n', '.> \n\n', 'a  ', '- - ', '"~'])(
    'costs no more than many ordinary ones, if it is all %j',
    (piece) => {
      const heap = fits(piece.repeat(20_000)).slice(0, -10)
      for (const text of [`${heap}\n\n**a**`, `# a${heap}b`]) {
        const times = timesTheWork(
          () => whatsappFromMarkdown(fits(ordinary)),
          () => whatsappFromMarkdown(text),
          MAX_TIMES,
        )
        expect(times).toBeLessThan(MAX_TIMES)
      }
    },
  )

  it('is formatted, with as many signs of every kind as people use', () => {
    expect(whatsappFromMarkdown(fits(ordinary))).toContain('- *Bread* with sesame, see the menu (https://sol.example/menu) `3.50`')
  })
})
