/** Characters that turn the direction of what follows: they make `invoiceexe.pdf` of what ends in `.exe`. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** What no system takes in a name, or reads as a folder. */
const NOT_IN_NAMES = /[\p{Cc}\\/]/gu
const MAX_LENGTH = 255

/** The name that a stranger gave a file, as it is safe to show and to save under; null for none. */
export function plainFileName(name: string | null): string | null {
  if (name === null) return null
  const plain = name.toWellFormed().replace(DIRECTION, '').replace(NOT_IN_NAMES, '_').trim().slice(0, MAX_LENGTH)
  return plain === '' || /^\.+$/.test(plain) ? null : plain
}
