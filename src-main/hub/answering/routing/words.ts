/**
 * Words and phrases in what people write: in any case, with or without accents, as whole words.
 *
 * A shop may have thousands of them and a stranger's message may be long, so a text is walked through once
 * for a whole list, along a tree of its words, and not once for each of them.
 */

const WORD = /[\p{L}\p{N}]/u

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

interface Node {
  next: Map<number, Node>
  /** The first word of the list that ends here. */
  index: number | null
}

/** Of the lists in use: what was read of an instance keeps its lists until it is changed. */
const trees = new WeakMap<readonly string[], Node>()

function treeOf(words: readonly string[]): Node {
  const known = trees.get(words)
  if (known !== undefined) return known
  const root: Node = { next: new Map(), index: null }
  for (const [index, word] of words.entries()) {
    let node = root
    const text = plain(word.trim())
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      let next = node.next.get(unit)
      if (next === undefined) {
        next = { next: new Map(), index: null }
        node.next.set(unit, next)
      }
      node = next
    }
    if (node !== root) node.index ??= index
  }
  trees.set(words, root)
  return root
}

interface Haystack {
  original: string
  text: string
  /** For each place: is there a letter or a digit? */
  letters: Uint8Array
}

/** One message is looked through for many lists. */
let last: Haystack | null = null

function haystackOf(original: string): Haystack {
  if (last?.original === original) return last
  const text = plain(original)
  const letters = new Uint8Array(text.length)
  let at = 0
  for (const character of text) {
    if (WORD.test(character)) letters.fill(1, at, at + character.length)
    at += character.length
  }
  last = { original, text, letters }
  return last
}

/** The places in `words` of those that are in the text. Of equal ones only the first. */
export function wordsIn(text: string, words: readonly string[]): Set<number> {
  const root = treeOf(words)
  const { text: haystack, letters } = haystackOf(text)
  const found = new Set<number>()
  for (let start = 0; start < haystack.length; start += 1) {
    // Where a word of letters begins or ends, there must be no letter beside it.
    if (letters[start] === 1 && start > 0 && letters[start - 1] === 1) continue
    let node: Node | undefined = root
    for (let at = start; node !== undefined; at += 1) {
      const endsWithin = at > start && letters[at - 1] === 1 && at < haystack.length && letters[at] === 1
      if (node.index !== null && !endsWithin) found.add(node.index)
      node = at < haystack.length ? node.next.get(haystack.charCodeAt(at)) : undefined
    }
  }
  return found
}

/** The first of `words` that is in the text, or null. */
export function firstWordIn(text: string, words: readonly string[]): string | null {
  const found = wordsIn(text, words)
  return words.find((_word, index) => found.has(index)) ?? null
}
