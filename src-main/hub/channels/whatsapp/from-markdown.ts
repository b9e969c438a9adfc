/**
 * Agents write Markdown, WhatsApp has marks of its own: a customer would read the stars and brackets.
 * `**bold**` becomes `*bold*`, `~~gone~~` `~gone~`, a heading a bold line, a link its text and its
 * address. What WhatsApp reads as it is (`*one star*`, `_italic_`, quotes, code, numbers) stays, so that
 * an agent that was told to write for WhatsApp loses nothing.
 * Source of the marks: WhatsApp's help, "How to format your messages".
 */
import { Marked, type Token, type Tokens } from 'marked'
import { isReadable, READ_AS_TEXT } from '../../../../src-shared/markdown/reading.ts'

const reader = new Marked({ gfm: true, tokenizer: READ_AS_TEXT as never })

/** Without one of these there is nothing to change. */
const ANY_MARK = /[*_~`#[\\<]/
const LETTER = /\p{L}/u
const NUMBER = /\p{N}/u

/** Never throws, and never makes nothing of something: what cannot be read stays as it is. */
export function whatsappFromMarkdown(markdown: string): string {
  if (!ANY_MARK.test(markdown) || !isReadable(markdown)) return markdown
  try {
    const text = blocks(reader.lexer(markdown))
    return text.trim() === '' ? markdown : text
  } catch {
    return markdown
  }
}

/** What follows a block in its source, up to the next. */
const after = (raw: string): string => /\n*$/.exec(raw)?.[0] ?? ''

function blocks(tokens: Token[]): string {
  return tokens.map((token) => block(token)).join('')
}

function block(token: Token): string {
  switch (token.type) {
    case 'heading':
      return marked('*', inlines(token.tokens, { isBold: true })) + after(token.raw)
    case 'paragraph':
    case 'text':
      return (token.tokens ? inlines(token.tokens) : token.raw.replace(/\n+$/, '')) + after(token.raw)
    case 'code':
      // The language behind the opening signs would be read as the first line.
      return token.raw.replace(/^([ \t]*)(`{3,}|~{3,})[^\n]*/, '$1```').replace(/~{3,}(?=\s*$)/, '```')
    case 'blockquote':
      return quoted(blocks(token.tokens ?? []).replace(/\n+$/, '')) + after(token.raw)
    case 'list':
      return (token as Tokens.List).items.map((item) => listItem(item)).join('') + after(token.raw)
    default:
      return token.raw
  }
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

function listItem(item: Tokens.ListItem): string {
  const [, indent = '', sign = '-'] = /^(\s*)(\S+)/.exec(item.raw) ?? []
  const box = item.task ? `${item.checked ? '☑' : '☐'} ` : ''
  const [first = '', ...others] = blocks(item.tokens.filter(({ type }) => type !== 'checkbox'))
    .replace(/\n+$/, '')
    .split('\n')
  const inside = others.map((line) => (line === '' ? '' : `  ${line}`))
  return [`${indent}${sign === '*' ? '-' : sign} ${box}${first}`, ...inside].join('\n') + after(item.raw)
}

interface Around {
  /** Within bold: its sign cannot be used again. */
  isBold?: boolean
}

function inlines(tokens: Token[] | undefined, around: Around = {}): string {
  let text = ''
  for (const [index, token] of (tokens ?? []).entries()) {
    const next = tokens?.[index + 1]?.raw[0] ?? ''
    text += inline(token, text.at(-1) ?? '', next, around)
  }
  return text
}

function inline(token: Token, before: string, next: string, around: Around): string {
  switch (token.type) {
    case 'strong':
      if (isInNumber(before, next)) return token.raw
      if (around.isBold === true) return inlines(token.tokens, around)
      return between(before, next, '*', inlines(token.tokens, { isBold: true }))
    case 'em': {
      if (isInNumber(before, next)) return token.raw
      const hasBold = (token.tokens ?? []).some(({ type }) => type === 'strong')
      const sign = token.raw.startsWith('*') && around.isBold !== true && !hasBold ? '*' : '_'
      return between(before, next, sign, inlines(token.tokens, { ...around, isBold: around.isBold === true || sign === '*' }))
    }
    case 'del':
      return isInNumber(before, next) ? token.raw : between(before, next, '~', inlines(token.tokens, around))
    case 'link':
      return link(token as Tokens.Link, around)
    case 'image':
      return withAddress((token as Tokens.Image).text, (token as Tokens.Image).href)
    case 'escape':
      return (token as Tokens.Escape).text
    case 'br':
      return '\n'
    case 'text':
      return token.tokens ? inlines(token.tokens, around) : token.raw
    default:
      return token.raw
  }
}

/** `2**3**4` is a sum. */
const isInNumber = (before: string, next: string): boolean => NUMBER.test(before) || NUMBER.test(next)

/** WhatsApp reads no mark that touches a letter: there the words alone are better than signs. */
const between = (before: string, next: string, sign: string, text: string): string =>
  LETTER.test(before) || LETTER.test(next) ? text : marked(sign, text)

/** A mark ends with its line. */
const marked = (sign: string, text: string): string =>
  text
    .split('\n')
    .map((line) => (line.trim() === '' ? line : line.replace(/^(\s*)(.*?)(\s*)$/, `$1${sign}$2${sign}$3`)))
    .join('\n')

function link(token: Tokens.Link, around: Around): string {
  // An address that stood there by itself.
  if (!token.raw.startsWith('[')) return token.raw.replace(/^<(.*)>$/, '$1')
  return withAddress(inlines(token.tokens, around), token.href)
}

const bare = (address: string): string => address.replace(/^(https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '')

function withAddress(text: string, address: string): string {
  const shown = text.trim()
  if (shown === '' || bare(shown) === bare(address)) return /^(mailto|tel):/i.test(address) ? bare(address) : address
  return address === '' ? shown : `${shown} (${address})`
}
