import { describe, expect, it } from 'vitest'
import { areAlike, wordsOf } from './words.ts'

describe('the words of a text', () => {
  it('have no case, accents, punctuation or composed forms', () => {
    expect(wordsOf('Olá, você ABRE às 8h?! Ｆｕｌｌ')).toEqual(['ola', 'voce', 'abre', 'as', '8h', 'full'])
  })

  it.each([
    ['entrega', 'entregam'],
    ['price', 'prices'],
    ['delivery', 'delivry'],
    ['cartao', 'catrao'],
    ['aceita', 'aceitam'],
  ])('are alike with another ending or one typing error: %s, %s', (a, b) => {
    expect(areAlike(a, b)).toBe(true)
    expect(areAlike(b, a)).toBe(true)
  })

  it.each([
    ['port', 'portugal'],
    ['card', 'care'],
    ['2024', '2025'],
    ['casa', 'cama'],
    ['open', 'closed'],
  ])('are not alike when they merely look similar: %s, %s', (a, b) => {
    expect(areAlike(a, b)).toBe(false)
  })
})
