import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Names, readableText } from './readable-text.ts'

const names: Names = {
  user: (id) => ({ U1: 'Ann' })[id] ?? null,
  channel: (id) => ({ C1: 'shop' })[id] ?? null,
  emoji: (name) => ({ '+1': '👍', smile: '😄' })[name] ?? null,
}
const read = (text: string) => readableText(text, 'U0', names)

it.each([
  ['<@U0> are you open?', 'are you open?'],
  ['<@U0>: are you open, <@U1>?', 'are you open, @Ann?'],
  ['ask <@U9|bob>', 'ask @bob'],
  ['in <#C1> or <#C2|orders> or <#C3|>', 'in #shop or #orders or #C3'],
  ['<!here> and <!subteam^S1|@bakers>', '@here and @bakers'],
  ['<!date^1392734382^{date}|18 Feb>', '18 Feb'],
  ['see <https://sol.example/menu|our menu>', 'see our menu (https://sol.example/menu)'],
  ['<https://sol.example|sol.example>', 'https://sol.example'],
  ['<mailto:a@sol.example|a@sol.example>', 'a@sol.example'],
  ['5 &gt; 3 &amp;amp; 2', '5 > 3 &amp; 2'],
  ['great :+1::skin-tone-3: :smile: :shopcake: 10:30:15', 'great 👍🏼 😄 :shopcake: 10:30:15'],
  ['`:smile: &lt;` and ```<@U1>```', '`:smile: <` and ```<@U1>```'],
  ['<not a reference', '<not a reference'],
])('%j reads %j', (text, readable) => {
  expect(read(text)).toBe(readable)
})

it('takes any text in little time', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '|', ':', '@', 'a', '`', '&', ';', '\n'), maxLength: 400 }),
      (text) => void read(text),
    ),
  )
  read('<'.repeat(100_000))
  read(':'.repeat(100_000))
  read('`'.repeat(100_000))
  read('<a|'.repeat(40_000))
})
