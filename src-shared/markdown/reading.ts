/**
 * Forms of Markdown that mean themselves in a conversation, as marked's tokenizer is told it: HTML,
 * tables, rules, definitions, and lines that are only indented. Wherever an agent's words are read
 * (the panel, a platform's own marks) the same forms count, so that what is shown is what was sent.
 */
const nothing = (): undefined => undefined

export const READ_AS_TEXT = {
  html: nothing,
  tag: nothing,
  def: nothing,
  lheading: nothing,
  table: nothing,
  hr: nothing,
  code: nothing,
  reflink: nothing,
}

/** Nobody formats a novel. */
const MAX_LENGTH = 20_000
/** What something may begin at: the stars, underscores and tildes of emphasis, and the signs of all else. Each kind has the limits below. */
const SIGNS = [/[*_~]/g, /[`![<\\]/g]
/** Of the whole: a list of 600 bold items, or a table of 600 rows. */
const MAX_SIGNS = 2400
/** Of what is read in one go, a paragraph or an item of a list. */
const MAX_SIGNS_TOGETHER = 600
/** Quotes and lists within each other, begun on one line. */
const MAX_DEPTH = 10
const NESTED = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm
const ONE_LEVEL = />|[-*+](?=[ \t])|\d{1,9}[.)]/g
const BULLET = /^ {0,3}[-*+] /
const NUMBERED = /^ {0,3}\d{1,9}[.)] /

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** The most signs of a kind that stand together. A number begins an item only where a list may begin. */
function mostSignsTogether(text: string, kind: RegExp): number {
  let most = 0
  let signs = 0
  let mayBegin = true
  for (const line of text.split('\n')) {
    const isItem: boolean = BULLET.test(line) || (NUMBERED.test(line) && (mayBegin || /^ {0,3}1[.)]/.test(line)))
    if (isItem || line.trim() === '') signs = 0
    mayBegin = isItem || line.trim() === ''
    signs += count(line, kind)
    most = Math.max(most, signs)
  }
  return most
}

/**
 * Is this a text that somebody formatted? Marked looks for the other end of every sign: some thousand of
 * them, which anyone can send, would keep it busy for seconds. Such a text is left as it is.
 */
export function isReadable(text: string): boolean {
  if (text.length > MAX_LENGTH || count(text, /\|/g) > MAX_SIGNS) return false
  if (SIGNS.some((kind) => count(text, kind) > MAX_SIGNS || mostSignsTogether(text, kind) > MAX_SIGNS_TOGETHER)) return false
  return (text.match(NESTED) ?? []).every((levels) => count(levels, ONE_LEVEL) <= MAX_DEPTH)
}
