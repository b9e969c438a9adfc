/**
 * What JSON from strangers may cost, looked at before it is parsed: a parser needs a hundred times as long for
 * a megabyte of tiny objects as for a megabyte of one picture, and nobody else is served meanwhile. Strings are
 * skipped at the speed of memory, so a large file in a body costs next to nothing.
 */
import { OmniError } from '../../../../src-shared/errors.ts'

/** JSON deeper than this is an attack on somebody's recursion, not a message. */
export const MAX_DEPTH = 64
/** Values and names together. A platform's list of ten thousand contacts has a third of it. */
const MAX_TOKENS = 300_000
/** Everything that stands outside strings. */
const MAX_BARE_BYTES = 8 * 1024 * 1024
/** Quotes that are written as `\"`: each one ends the quick way through a string. */
const MAX_QUOTES = 300_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

const tooMany = () => new OmniError('too_large', 'The body has more values than Omni takes in one call.')

/**
 * Throws OmniError('too_large') for more values than any real call has, OmniError('bad_request') for a nesting of more
 * than 64 levels. Says nothing of whether it is JSON.
 */
export function checkJsonBudget(body: Buffer): void {
  let depth = 0
  let tokens = 0
  let bare = 0
  let quotes = 0
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    if (byte === QUOTE) {
      let end = body.indexOf(QUOTE, at + 1)
      while (end !== -1 && isEscaped(body, end, at)) {
        quotes += 1
        if (quotes > MAX_QUOTES) throw tooMany()
        end = body.indexOf(QUOTE, end + 1)
      }
      if (end === -1) return
      at = end
      tokens += 1
    } else if (OPENING.has(byte)) {
      depth += 1
      tokens += 1
      if (depth > MAX_DEPTH) throw new OmniError('bad_request', `The body is nested deeper than ${MAX_DEPTH} levels.`)
    } else if (CLOSING.has(byte)) depth -= 1
    else if (byte === COMMA || byte === COLON) tokens += 1
    bare += 1
    if (tokens > MAX_TOKENS || bare > MAX_BARE_BYTES) throw tooMany()
  }
}

/** An odd number of backslashes stands before it. */
function isEscaped(body: Buffer, at: number, start: number): boolean {
  let first = at
  while (first - 1 > start && body[first - 1] === BACKSLASH) first -= 1
  return (at - first) % 2 === 1
}
