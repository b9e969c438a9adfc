import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handOver, sharedTexts, takeOver } from './shared-texts.ts'

test('texts of any alphabet come over whole, in their order, where there is room and where there is not', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 })
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 400 }), (rows, room) => {
      const memory = sharedTexts(room)
      // Each row is taken over before the next is handed over; what an earlier one left behind is no part of it.
      for (const row of rows) expect(takeOver(memory, handOver(memory, row)).toString()).toBe(row.join(''))
    }),
  )
})

test('what fits is not copied into the message', () => {
  const memory = sharedTexts(4)
  expect(handOver(memory, ['€€', 'ab'])).toBe(8)
  expect(handOver(memory, ['€€', 'abc'])).toBe('€€abc')
})
