import { expect, test } from 'vitest'
import { matches, questionWords, searchText, wordsOf } from './search-words.ts'

const turn = {
  id: '019a-b',
  messagePreview: 'Vocês abrem no sábado?',
  contactName: 'José d’Ávila',
  contactPhone: '5511987654321',
  reason: 'Answered.',
  messageExternalId: '3EB0C1',
  sessionName: 'shop_5511987654321',
  agentSessionId: null,
  conversationId: 'c-1',
}

test('words lose case and accents, and are split as the index splits them', () => {
  expect(wordsOf('Olá, JOSÉ d’Ávila!')).toEqual(['ola', 'jose', 'd', 'avila'])
})

test('a question is found by beginnings of words in any order', () => {
  expect(matches(turn, questionWords('sab jose'))).toBe(true)
  expect(matches(turn, questionWords('SÁBADO vocês'))).toBe(true)
  expect(matches(turn, questionWords('domingo'))).toBe(false)
  expect(matches(turn, questionWords('bado'))).toBe(false)
})

test('a phone number is found by any of its digits, however it is written', () => {
  for (const query of ['+55 11 98765-4321', '4321', '98765', '5511987654321']) expect(matches(turn, questionWords(query)), query).toBe(true)
  expect(matches(turn, questionWords('98766'))).toBe(false)
})

test('ids are found whole', () => {
  expect(matches(turn, questionWords('3eb0c1'))).toBe(true)
  expect(matches(turn, questionWords('019a-b'))).toBe(true)
})

test('a question of punctuation alone asks nothing, and quotes cannot break out of it', () => {
  expect(questionWords('"* OR')).toEqual(['or'])
  expect(questionWords('!?')).toEqual([])
  expect(questionWords('a b')).toEqual(['a', 'b'])
})

test('a turn without a contact has no holes in its text', () => {
  expect(searchText({ ...turn, contactName: null, contactPhone: null, sessionName: null })).not.toContain('null')
})
