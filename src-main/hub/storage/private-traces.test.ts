import { expect, test } from 'vitest'
import { withoutQuotes } from './private-traces.ts'

test('a sentence keeps what is ours, and loses what it quotes', () => {
  expect(withoutQuotes('Answered in 2 messages.')).toBe('Answered in 2 messages.')
  expect(withoutQuotes('Sofia gave no answer (timeout): Ann asked "why" at 5511987654321')).toBe('Sofia gave no answer (timeout).')
  expect(withoutQuotes('The sender is blocked by rule "block 5511987654321".')).toBe('The sender is blocked by rule "[…]".')
  expect(withoutQuotes('Sent to +55 11 98765-4321.')).toBe('Sent to [number].')
  expect(withoutQuotes('Stored durably 12.5 ms after it came.')).toBe('Stored durably 12.5 ms after it came.')
})
