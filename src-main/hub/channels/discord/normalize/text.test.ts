import { expect, test } from 'vitest'
import { type Names, readableText } from './text.ts'

const names: Names = {
  isOwnUser: (id) => id === '100000000000000001',
  isOwnRole: (id) => id === '100000000000000002',
  user: (id) => (id === '100000000000000003' ? 'Bea' : null),
  role: (id) => (id === '100000000000000004' ? 'staff' : null),
  channel: (id) => (id === '100000000000000005' ? 'general' : null),
}
const read = (text: string) => readableText(text, names)

test('marks become what people see', () => {
  expect(read('Ask <@100000000000000003> or <@!100000000000000003>, <@&100000000000000004> in <#100000000000000005>')).toBe(
    'Ask @Bea or @Bea, @staff in #general',
  )
  expect(read('<:cake:100000000000000009> <a:dance:100000000000000009> </ask:100000000000000009>')).toBe(':cake: :dance: /ask')
  expect(read('at <t:1700000000:F>')).toBe('at 2023-11-14 22:13 UTC')
  expect(read('<@100000000000000099>')).toBe('@100000000000000099')
})

test('the bot itself is left out, with the space around it, and nothing else is touched', () => {
  expect(read('<@100000000000000001> Hello')).toBe('Hello')
  expect(read('Hello <@&100000000000000002>, are you there?')).toBe('Hello , are you there?')
  expect(read('  code   with   spaces ')).toBe('  code   with   spaces ')
  expect(read('<@100000000000000001>')).toBe('')
})
