/** Text of customers made safe to keep: bounded, well formed, and names without control characters. */

export const MAX_TEXT_LENGTH = 60_000
export const MAX_NAME_LENGTH = 200

function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  // Never leave half of an emoji behind.
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

/** Message text: at most 60,000 UTF-16 units, no NUL (SQLite ends a text there), no lone surrogates. */
export function cleanText(value: unknown, maxLength: number = MAX_TEXT_LENGTH): string {
  if (typeof value !== 'string') return ''
  return cut(value, maxLength).replaceAll('\u0000', '').toWellFormed()
}

/**
 * A name on one line of at most 200 characters; null when nothing is left of it. Marks that turn
 * the writing direction go too: they would rearrange the words around the name on the screen.
 */
export function cleanName(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const line = cut(value, 4000)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line === '' ? null : cut(line, MAX_NAME_LENGTH).trim()
}

/** A file name without any path. */
export function cleanFileName(value: unknown): string | null {
  return cleanName(value)?.replace(/[/\\]/g, '_') ?? null
}
