/**
 * One text out of two: what an agent streamed, and what it gives as the whole at the end. Servers
 * lose a part of either: white space makes no difference, and nothing is said twice or lost.
 */

/** Less of an end and a beginning that are alike may be chance. */
const MIN_OVERLAP = 16

const bare = (text: string): string => text.replace(/\s+/g, '')

/** `final` is null where the back end gave none. Where they have nothing in common, it is the final text. */
export function oneText(streamed: string, final: string | null): string {
  const ended = bare(final ?? '')
  if (final === null || ended === '') return streamed
  const said = bare(streamed)
  if (said === '' || ended.includes(said)) return final
  if (said.includes(ended)) return streamed
  const overlap = overlapOf(said, ended)
  if (overlap < MIN_OVERLAP) return final
  return `${streamed.trimEnd()}${afterBare(final, overlap)}`
}

/** The rest of a text behind its first `count` characters that are not white space. */
export function afterBare(text: string, count: number): string {
  let left = count
  for (let at = 0; at < text.length; at += 1) {
    if (left === 0) return text.slice(at)
    if (/\S/.test(text[at] ?? '')) left -= 1
  }
  return ''
}

/** What of a text has not been said, if it begins with all that has; null if it begins in another way. */
export function restAfter(said: string[], text: string): string | null {
  const before = bare(said.join(''))
  return bare(text).startsWith(before) ? afterBare(text, before.length) : null
}

/** Less of it may be said twice on purpose. */
const MIN_REPEATED = 8

/** Is the second all of the first once more, as servers send at the end of a stream? */
export const repeats = (said: string, text: string): boolean =>
  said !== '' && text.length >= MIN_REPEATED && bare(text).length >= MIN_REPEATED && saysTheSame(said, text)

/** May what comes turn out to be all of the first once more? */
export const mayRepeat = (said: string, beginning: string): boolean =>
  said !== '' && bare(said).length >= MIN_REPEATED && bare(said).startsWith(bare(beginning))

/** Does the second begin with the words of the first? */
export const isBeginning = (beginning: string, text: string): boolean => bare(text).startsWith(bare(beginning))

/** Are these the same words? */
export const saysTheSame = (one: string, other: string): boolean => bare(one) === bare(other)

/** How many characters the end of one text and the beginning of another have in common, at most (Knuth, Morris, Pratt). */
function overlapOf(first: string, second: string): number {
  const fails = new Int32Array(second.length)
  for (let at = 1, length = 0; at < second.length; at += 1) {
    while (length > 0 && second[at] !== second[length]) length = fails[length - 1] ?? 0
    if (second[at] === second[length]) length += 1
    fails[at] = length
  }
  let length = 0
  for (const character of first.slice(-second.length)) {
    while (length > 0 && character !== second[length]) length = fails[length - 1] ?? 0
    if (character === second[length]) length += 1
  }
  return length
}
