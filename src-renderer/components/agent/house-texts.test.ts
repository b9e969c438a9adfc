import { expect, test } from 'vitest'
import { savedTexts } from './house-texts.ts'

test('half-filled questions are not saved', () => {
  const texts = { greeting: '', openingHours: '', address: '', priceList: '', handover: '' }
  const faqs = [
    { question: 'Do you deliver?', answer: 'Yes.' },
    { question: ' ', answer: 'Lost' },
    { question: 'And this?', answer: '' },
  ]
  expect(savedTexts({ ...texts, faqs }).faqs).toEqual([faqs[0]])
})
