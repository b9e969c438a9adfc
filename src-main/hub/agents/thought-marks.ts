/** The marks by which models set apart what they think from what they say, as they are found in the text of answers. */

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
    /** Stands around the answer, and is no part of it. */
    | 'wrapper'
    /** Of a code block: what stands in one is text. */
    | 'fence'
}

const TAGS = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think', 'antml:thinking']
const PAIRS: [open: string, close: string][] = [
  ...TAGS.map((tag): [string, string] => [`<${tag}>`, `</${tag}>`]),
  // Kimi, Magistral, OpenThinker, Gemma 3 and 4.
  ['◁think▷', '◁/think▷'],
  ['[think]', '[/think]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<unused94>', '<unused95>'],
  ['<|channel>', '<channel|>'],
]

export const MARKS: readonly Mark[] = [
  ...PAIRS.flatMap(([open, close]): Mark[] => [
    { text: open, kind: 'open' },
    { text: close, kind: 'close' },
  ]),
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
export const MARK_START = /[<◁[`~]/g

const LONGEST = Math.max(...MARKS.map(({ text }) => text.length))
const BY_TEXT = new Map(MARKS.map((mark) => [mark.text, mark]))
const MARK = new RegExp(MARKS.map(({ text }) => text.replace(/[|[\]]/g, '\\$&')).join('|'), 'iy')

/** The mark that stands at this place; `cut`: what is there may become one when more comes. */
export function markAt(text: string, at: number): Mark | 'cut' | null {
  MARK.lastIndex = at
  const written = MARK.exec(text)?.[0] ?? ''
  const found = BY_TEXT.get(written.toLowerCase())
  // In small letters it is a link.
  if (found !== undefined && written.startsWith('[') && written !== written.toUpperCase()) return null
  if (found !== undefined) return found
  if (at + LONGEST <= text.length) return null
  const here = text.slice(at).toLowerCase()
  return MARKS.some((mark) => mark.text.startsWith(here)) ? 'cut' : null
}
