/** Text as the house agent compares it: words without case, accents and punctuation. */

export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/**
 * Are these two words the same to a reader in a hurry? Equal, one of them with another ending
 * ("entrega", "entregam"; "price", "prices"), or one typing error in a longer word.
 */
export function areAlike(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = a.length <= b.length ? a : b
  const longer = a.length <= b.length ? b : a
  if (shorter.length < 4 || /\d/.test(a) || /\d/.test(b)) return false
  const prefix = commonPrefix(a, b)
  if (prefix >= 4 && prefix >= shorter.length - 1 && longer.length - prefix <= 3) return true
  return shorter.length >= 5 && isOneEditApart(shorter, longer)
}

function commonPrefix(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}

/** One letter added, missing, changed, or two neighbours swapped. */
function isOneEditApart(shorter: string, longer: string): boolean {
  if (longer.length - shorter.length > 1) return false
  const start = commonPrefix(shorter, longer)
  const restOf = (word: string, skipped: number): string => word.slice(start + skipped)
  if (longer.length > shorter.length) return restOf(shorter, 0) === restOf(longer, 1)
  if (restOf(shorter, 1) === restOf(longer, 1)) return true
  const isSwapped = shorter[start] === longer[start + 1] && shorter[start + 1] === longer[start]
  return isSwapped && restOf(shorter, 2) === restOf(longer, 2)
}
