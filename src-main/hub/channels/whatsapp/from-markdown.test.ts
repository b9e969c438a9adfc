import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whatsappFromMarkdown } from './from-markdown.ts'

describe('Markdown of agents as WhatsApp writes it', () => {
  it.each([
    ['It comes to **76.00**.', 'It comes to *76.00*.'],
    ['__Open__ today', '*Open* today'],
    ['~~80~~ 76', '~80~ 76'],
    ['***both***', '_*both*_'],
    ['**Order: *two* cakes**', '*Order: _two_ cakes*'],
    ['# Your order\n\n2 cakes', '*Your order*\n\n2 cakes'],
    ['## **Opening** hours', '*Opening hours*'],
    ['* bread\n* **cake**', '- bread\n- *cake*'],
    ['Here:\n- a\n  - **b**\n- c', 'Here:\n- a\n  - *b*\n- c'],
    ['1. **Mix**\n2. Bake', '1. *Mix*\n2. Bake'],
    ['- [x] paid\n- [ ] sent', '- ☑ paid\n- ☐ sent'],
    ['See [our menu](https://sol.example/menu).', 'See our menu (https://sol.example/menu).'],
    ['[https://sol.example/](https://sol.example)', 'https://sol.example'],
    ['[sol.example](https://sol.example)', 'https://sol.example'],
    ['[ana@sol.example](mailto:ana@sol.example)', 'ana@sol.example'],
    ['<https://sol.example>', 'https://sol.example'],
    ['![the cake](https://sol.example/c.png)', 'the cake (https://sol.example/c.png)'],
    ['```json\n{"a":1}\n```', '```\n{"a":1}\n```'],
    ['> **Note** well\n> twice', '> *Note* well\n> twice'],
    ['5 \\* 3', '5 * 3'],
    ['**a\nb**', '*a*\n*b*'],
    ['这是**重点**内容', '这是重点内容'],
    ['**Total**76', 'Total76'],
  ])('%j is %j', (markdown, text) => {
    expect(whatsappFromMarkdown(markdown)).toBe(text)
  })

  it.each([
    'No marks at all.\n\nTwo paragraphs, 5 > 3.',
    '*WhatsApp bold*, _italic_, ~gone~ and `code`',
    '```inline three```',
    '> a quote\n\n- a list\n- of two',
    '2*3*4, 2**3**4 and snake_case_name',
    'Open 9h~12h, 14h~18h',
    'Open 9~12h and 14~18h',
    'a*b*c',
    'Only * a star, and ** two',
    'https://sol.example/a_b_c?d=**e',
    '+ 10 for delivery',
    '2026. A good year',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    'Total\n---\n12',
    '<b>html</b>',
  ])('leaves %j as it is', (text) => {
    expect(whatsappFromMarkdown(text)).toBe(text)
  })

  it('never makes nothing of something', () => {
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '__',
      '~~',
      '# ',
      '- ',
      '1. ',
      '[a](b)',
      '`',
      '```',
      '\n',
      '\n\n',
      ' ',
      'word',
      '9',
      '\\',
      '>',
      '!',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        (markdown) => {
          const text = whatsappFromMarkdown(markdown)
          expect(text.trim() === '').toBe(markdown.trim() === '')
        },
      ),
    )
  })

  it('can read the longest text, however its signs are heaped', () => {
    for (const piece of ['*a', '*a_', '**a_', '~a*', '[a](', '`', '> ', '1. ', '# a\n', '\\'])
      expect(whatsappFromMarkdown(piece.repeat(Math.floor(20_000 / piece.length))).trim(), JSON.stringify(piece)).not.toBe('')
  })
})
