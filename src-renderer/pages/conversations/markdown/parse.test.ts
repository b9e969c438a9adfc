import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Block, type Inline, parseText } from './parse.ts'

const PERSON = { isWhatsapp: true, isAgent: false }
const AGENT = { isWhatsapp: true, isAgent: true }
const ELSEWHERE = { isWhatsapp: false, isAgent: true }

/** Short to read: bold is `<b>`, italic `<i>`, struck out `<s>`, code `<c>`, a link `<a href>`. */
function inline(node: Inline): string {
  if (node.type === 'text') return node.text
  if (node.type === 'code') return `<c>${node.text}</c>`
  const inner = node.children.map(inline).join('')
  if (node.type === 'link') return `<a ${node.href}>${inner}</a>`
  const tag = { strong: 'b', em: 'i', del: 's' }[node.type]
  return `<${tag}>${inner}</${tag}>`
}
function block(node: Block): string {
  if (node.type === 'paragraph') return node.children.map(inline).join('')
  if (node.type === 'code') return `[${node.text}]`
  if (node.type === 'quote') return `> ${node.children.map(block).join(' ')}`
  return node.items.map((item, index) => `${node.isOrdered ? `${node.start + index}.` : '-'} ${item.map(block).join(' ')}`).join('; ')
}
const read = (text: string, dialect = PERSON) => parseText(text, dialect).map(block).join(' | ')

describe('on WhatsApp', () => {
  test('the forms of WhatsApp are shown as the phone shows them', () => {
    expect(read('*bold* _italic_ ~gone~ `code`')).toBe('<b>bold</b> <i>italic</i> <s>gone</s> <c>code</c>')
    expect(read('```two\nlines```')).toContain('two\nlines')
    expect(read('> said\n\n- one\n- two')).toBe('> said | - one; - two')
  })
  test('one star is italic elsewhere, and two are bold everywhere', () => {
    expect(read('*a* **b**', ELSEWHERE)).toBe('<i>a</i> <b>b</b>')
    expect(read('**76.00**', AGENT)).toBe('<b>76.00</b>')
  })
})

test('signs inside words and sums mean themselves', () => {
  for (const text of ['2*3*4 = 24', 'a snake_case_name', 'file_1_final_2.pdf', '5 * 3 * 2', '¯\\_(ツ)_/¯']) expect(read(text)).toBe(text)
})

test('lines stay where they were broken', () => {
  expect(read('First line\nsecond line')).toBe('First line\nsecond line')
  expect(parseText('one\n\ntwo', PERSON)).toHaveLength(2)
})

describe('what comes from a stranger', () => {
  test('is never HTML, and loses none of its signs', () => {
    const script = '<img src=x onerror="alert(1)"><script>alert(1)</script>'
    expect(read(`Hello ${script}`)).toBe(`Hello ${script}`)
    expect(read(`<b>Hi</b>\n${script}`, AGENT)).toBe(`<b>Hi</b>\n${script}`)
  })
  test('has links only where the address itself is read', () => {
    expect(read('[your bank](https://evil.example)')).toContain('[your bank](')
    expect(read('see https://shop.example/a?b=1.')).toBe('see <a https://shop.example/a?b=1>https://shop.example/a?b=1</a>.')
  })
  test('cannot turn the order in which a link and the words behind it are read', () => {
    const turned = '\u202ehttps://moc.elpmaxe.live\u202c'
    expect(read(`see ${turned} or this`)).toBe('see <a https://moc.elpmaxe.live>https://moc.elpmaxe.live</a> or this')
    expect(read('https://bank.example/\u202e\u2067moc.live//:sptth')).toBe(
      '<a https://bank.example/moc.live//:sptth>https://bank.example/moc.live//:sptth</a>',
    )
    expect(read('[\u2067our menu](https://shop.example/\u202e)', AGENT)).toBe('<a https://shop.example/>our menu</a>')
    expect(read('\u202d*bold*\u2069 שלום')).toBe('<b>bold</b> שלום')
  })
  test('has no headings, rules, tables, definitions or pictures', () => {
    for (const text of ['# not so loud', 'Title\n---', '[x]: a.example.txt', '| a | b |\n|---|---|\n| 1 | 2 |'])
      expect(read(text)).toBe(text)
  })
})

describe('what an agent writes', () => {
  test('may have headings, lists and named links', () => {
    expect(read('# Prices\n\n1. **Cake**: 38\n2. Bread', AGENT)).toBe('<b>Prices</b> | 1. <b>Cake</b>: 38; 2. Bread')
    expect(read('[our menu](https://shop.example)', AGENT)).toBe('<a https://shop.example>our menu</a>')
  })
  test('opens nothing but the web, the mail and the phone', () => {
    for (const href of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'omni-app://panel'])
      expect(read(`[x](${href})`, AGENT)).not.toContain('<a')
  })
  test('opens no address that begins with somebody’s name', () => {
    for (const href of [
      'https://bank.example@evil.example',
      'https://bank.example:443@evil.example/x',
      'https://bank.example%2f@evil.example',
    ])
      expect(read(`[x](${href})`, AGENT) + read(`see ${href}`), href).not.toContain('<a https')
    expect(read('https://shop.example/@ann')).toContain('<a https://shop.example/@ann>')
  })
  test('shows no picture of the network', () => {
    expect(read('![photo](https://evil.example/track.png)', AGENT)).not.toContain('<img')
    expect(JSON.stringify(parseText('![photo](https://evil.example/track.png)', AGENT))).not.toContain('image')
  })
})

test('whatever is written, it can be shown, and no letter is lost', () => {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  const said = (nodes: Block[]): string => JSON.stringify(nodes, (key, value) => (key === 'type' || key === 'href' ? undefined : value))
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '*', '_', '~', '`', '\n', ' ', '>', '-', '[', ']', '(', ')', '<', '#', '|'), maxLength: 60 }),
      (text) => {
        const shown = letters(said(parseText(text, PERSON)).replace(/"(text|children|items|isOrdered|start)":|true|false|\\n|\d/g, ''))
        expect(shown.length).toBe(letters(text).length)
      },
    ),
  )
})

test('a text of 60,000 signs is shown without being read for forms', () => {
  const text = '*'.repeat(60_000)
  expect(parseText(text, PERSON)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text }] }])
})

test('the longest text that is read for forms can be read, however its signs are heaped', () => {
  for (const piece of ['*a', '_a ', '*a_', '**a_', '~a*', '[a](', '`', '> ', '1. ', '- a\n', 'https://a.b '])
    expect(parseText(piece.repeat(Math.floor(20_000 / piece.length)), AGENT), JSON.stringify(piece)).not.toEqual([])
})
