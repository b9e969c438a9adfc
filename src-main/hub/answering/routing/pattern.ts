/**
 * Regular expressions that people write, on texts that strangers write. RE2 takes time in proportion to the text
 * and to the expression, whatever they are; both are bounded, so that no message can stop the hub.
 */
import { RE2JS } from 're2js'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'

const compiled = new Map<string, RE2JS>()
const KEPT = 500
/** Steps of the programs of all rules of an instance together. A pattern that people write has some dozens. */
const MAX_STEPS = 2000
/** No pattern fits a longer message: nobody writes one, and what a part of it says is not what the whole says. */
const MAX_TEXT_LENGTH = 10_000

/** Throws OmniError('bad_request') for what is not a RE2 expression. */
function patternOf(source: string): RE2JS {
  const known = compiled.get(source)
  if (known !== undefined) return known
  let pattern: RE2JS
  try {
    pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  } catch (cause) {
    throw new OmniError('bad_request', `The pattern "${source}" cannot be read: ${errorMessage(cause)}`, { cause })
  }
  if (compiled.size >= KEPT) compiled.clear()
  compiled.set(source, pattern)
  return pattern
}

/** Throws OmniError('bad_request') for what is not a RE2 expression, and for more than a message may cost. */
export function checkPatterns(sources: string[]): void {
  let steps = 0
  for (const source of sources) {
    steps += patternOf(source).programSize()
    if (steps > MAX_STEPS)
      throw new OmniError('bad_request', `The pattern "${source}" takes too long to look for. Use fewer or smaller repetitions.`)
  }
}

/** The part of the text that matches first, or null. */
export function firstMatch(source: string, text: string): string | null {
  if (text.length > MAX_TEXT_LENGTH) return null
  const matcher = patternOf(source).matcher(text)
  return matcher.find() ? matcher.group() : null
}
