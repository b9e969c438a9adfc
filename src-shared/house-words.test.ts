import { expect, test } from 'vitest'
import { houseTextsSchema } from './contract/instances.ts'
import { hasOwnWords, hasWordsToSay } from './house-words.ts'

const house = (texts: object) => houseTextsSchema.parse(texts)

test('texts are those of the owner once one of them says something', () => {
  expect(hasOwnWords(house({}))).toBe(false)
  expect(hasOwnWords(house({ address: ' \u00a0\u200b\u2060' }))).toBe(false)
  expect(hasOwnWords(house({ faqs: [{ question: 'Do you deliver?', answer: '\u200b' }] }))).toBe(false)
  expect(hasOwnWords(house({ faqs: [{ question: 'Do you deliver?', answer: 'Yes.' }] }))).toBe(true)
  expect(hasOwnWords(house({ address: 'Behind the moon.' }))).toBe(true)
})

test('the house agent has words to say where the owner wrote some, or chose its simple greeting', () => {
  expect(hasWordsToSay(house({}))).toBe(false)
  expect(hasWordsToSay(house({ greeting: '\u2060' }))).toBe(false)
  expect(hasWordsToSay(house({ greeting: 'Hi' }))).toBe(true)
  expect(hasWordsToSay(house({ simpleGreeting: true }))).toBe(true)
})
