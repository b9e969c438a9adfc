/** The words of a shop, to be asked which of them a customer may have meant. */
import { areAlike } from './words.ts'

export interface Vocabulary {
  /** Those that are alike in the sense of `areAlike`. */
  alike(word: string): string[]
}

const start = (word: string): string => word.slice(0, 2)
const end = (word: string): string => word.slice(-2)

/**
 * Words that are alike begin with the same two letters, or else end with the same two: one edit within the
 * first two letters of a word of five leaves its end as it is. So few have to be compared.
 */
export function createVocabulary(words: string[]): Vocabulary {
  const byStart = Map.groupBy(words, start)
  const byEnd = Map.groupBy(words, end)
  return {
    alike(word) {
      const sameStart = byStart.get(start(word)) ?? []
      const sameEnd = (byEnd.get(end(word)) ?? []).filter((other) => start(other) !== start(word))
      return [...sameStart, ...sameEnd].filter((other) => areAlike(other, word))
    },
  }
}
