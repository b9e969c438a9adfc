/** What nobody sees: white space, control characters, zero-width and filling characters, and the empty Braille cell. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u

/** Would a person see anything of this text? */
export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text)
}
