import fc from 'fast-check'
import { expect, it } from 'vitest'
import { slackFromMarkdown } from './from-markdown.ts'

it.each([
  ['It comes to **76.00**.', 'It comes to *76.00*.'],
  ['~~80~~ 76', '~80~ 76'],
  ['# Your order\n\n2 cakes', '*Your order*\n\n2 cakes'],
  ['See [our menu](https://sol.example/menu).', 'See <https://sol.example/menu|our menu>.'],
  ['<https://sol.example>', '<https://sol.example>'],
  ['[ana@sol.example](mailto:ana@sol.example)', '<mailto:ana@sol.example|ana@sol.example>'],
  ['[a|b > c](https://sol.example/?a=1&b=<2>)', '<https://sol.example/?a=1&amp;b=%3C2%3E|a¦b &gt; c>'],
  ['[here](javascript:alert)', 'here (javascript:alert)'],
  ['5 > 3 & 2 < 4', '5 &gt; 3 &amp; 2 &lt; 4'],
  ['Hello <!channel> and <@U123>', 'Hello &lt;!channel&gt; and &lt;@U123&gt;'],
  ['```js\nif (a < b) c\n```', '```\nif (a &lt; b) c\n```'],
  ['`a & b`', '`a &amp; b`'],
  ['> **Note** well', '> *Note* well'],
  ['- [x] paid\n- [ ] sent', '- ☑ paid\n- ☐ sent'],
  ['| **Produto** | Preço |\n|---|---|\n| Bolo & pão | 10 |', '*Produto: Preço*\nBolo &amp; pão: 10'],
  ['plain', 'plain'],
])('%j is %j', (markdown, text) => {
  expect(slackFromMarkdown(markdown)).toBe(text)
})

it('calls nobody, whatever an agent writes', () => {
  const piece = fc.constantFrom(
    '<!channel>',
    '<@U1>',
    '<!here|x>',
    '**',
    '*',
    '`',
    '```\n',
    '[a](',
    'https://x.example',
    ')',
    '\n',
    '> ',
    ' ',
    'word',
    '\\',
    '|',
    '<',
    '>',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = slackFromMarkdown(pieces.join(''))
      for (const [, inside = ''] of text.matchAll(/<([^<>]*)>/g)) expect(inside).toMatch(/^(https?|mailto|tel):/)
    }),
    { numRuns: 2000 },
  )
})
