/**
 * Agents write Markdown, and most platforms have marks of their own: a customer would read the stars and brackets.
 * What WhatsApp and Slack have in common is here: `**bold**` becomes `*bold*`, `~~gone~~` `~gone~`, a heading a bold
 * line, a table lines, and a rule nothing. What they read as it is (`*one star*`, `_italic_`, quotes, code, numbers)
 * stays, so that an agent that was told to write for the platform loses nothing.
 */
import { Marked, type Token, type Tokens } from 'marked'
import { isReadable, READ_AS_TEXT } from '../../../../src-shared/markdown/reading.ts'
import { asCommonMark } from './markdown-of-agents.ts'

const { table: _, hr: __, ...readAsText } = READ_AS_TEXT
const reader = new Marked({ gfm: true, tokenizer: readAsText as never })

/** Without one of these there is nothing to change. */
const ANY_MARK = /[*_~`#[\\<|]|^ {0,3}(?:-(?: *-){2,}|={3,}) *$/m
const WORD = /[\p{L}\p{N}]/u
const DOUBLE_SIGN = /^(?:\*\*|__|~~)/
const NUMBER = /^[\d\s.,]+$/
/** A sign that lost its other end, at the edge of a word. */
const LONE_SIGN = /(?<![\p{L}\p{N}*])\*\*(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}:.,!?)])\*\*(?![\p{L}\p{N}*])/gu
const LINE_BREAK = /<br\s*\/?>/gi

/** Where the platforms differ. */
export interface Marks {
  /** Text that is none of the marks, and code. */
  plain(text: string): string
  /** `shown` is ready to be sent, empty where the address stands alone; `address` as it was written. */
  link(shown: string, address: string): string
}

/** The returned function never throws, and never makes nothing of something: what cannot be read stays as it is. */
export function createFromMarkdown(marks: Marks): (markdown: string) => string {
  const { blocks } = createWriter(marks)
  const unread = (text: string): string => withSingleStars(marks.plain(text))
  return (markdown) => {
    if (!isReadable(markdown)) return unread(markdown)
    if (!ANY_MARK.test(markdown)) return marks.plain(markdown)
    try {
      const text = withoutLastBreaks(blocks(reader.lexer(asCommonMark(markdown)))).replace(/^\n+/, '')
      return text.trim() === '' ? marks.plain(markdown) : text
    } catch {
      return unread(markdown)
    }
  }
}

/** For what is too long or too full of signs to be read: bold words line by line, in one pass. */
const withSingleStars = (text: string): string => text.replace(/\*\*([^*\n]+)\*\*/g, '*$1*')

/** By hand: `/\n+$/` looks again from each of many line ends that are followed by something else. */
function withoutLastBreaks(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n') end -= 1
  return text.slice(0, end)
}

/** What follows a block in its source, up to the next. */
const after = (raw: string): string => raw.slice(withoutLastBreaks(raw).length)

interface Around {
  /** Within bold: its sign cannot be used again. */
  isBold?: boolean
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

/** A mark ends with its line. */
const marked = (sign: string, text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const words = line.trim()
      return words === '' ? line : line.replace(words, () => `${sign}${words}${sign}`)
    })
    .join('\n')

function createWriter({ plain, link }: Marks) {
  function blocks(tokens: Token[]): string {
    // The empty lines around a rule are one.
    return tokens.map((token, index) => (token.type === 'space' && tokens[index - 1]?.type === 'hr' ? '' : block(token))).join('')
  }

  function block(token: Token): string {
    switch (token.type) {
      case 'heading':
        return marked('*', inlines(token.tokens, { isBold: true })) + after(token.raw)
      case 'paragraph':
      case 'text':
        return (token.tokens ? inlines(token.tokens) : plain(withoutLastBreaks(token.raw))) + after(token.raw)
      case 'code':
        return code(token as Tokens.Code) + after(token.raw)
      case 'hr':
        return ''
      case 'table':
        return table(token as Tokens.Table) + after(token.raw)
      case 'blockquote':
        return quoted(withoutLastBreaks(blocks(token.tokens ?? []))) + after(token.raw)
      case 'list':
        return (token as Tokens.List).items.map((item) => listItem(item)).join('') + after(token.raw)
      default:
        return plain(token.raw)
    }
  }

  /** Without the language, which would be read as the first line, and without fences inside, which would end it. */
  function code({ text }: Tokens.Code): string {
    const lines = text.split('\n').filter((line) => !/^\s*(`{3,}|~{3,})/.test(line))
    return plain(['```', ...lines, '```'].join('\n'))
  }

  /** Two columns are lines `Cake: 10`; of more, each row is its first cell and a line for each other, named by its column. */
  function table({ header, rows }: Tokens.Table): string {
    const cell = ({ tokens }: Tokens.TableCell, around: Around = {}) => inlines(tokens, around).replace(/\s+/g, ' ').trim()
    const heads = header.map((head) => cell(head, { isBold: true }))
    const bold = (text: string) => (text === '' ? '' : marked('*', text))
    if (heads.length <= 2) {
      const lines = rows.map((row) => row.map((one) => cell(one)).filter((text) => text !== ''))
      return [bold(heads.filter((text) => text !== '').join(': ')), ...lines.map((texts) => texts.join(': '))]
        .filter((line) => line !== '')
        .join('\n')
    }
    return rows
      .map(([first, ...others]) => {
        const named = others.map((one, index) => [heads[index + 1] ?? '', cell(one)])
        const title = first === undefined ? '' : bold(cell(first, { isBold: true }))
        return [title, ...named.filter(([, text]) => text !== '').map((texts) => texts.filter((text) => text !== '').join(': '))]
          .filter((line) => line !== '')
          .join('\n')
      })
      .join('\n\n')
  }

  function listItem(item: Tokens.ListItem): string {
    const [, indent = '', sign = '-'] = /^(\s*)(\S+)/.exec(item.raw) ?? []
    const box = item.task ? `${item.checked ? '☑' : '☐'} ` : ''
    const [first = '', ...others] = withoutLastBreaks(blocks(item.tokens.filter(({ type }) => type !== 'checkbox'))).split('\n')
    const inside = others.map((line) => (line === '' ? '' : `  ${line}`))
    return [`${indent}${sign === '*' ? '-' : sign} ${box}${first}`, ...inside].join('\n') + after(item.raw)
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
      case 'em':
      case 'del':
        if (WORD.test(before) || WORD.test(next)) return insideWord(token, around)
        return marked(...emphasis(token, around))
      case 'link':
        return linked(token as Tokens.Link, around)
      case 'image':
        return link(plain((token as Tokens.Image).text), (token as Tokens.Image).href)
      case 'escape':
        return plain((token as Tokens.Escape).text)
      case 'br':
        return '\n'
      case 'text':
        return token.tokens ? inlines(token.tokens, around) : plain(token.raw.replace(LONE_SIGN, '').replace(LINE_BREAK, '\n'))
      default:
        return plain(token.raw)
    }
  }

  /**
   * WhatsApp reads no mark that touches a word, and a single sign there is meant: `9h~12h, 14h~18h` are hours,
   * `2**3**4` a sum. Only of a doubled one are the words alone better.
   */
  function insideWord(token: Token, around: Around): string {
    if (!('tokens' in token) || !DOUBLE_SIGN.test(token.raw)) return plain(token.raw)
    const text = inlines(token.tokens, around)
    return NUMBER.test(text) ? plain(token.raw) : text
  }

  /** The sign of WhatsApp (none: it stands already), and what is between two of it. */
  function emphasis(token: Token, around: Around): [sign: string, text: string] {
    const tokens = 'tokens' in token ? token.tokens : undefined
    if (token.type === 'del') return ['~', inlines(tokens, around)]
    if (token.type === 'strong') return [around.isBold === true ? '' : '*', inlines(tokens, { isBold: true })]
    const hasBold = tokens?.some(({ type }) => type === 'strong') === true
    if (token.raw.startsWith('*') && around.isBold !== true && !hasBold) return ['*', inlines(tokens, { isBold: true })]
    return ['_', inlines(tokens, around)]
  }

  function linked(token: Tokens.Link, around: Around): string {
    // An address that stood alone.
    if (!token.raw.startsWith('[')) return link('', token.raw.replace(/^<(.*)>$/, '$1'))
    return link(inlines(token.tokens, around), token.href)
  }

  return { blocks }
}
