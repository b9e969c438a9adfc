import { expect, test } from 'vitest'
import { houseTextsSchema } from '../../../src-shared/contract/instances.ts'
import { savedTexts } from './house-texts.ts'

test('half-filled questions are not saved', () => {
  const faqs = [
    { question: 'Do you deliver?', answer: 'Yes.' },
    { question: ' ', answer: 'Lost' },
    { question: 'And this?', answer: '' },
  ]
  expect(savedTexts({ ...houseTextsSchema.parse({}), faqs }).faqs).toEqual([faqs[0]])
})
