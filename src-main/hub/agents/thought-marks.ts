/**
 * The marks by which models set apart what they think, what they call and where they stop from what they
 * say, as they are found in the text of answers when a server does not read them.
 */

export interface Mark {
  /** In lower case: models are not strict about it. */
  text: string
  kind:
    | 'open'
    | 'close'
    /** Harmony (gpt-oss): what follows is the name of a channel, … */
    | 'channel'
    /** … what follows is what was said in it, … */
    | 'message'
    /** … and that was all of it. */
    | 'end'
    /** Stands around the answer, and is not part of it. */
    | 'wrapper'
    /** What follows is for a program, up to the mark that closes it; that one alone means nothing. */
    | 'block'
    | 'block end'
    /** The model was done: what follows is what it made up of the next turn. */
    | 'stop'
    /** Of a code block: what stands in one is text. */
    | 'fence'
}

const TAGS = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reasoning',
  'seed:think',
  'antml:thinking',
  'antthinking',
  'mm:think',
  'longcat_think',
  'reason',
  'reflection',
  'scratchpad',
  'analysis',
  'internal',
  'inner_monologue',
  'inner_thoughts',
  'thought_process',
  'chain_of_thought',
]
const PAIRS: [open: string, close: string][] = [
  ...TAGS.map((tag): [string, string] => [`<${tag}>`, `</${tag}>`]),
  // Kimi, Magistral, OpenThinker, Gemma 3 and 4, and what a page made of the usual one.
  ['◁think▷', '◁/think▷'],
  ['[think]', '[/think]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|thinking|>', '<|/thinking|>'],
  ['<unused94>', '<unused95>'],
  ['<|channel>', '<channel|>'],
  ['&lt;think&gt;', '&lt;/think&gt;'],
]

/** Calls of tools in the words of a model (Qwen, Anthropic, Llama, DeepSeek, Kimi, Mistral), and Open WebUI's reasoning. */
const BLOCK_TAGS = ['tool_call', 'tool_calls', 'function_calls', 'antml:function_calls', 'minimax:tool_call', 'tool_code', 'tool_response']
const BLOCKS: [open: string, close: string][] = [
  ...BLOCK_TAGS.map((tag): [string, string] => [`<${tag}>`, `</${tag}>`]),
  ['<function=', '</function>'],
  ['<｜tool▁calls▁begin｜>', '<｜tool▁calls▁end｜>'],
  ['<|tool_calls_section_begin|>', '<|tool_calls_section_end|>'],
  ['<|tool_call|>', '<|/tool_call|>'],
  ['[tool_calls]', '[/tool_calls]'],
  ['<|python_tag|>', '<|eom_id|>'],
  ['<details type="reasoning"', '</details>'],
]

/** The end of a turn by the templates of models (ChatML, Llama, Gemma, Mistral, DeepSeek), and the beginning of the next. */
const STOPS = [
  '<|im_end|>',
  '<|im_start|>',
  '<|eot_id|>',
  '<|start_header_id|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<end_of_turn>',
  '<start_of_turn>',
  '<eos>',
  '</s>',
  '[inst]',
  '[/inst]',
  '<｜end▁of▁sentence｜>',
  '<|user|>',
]
const OWN_TURNS = ['<|im_start|>assistant', '<|start_header_id|>assistant<|end_header_id|>', '<start_of_turn>model', '<|assistant|>']

export const MARKS: readonly Mark[] = [
  ...PAIRS.flatMap(([open, close]): Mark[] => [
    { text: open, kind: 'open' },
    { text: close, kind: 'close' },
  ]),
  ...BLOCKS.flatMap(([open, close]): Mark[] => [
    { text: open, kind: 'block' },
    { text: close, kind: 'block end' },
  ]),
  ...OWN_TURNS.map((text): Mark => ({ text, kind: 'wrapper' })),
  ...STOPS.map((text): Mark => ({ text, kind: 'stop' })),
  { text: '<|start|>', kind: 'channel' },
  { text: '<|channel|>', kind: 'channel' },
  { text: '<|message|>', kind: 'message' },
  { text: '<|end|>', kind: 'end' },
  { text: '<|return|>', kind: 'end' },
  { text: '<|call|>', kind: 'end' },
  { text: '<|begin_of_solution|>', kind: 'wrapper' },
  { text: '<|end_of_solution|>', kind: 'wrapper' },
  { text: '```', kind: 'fence' },
  { text: '~~~', kind: 'fence' },
]

