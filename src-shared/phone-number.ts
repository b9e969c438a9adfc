/** Phone numbers as people write them, read as the digits that networks use. */

/** Marks that set the direction of writing, joiners, and what else is not seen; address books paste them along. */
const INVISIBLE = /\p{Cf}/gu
/** Spaces, dashes and dots of any alphabet, and the rest of what people put between digits. */
const SEPARATORS = /[\s\p{Pd}\p{Zs}.,·•/\\_()[\]'’\u2212]/gu
/** `(0)` behind a country code is only dialled within that country. */
const TRUNK_PREFIX = /(\d\D*)[([]\s*0\s*[)\]]/
/** The same with the area code: `+55 (011) …`. In some countries numbers do begin with 0. */
const TRUNK_IN_AREA = /^(\+?(?:00)?(?!39|378|379|225|241|242)[1-9]\d{0,2}[^\d([]*[([]\s*)0(?=\d{1,4}\s*[)\]])/
/** The first digit of each alphabet whose digits people type into phone fields. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6]

function asciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const zero = ZEROS.find((first) => code >= first && code <= first + 9)
  return zero === undefined ? character : String(code - zero)
}

/**
 * The digits of a number with its country code: `+55 (11) 98765-4321`, `0055 11…` and `+49 (0) 30…` lose
 * what is only notation. Null for a text that is no number. Nothing adds a country; the length is not checked.
 */
export function phoneDigits(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .trim()
  const bare = plain.replace(/^tel:/i, '').replace(TRUNK_PREFIX, '$1').replace(TRUNK_IN_AREA, '$1').replace(SEPARATORS, '')
  const [, international, digits = ''] = /^(\+?)(\d+)$/.exec(bare) ?? []
  if (digits === '') return null
  // `00` is how most countries dial out; no country code begins with it.
  return international === '+' ? digits.replace(/^0+(?=[1-9])/, '') : digits.replace(/^00(?=[1-9])/, '')
}
