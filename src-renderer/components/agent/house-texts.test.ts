import { expect, test } from 'vitest'
import { hasTexts, savedTexts } from './house-texts.ts'

test('half-filled questions are not saved', () => {
  const texts = { greeting: '', openingHours: '', address: '', priceList: '', handover: '' }
  const faqs = [
    { question: 'Do you deliver?', answer: 'Yes.' },
    { question: ' ', answer: 'Lost' },
    { question: 'And this?', answer: '' },
  ]
  expect(savedTexts({ ...texts, faqs }).faqs).toEqual([faqs[0]])
})

const NOTHING = { greeting: '', openingHours: '', address: '', priceList: '', handover: '', faqs: [] }

test('texts are those of the owner once one of them says something', () => {
  expect(hasTexts(NOTHING)).toBe(false)
  expect(hasTexts({ ...NOTHING, address: '  ' })).toBe(false)
  expect(hasTexts({ ...NOTHING, faqs: [{ question: 'Do you deliver?', answer: '' }] })).toBe(false)
  expect(hasTexts({ ...NOTHING, address: 'Behind the moon.' })).toBe(true)
})
