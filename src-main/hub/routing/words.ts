/** Words and phrases in what people write: in any case, with or without accents, as whole words. */

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const WORD = /[\p{L}\p{N}]/u

/** Asks a text for one word after the other. */
export function wordsIn(text: string): (word: string) => boolean {
  const haystack = plain(text)
  return (word) => contains(haystack, plain(word.trim()))
}

/** The first of `words` that is in the text, or null. */
export const firstWordIn = (text: string, words: readonly string[]): string | null => words.find(wordsIn(text)) ?? null

function contains(text: string, word: string): boolean {
  if (word === '') return false
  // Where a word of letters begins or ends, there must be no letter beside it.
  const startsWithLetter = WORD.test(firstOf(word))
  const endsWithLetter = WORD.test(lastOf(word))
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = lastOf(text.slice(0, at))
    const after = firstOf(text.slice(at + word.length))
    if (!(startsWithLetter && WORD.test(before)) && !(endsWithLetter && WORD.test(after))) return true
  }
  return false
}

const firstOf = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 32)
const lastOf = (text: string): string => [...text.slice(-2)].at(-1) ?? ' '
