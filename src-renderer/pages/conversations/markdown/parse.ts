/**
 * What people and agents write, as a tree of the few forms that are shown: bold, italic, struck out,
 * code, lists, quotes, links. Everything else (HTML, pictures, tables, headings of customers) stays the
 * text that it is. Nothing here is HTML: the tree is drawn by React, which escapes it.
 */
import { Marked, type Token, Tokenizer, type Tokens } from 'marked'
import { isReadable, READ_AS_TEXT } from '../../../../src-shared/markdown/reading.ts'
import { withoutTurningMarks } from '../../../../src-shared/turning-marks.ts'

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'em' | 'del'; children: Inline[] }
  | { type: 'code'; text: string }
  /** `isAddress`: its words are the address itself. */
  | { type: 'link'; href: string; isAddress: boolean; children: Inline[] }

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; isOrdered: boolean; start: number; items: Block[][] }

export interface Dialect {
  /** `*one star*` is bold, as on WhatsApp. */
  isWhatsapp: boolean
  /** Agents write Markdown: headings, links with a text of their own, escapes. People do not. */
  isAgent: boolean
}

const WORD = /[\p{L}\p{N}]/u

/** No token: the signs are text. */
const nothing = () => undefined

/** A sign inside a word or a sum (`2*3*4`, `snake_case`) means itself. */
function isInsideWord(src: string, raw: string, before: string): boolean {
  return before === '\\' || WORD.test(before) || WORD.test(src[raw.length] ?? '')
}

const shared = {
  ...READ_AS_TEXT,
  emStrong(this: Tokenizer, src: string, masked: string, before = '') {
    const token = Tokenizer.prototype.emStrong.call(this, src, masked, before)
    return token && !isInsideWord(src, token.raw, before) ? token : undefined
  },
  del(this: Tokenizer, src: string, masked: string, before = '') {
    const token = Tokenizer.prototype.del.call(this, src, masked, before)
    return token && !isInsideWord(src, token.raw, before) ? token : undefined
  },
}

/** On phones code may begin behind its three signs and end before them, in the middle of a line. */
function fences(src: string): Tokens.Code | undefined {
  const match = /^```\n?([\s\S]+?)\n?```[ \t]*(?:\n+|$)/.exec(src)
  return match ? { type: 'code', raw: match[0], text: match[1] ?? '' } : undefined
}

const forAgents = new Marked({ gfm: true, tokenizer: shared as never })
const forPeople = new Marked({ gfm: true, tokenizer: { ...shared, fences, heading: nothing, link: nothing, escape: nothing } as never })

/**
 * Only addresses that a browser or the mail program opens, and none that begins with a name and a password:
 * `https://bank.example@evil.example` leads to evil.example.
 */
function safeHref(href: string): string | null {
  if (/^(mailto:|tel:)/i.test(href)) return href
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return null
  const { username, password } = new URL(href)
  return username === '' && password === '' ? href : null
}

function inlines(tokens: Token[] | undefined, dialect: Dialect): Inline[] {
  return (tokens ?? []).flatMap((token): Inline[] => {
    switch (token.type) {
      case 'strong':
        return [{ type: 'strong', children: inlines(token.tokens, dialect) }]
      case 'em': {
        const isBold = dialect.isWhatsapp && token.raw.startsWith('*')
        return [{ type: isBold ? 'strong' : 'em', children: inlines(token.tokens, dialect) }]
      }
      case 'del':
        return [{ type: 'del', children: inlines(token.tokens, dialect) }]
      case 'codespan':
        return [{ type: 'code', text: (token as Tokens.Codespan).text }]
      case 'br':
        return [{ type: 'text', text: '\n' }]
      case 'escape':
        return [{ type: 'text', text: (token as Tokens.Escape).text }]
      case 'link': {
        const href = safeHref((token as Tokens.Link).href)
        const isAddress = !token.raw.startsWith('[')
        return href === null
          ? [{ type: 'text', text: token.raw }]
          : [{ type: 'link', href, isAddress, children: inlines(token.tokens, dialect) }]
      }
      case 'text':
        return token.tokens ? inlines(token.tokens, dialect) : [{ type: 'text', text: token.raw }]
      default:
        return [{ type: 'text', text: token.raw }]
    }
  })
}

function blocks(tokens: Token[], dialect: Dialect): Block[] {
  return tokens.flatMap((token): Block[] => {
    switch (token.type) {
      case 'space':
        return []
      case 'heading':
        return [{ type: 'paragraph', children: [{ type: 'strong', children: inlines(token.tokens, dialect) }] }]
      case 'code':
        return [{ type: 'code', text: (token as Tokens.Code).text }]
      case 'blockquote':
        return [{ type: 'quote', children: blocks(token.tokens ?? [], dialect) }]
      case 'list': {
        const { ordered, start, items } = token as Tokens.List
        return [
          {
            type: 'list',
            isOrdered: ordered,
            start: start === '' ? 1 : start,
            items: items.map((item) => {
              const box: Block[] = item.task ? [{ type: 'paragraph', children: [{ type: 'text', text: item.checked ? '☑' : '☐' }] }] : []
              return [...box, ...blocks(item.tokens, dialect)]
            }),
          },
        ]
      }
      case 'paragraph':
      case 'text':
        return [{ type: 'paragraph', children: token.tokens ? inlines(token.tokens, dialect) : [{ type: 'text', text: token.raw }] }]
      default:
        return token.raw.trim() === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', text: token.raw }] }]
    }
  })
}

const plain = (text: string): Block[] => [{ type: 'paragraph', children: [{ type: 'text', text }] }]

/** Never throws: what cannot be read is shown as it is. */
export function parseText(written: string, dialect: Dialect): Block[] {
  const text = withoutTurningMarks(written)
  if (!isReadable(text)) return plain(text)
  try {
    const tokens = (dialect.isAgent ? forAgents : forPeople).lexer(text)
    return blocks(tokens, dialect)
  } catch {
    return plain(text)
  }
}
