import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costMicros, costOf, namesOf, priceFor } from './price.ts'

const price = (model: string, input = 1, output = 2) => ({
  model,
  inputMicrosPerMillion: input,
  outputMicrosPerMillion: output,
  audioMicrosPerMinute: null,
})

test('the first price that fits counts, whatever the case', () => {
  const table = { currency: 'USD', prices: [price('gpt-4o-mini'), price('GPT-4o*'), price('*')] }
  expect(priceFor(table, ['gpt-4o-mini'])?.model).toBe('gpt-4o-mini')
  expect(priceFor(table, ['gpt-4o-2024'])?.model).toBe('GPT-4o*')
  expect(priceFor(table, ['llama3.2:1b'])?.model).toBe('*')
  expect(priceFor({ ...table, prices: [price('gpt.4o')] }, ['gpt-4o'])).toBeNull()
})

test('an agent is found by its model, its id or its name', () => {
  expect(namesOf({ name: 'Sofia', settings: { model: 'small', url: 'http://x' } })).toEqual(['small', 'Sofia'])
})

test('money is counted in whole millionths, never less than what was used', () => {
  expect(costMicros(price('m', 2_500_000, 10_000_000), { inputTokens: 1000, outputTokens: 200 })).toBe(4500)
  expect(costMicros(price('m', 1, 0), { inputTokens: 1, outputTokens: null })).toBe(1)
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), fc.nat(1_000_000_000), fc.nat(1_000_000_000), (input, output, a, b) => {
      const cost = costMicros(price('m', a, b), { inputTokens: input, outputTokens: output })
      expect(Number.isSafeInteger(cost)).toBe(true)
      expect(cost).toBeGreaterThanOrEqual((input * a + output * b) / 1_000_000)
    }),
  )
})

test('a recording is paid by the minute where it has such a price, else by its tokens, and else nobody knows', () => {
  const heard = { inputTokens: null, outputTokens: null, audioSeconds: 90 }
  const perMinute = { ...price('whisper-1', 0, 0), audioMicrosPerMinute: 6000 }
  expect(costOf(perMinute, heard)).toBe(9000)
  expect(costOf(perMinute, { ...heard, audioSeconds: 1 })).toBe(100)
  expect(costOf(price('whisper-1'), heard)).toBeNull()
  expect(costOf(price('hears', 2_000_000), { ...heard, inputTokens: 50 })).toBe(100)
  expect(costOf(null, heard)).toBeNull()
  // What answers is never paid by the minute.
  expect(costOf(perMinute, { inputTokens: 10, outputTokens: 10 })).toBe(0)
})
