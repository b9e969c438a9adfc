import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apartFromReasoning, ReasoningFilter } from './reasoning.ts'
import { MARKS } from './thought-marks.ts'

const piece = fc.oneof(
  fc.constantFrom(
    ...MARKS.map(({ text }) => text),
    '<THINK>',
    '</Think>',
    '[THINK]',
    '[/THINK]',
    '<',
    '`',
    '\n',
    ' ',
    '\n\n',
    '"',
    '<|channel|>final<|message|>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

/** What stands at the end for whoever saw each piece, and what was taken back obeyed. */
function streamed(pieces: string[], options = {}): string {
  const filter = new ReasoningFilter(options)
  let shown = ''
  for (const passed of [...pieces.map((each) => filter.push(each)), filter.end()]) shown = (passed.takesBack ? '' : shown) + passed.text
  return shown
}

describe('reasoning in a text', () => {
  it.each([
    ['a block before the answer', '<think>\nBe polite.\n</think>\n\nWe open.', 'We open.', 'Be polite.'],
    ['an empty block', '<think></think>We open.', 'We open.', ''],
    ['any case', '<THINK>x</Think>We open.', 'We open.', 'x'],
    ['another name', '<reasoning>x</reasoning>\nWe open.', 'We open.', 'x'],
    ['a block between two paragraphs', 'Hi.\n\n<thought>x</thought>\n\nWe open.', 'Hi.\n\n\n\nWe open.', 'x'],
    ['two blocks', '<think>a</think><thinking>b</thinking>We open.', 'We open.', 'a\n\nb'],
    ['a block within a line', 'Hi! <think>x\n\ny</think>We open.', 'Hi! We open.', 'x\n\ny'],
    ['a block behind a word', 'Hi<think>x</think>, we open.', 'Hi, we open.', 'x'],
    ['only the closing mark', 'The customer wants hours.\n</think>\n\nWe open.', 'We open.', 'The customer wants hours.'],
    ['a second round that only closes', '<think>a</think>Draft.</think>We open.', 'We open.', 'a\n\nDraft.'],
    ['a block that is never closed', 'Hi.\n<think>and so on', 'Hi.\n', 'and so on'],
    ['nothing but a block that is never closed', '<think>and so on', '', 'and so on'],
    ['the marks of Kimi', '◁think▷x◁/think▷We open.', 'We open.', 'x'],
    ['the marks of Magistral', '[THINK]x[/THINK]We open.', 'We open.', 'x'],
    ['the marks of Gemma', '<|channel>thought\nx<channel|>We open.', 'We open.', 'thought\nx'],
    [
      'the channels of Harmony',
      '<|channel|>analysis<|message|>x<|end|><|start|>assistant<|channel|>final<|message|>We open.<|return|>',
      'We open.',
      'x',
    ],
    ['a Harmony answer without channels', '<|start|>assistant<|message|>We open.<|end|>', 'We open.', ''],
    ['a Harmony channel that is cut off', '<|channel|>analysis', '', 'analysis'],
  ])('%s is kept apart', (_name, whole, said, thought) => {
    expect(apartFromReasoning(whole)).toEqual({ text: said, reasoning: thought })
  })

  it.each([
    ['in a code block', '```\n<think>x</think>\n```'],
    ['in code', 'Write `<think>` and `</think>`.'],
    ['in a sentence, with nothing that ends it', 'Models write <think> before they answer.'],
    ['in quotes', 'The mark "</think>" ends it.'],
    ['as a link', '[Think](https://example.com) of it.'],
    ['as mathematics', 'a < b and [think] so'],
  ])('a mark %s is text', (_name, whole) => {
    expect(apartFromReasoning(whole).text).toBe(whole)
  })

  it('is kept out the same way however the text is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 12 }), { maxLength: 30 }), fc.boolean(), (whole, lengths, holdsBack) => {
        const pieces: string[] = []
        let at = 0
        for (const length of lengths) {
          pieces.push(whole.slice(at, at + length))
          at += length
        }
        expect(streamed([...pieces, whole.slice(at)], { holdsBack })).toBe(apartFromReasoning(whole).text)
        expect(streamed([...whole], { holdsBack })).toBe(apartFromReasoning(whole).text)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes nothing back from a model that is known to close what it has not opened', () => {
    const filter = new ReasoningFilter({ holdsBack: true })
    expect(filter.push('The customer wants hours.\n\nBe')).toEqual({ takesBack: false, text: '' })
    expect(filter.push(' polite.</think>We')).toEqual({ takesBack: false, text: 'We' })
    expect(filter.push(' open.')).toEqual({ takesBack: false, text: ' open.' })
  })

  it('gives what was held back when nothing was closed', () => {
    expect(streamed(['We ', 'open.'], { holdsBack: true })).toBe('We open.')
  })
})

describe('what a model writes for programs', () => {
  it.each([
    ['a tag with attributes', '<think class="x">secret</think>We open.'],
    ['a tag with a space', '<think >secret</think >We open.'],
    ['an empty tag', '<think/>We open.'],
    ['a tag in entities', '&lt;think&gt;secret&lt;/think&gt;\nWe open.'],
    ['a tag of another name', '<scratchpad>secret</scratchpad>\n\nWe open.'],
    ['the reasoning of Open WebUI', '<details type="reasoning" done="true">\nsecret\n</details>\nWe open.'],
    ['Harmony whose marks were dropped', 'analysisWe need the secret.assistantfinalWe open.'],
    ['a call in Harmony whose marks were dropped', 'commentary to=functions.x json{"secret":1}assistantfinalWe open.'],
    ['the end of a turn', 'We open.<|im_end|>'],
    ['the end of a turn, and the next that was made up', 'We open.<|im_end|>\n<|im_start|>user\nsecret'],
    ['the end of a text', 'We open.</s>'],
    ['the head of its own turn', '<|im_start|>assistant\nWe open.<|im_end|>'],
    ['the head of its own turn in Llama', '<|start_header_id|>assistant<|end_header_id|>\n\nWe open.<|eot_id|>'],
    ['a stop before it begins', '[/INST] We open.'],
    ['a call of a tool', '<tool_call>\n{"name":"secret"}\n</tool_call>\nWe open.'],
    ['a call that does not end', 'We open.<function=secret>{"a":1}'],
    ['a call of Mistral', 'We open.[TOOL_CALLS][{"name":"secret"}]'],
    ['a call of DeepSeek', 'We open.<｜tool▁calls▁begin｜>secret'],
    ['the end of a call that nothing began', 'We open.</tool_call>'],
  ])('%s is not part of the answer, however it is cut', (_name, whole) => {
    expect(apartFromReasoning(whole).text).toBe('We open.')
    expect(streamed([...whole]).trim()).toBe('We open.')
  })

  it.each([
    'It was <s>20</s> and is 15.',
    'Analysis of your hair: 20.',
    'analysis of your hair: 20.',
    'commentary',
    'a < b, and <b>bold</b> & so on',
    '[Menu] and [inst]',
    'The word "<tool_call>" is of a model.',
    '`</s>` ends it',
    '<details>more</details>',
    'analysis',
  ])('%s is an answer', (whole) => {
    expect(apartFromReasoning(whole)).toEqual({ text: whole, reasoning: '' })
    expect(streamed([...whole])).toBe(whole)
  })
})
