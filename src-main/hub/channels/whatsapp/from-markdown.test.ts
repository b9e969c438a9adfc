import { readFileSync } from 'node:fs'
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
    ['**Preço:**R$ 10\n**English:**next', '*Preço:* R$ 10\n*English:* next'],
    ['***Aviso:***fechado', '*Aviso:* fechado'],
    ['**Preço: **R$ 10', '*Preço:* R$ 10'],
    ['** Preço:** R$ 10', '*Preço:* R$ 10'],
    ['- **A:**b\n- **B:**c', '- *A:* b\n- *B:* c'],
    ['这是**重点：**内容', '这是重点：内容'],
    ['**“Oi”**amigo', '“Oi”amigo'],
    ['**Oferta\n\nde hoje**', 'Oferta\n\nde hoje'],
    ['`**a:**b` and **c:**d', '`**a:**b` and *c:* d'],
    ['Opções:\n\n---\n\nFim.', 'Opções:\n\nFim.'],
    ['Total\n---\n12', 'Total\n12'],
    ['Fim.\n\n***', 'Fim.'],
    ['Opening hours\n=====\n9 to 5', '*Opening hours*\n9 to 5'],
    ['| **Produto** | Preço |\n|---|---|\n| Bolo | 10 |', '*Produto: Preço*\nBolo: 10'],
    ['Menu:\n\n|Item|Price|Size|\n|:-|-:|-|\n|Cake|10|2 kg|\n|Pie|5||', 'Menu:\n\n*Cake*\nPrice: 10\nSize: 2 kg\n\n*Pie*\nPrice: 5'],
    ['|a|b|\n|-|-|\n|1<br>2|**3**|', '*a: b*\n1 2: *3*'],
    ['````\n```js\nx\n```\n````', '```\nx\n```'],
    ['~~~\na\n~~~', '```\na\n```'],
    ['one<br>two', 'one\ntwo'],
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
    'a | b',
    '<b>html</b>',
  ])('leaves %j as it is', (text) => {
    expect(whatsappFromMarkdown(text)).toBe(text)
  })

  it('is right for what was reported from the field', () => {
    const file = new URL('../../../../test/fixtures/cases/markdown.json', import.meta.url)
    const [label, rule, , table] = (JSON.parse(readFileSync(file, 'utf8')) as { cases: { in: string }[] }).cases
    expect(whatsappFromMarkdown(label?.in ?? '')).toBe('*Preço:* R$ 10\n*English:* next')
    expect(whatsappFromMarkdown(rule?.in ?? '')).toBe('Opções:\n\nFim.')
    expect(whatsappFromMarkdown(table?.in ?? '')).toBe('*Produto: Preço*\nBolo: 10')
  })

  it('reads hundreds of bold items', () => {
    const items = Array.from({ length: 151 }, (_, n) => `- **Item ${n}**: ${n}`)
    expect(whatsappFromMarkdown(items.join('\n'))).toBe(items.map((item) => item.replaceAll('**', '*')).join('\n'))
  })

  it('leaves no double star around words in a text that is too long to be read', () => {
    expect(whatsappFromMarkdown('**Item**: 1\n'.repeat(4000))).toBe('*Item*: 1\n'.repeat(4000))
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
