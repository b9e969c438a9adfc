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
/** Stars, underscores and tildes: 150 bold words and more. */
const MAX_SIGNS = 600
/** Quotes and lists within each other, begun on one line. */
const MAX_DEPTH = 10
const NESTED = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm
const ONE_LEVEL = />|[-*+](?=[ \t])|\d{1,9}[.)]/g

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/**
 * Is this a text that somebody formatted? Marked looks for the other end of every sign: some thousand of
 * them, which anyone can send, would keep it busy for minutes. Such a text is left as it is.
 */
export function isReadable(text: string): boolean {
  if (text.length > MAX_LENGTH || count(text, /[*_~]/g) > MAX_SIGNS) return false
  return (text.match(NESTED) ?? []).every((levels) => count(levels, ONE_LEVEL) <= MAX_DEPTH)
}
