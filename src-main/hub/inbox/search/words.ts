/**
 * The words of a search and where they are in a text, by the same rules as the full-text index:
 * case and accents do not matter, and the beginning of a word is enough.
 */
import type { Highlights } from '../../../../src-shared/contract/search.ts'
import { phoneDigits } from '../../../../src-shared/phone-number.ts'

const MAX_WORDS = 10
const SNIPPET_BEFORE = 40
const SNIPPET_LENGTH = 160

const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu

/** Folded so that its length stays that of the original, which the positions below rely on. */
function fold(text: string): string {
  let folded = ''
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    folded += plain.length === character.length ? plain : character
  }
  return folded
}

/** Empty when there is nothing to search for: only signs, or emoji. */
export function searchWords(query: string): string[] {
  return [...new Set((query.normalize('NFC').match(WORD) ?? []).map((word) => word.toLowerCase()))].slice(0, MAX_WORDS)
}

/** Fewer are in too many numbers to find anybody. */
const MIN_DIGITS = 4

/** The digits of a number, or of a part of one, as it is displayed or typed: `+55 11 98888-7777`, `(11) 98888`. */
export function searchDigits(query: string): string | undefined {
  const digits = phoneDigits(query)?.replace(/^0+/, '') ?? ''
  return digits.length < MIN_DIGITS ? undefined : digits
}

/** `[start, end)` of the beginnings of words that were searched for, in order and without overlaps. */
export function highlightsIn(text: string, words: string[]): Highlights {
  const wanted = words.map(fold)
  const folded = fold(text)
  const found: Highlights = []
  for (const match of folded.matchAll(WORD)) {
    const lengths = wanted.filter((word) => match[0].startsWith(word)).map((word) => word.length)
    if (lengths.length > 0) found.push([match.index, match.index + Math.max(...lengths)])
  }
  return found
}

/** The part of a text around its first hit, on one line. */
export function snippetOf(text: string, words: string[]): { snippet: string; highlights: Highlights } {
  const line = text.replace(/\s/g, ' ')
  const first = highlightsIn(line.slice(0, 100_000), words)[0]?.[0] ?? 0
  let start = Math.max(0, first - SNIPPET_BEFORE)
  // Not in the middle of a word, nor of a character of two units.
  if (start > 0) start = Math.max(start, line.lastIndexOf(' ', first - 1) > start ? line.indexOf(' ', start) + 1 : start)
  if (start > first) start = first
  if (/[\uDC00-\uDFFF]/.test(line[start] ?? '')) start += 1
  let end = Math.min(line.length, start + SNIPPET_LENGTH)
  if (/[\uD800-\uDBFF]/.test(line[end - 1] ?? '') && end < line.length) end -= 1
  const snippet = `${start > 0 ? '…' : ''}${line.slice(start, end)}${end < line.length ? '…' : ''}`
  return { snippet, highlights: highlightsIn(snippet, words) }
}