/** Where a mark may begin. */
export const MARK_START = /[<‹◁[`~&]/g

const LONGEST = Math.max(...MARKS.map(({ text }) => text.length))
const BY_TEXT = new Map(MARKS.map((mark) => [mark.text, mark]))
const escaped = (text: string): string => text.replace(/[|[\]/]/g, '\\$&')
const LONGEST_FIRST = MARKS.map(({ text }) => text).sort((a, b) => b.length - a.length)
const MARK = new RegExp(LONGEST_FIRST.map(escaped).join('|'), 'iy')

/** A tag as models also write it: with attributes, with spaces, or empty. */
const MAX_ATTRIBUTES = 80
const NAMES = TAGS.concat(BLOCK_TAGS).join('|')
const LOOSE_TAG = new RegExp(`<(/?)(${NAMES})(?:\\s[^<>\\n]{0,${MAX_ATTRIBUTES}}?)?\\s?(/?)>`, 'iy')
const CUT_TAG = new RegExp(`^</?(?:${NAMES})(?:\\s[^<>\\n]{0,${MAX_ATTRIBUTES}})?/?$`, 'i')

/** DeepSeek's calls, whose bars and brackets servers change: a section of them, a call, what it is given. */
const BARS = '[|｜‖]{1,2}'
const DSML = new RegExp(`[<‹](/?)${BARS}\\s?DSML\\s?${BARS}(\\w*)(?:[^<>‹›\\n]{0,${MAX_ATTRIBUTES}}[>›])?`, 'iy')
const CUT_DSML = new RegExp(
  `^[<‹]/?(?:[|｜‖]{0,2}|${BARS}\\s?(?:D|DS|DSM|DSML\\s?[|｜‖]?|DSML\\s?${BARS}[^<>‹›\\n]{0,${MAX_ATTRIBUTES}})?)$`,
  'i',
)

function dsmlAt(text: string, at: number): { mark: Mark; length: number } | null {
  DSML.lastIndex = at
  const [written, slash, name = ''] = DSML.exec(text) ?? []
  if (written === undefined) return null
  const isCall = /^(?:tool|function|invoke)/i.test(name)
  const kind = slash === '' ? 'block' : isCall ? 'block end' : 'wrapper'
  return { mark: { text: written, kind }, length: written.length }
}

/**
 * The mark that stands at this place, and how much of the text it takes; `cut`: what is there may become one, or
 * another, when more comes.
 */
export function markAt(text: string, at: number, isEnd: boolean): { mark: Mark; length: number } | 'cut' | null {
  if (!isEnd && mayGoOn(text, at)) return 'cut'
  MARK.lastIndex = at
  const written = MARK.exec(text)?.[0] ?? ''
  const mark = BY_TEXT.get(written.toLowerCase())
  // In small letters it is a link.
  if (mark !== undefined && written.startsWith('[') && written !== written.toUpperCase()) return null
  return mark === undefined ? (looseTagAt(text, at) ?? dsmlAt(text, at)) : { mark, length: written.length }
}

function mayGoOn(text: string, at: number): boolean {
  const left = text.length - at
  if (left > LONGEST + MAX_ATTRIBUTES) return false
  const here = text.slice(at)
  if (left < LONGEST && MARKS.some((mark) => mark.text.length > left && mark.text.startsWith(here.toLowerCase()))) return true
  return (here.startsWith('<') && CUT_TAG.test(here)) || CUT_DSML.test(here)
}

function looseTagAt(text: string, at: number): { mark: Mark; length: number } | null {
  LOOSE_TAG.lastIndex = at
  const [written, slash, name = '', isEmpty] = LOOSE_TAG.exec(text) ?? []
  if (written === undefined) return null
  const known = BY_TEXT.get(`<${slash}${name.toLowerCase()}>`)
  if (known === undefined) return null
  return { mark: isEmpty === '/' ? { text: written, kind: 'wrapper' } : known, length: written.length }
}
