import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountOf, microsOf, moneyText } from './money.ts'

test('an amount is written as in the country, and a small one does not vanish', () => {
  expect(moneyText(1_240_000, 'USD', 'en')).toBe('$1.24')
  expect(moneyText(1_240_000, 'BRL', 'pt-BR')).toBe('R$\u00a01,24')
  expect(moneyText(92, 'USD', 'en')).toBe('$0.000092')
  expect(moneyText(0, 'USD', 'en')).toBe('$0.00')
})

test('an amount goes there and back without losing a millionth', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), (micros) => {
      expect(microsOf(amountOf(micros))).toBe(micros)
    }),
  )
})
