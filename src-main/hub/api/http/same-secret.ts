import { timingSafeEqual } from 'node:crypto'

/** Compares in constant time, so that nobody finds a secret byte by byte. Its length is no secret: it is always the same. */
export function isSameSecret(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
