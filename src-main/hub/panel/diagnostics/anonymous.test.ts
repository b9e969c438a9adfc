import { expect, test } from 'vitest'
import { anonymous } from './anonymous.ts'

test.each([
  'no answer for +55 11 98765-4321',
  'the chat 5511987654321@s.whatsapp.net is gone',
  'could not send "Ann, 5511987654321: my card is 4111"',
  'refused by https://ann.example.com/5511987654321?key=5511987654321',
  'turn 0198f2c4-98765-4321-abcd-5511987654321 failed',
])('nobody is to be found in: %s', (line) => {
  expect(anonymous(line)).not.toMatch(/98765|4321|4111|Ann|ann\./)
})

test('what happened is still told', () => {
  expect(anonymous('the webhook of "shop" answered 503 after 30 s')).toBe('the webhook of "…" answered 503 after 30 s')
})
