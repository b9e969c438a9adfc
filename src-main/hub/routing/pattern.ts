/**
 * Regular expressions that people write, on texts that strangers write. RE2 takes time in proportion
 * to the text whatever the expression, so that no message can stop the hub.
 */
import { RE2JS } from 're2js'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'

const compiled = new Map<string, RE2JS>()
const KEPT = 500

/** Throws OmniError('bad_request') for what is no expression of RE2. */
export function patternOf(source: string): RE2JS {
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

/** The part of the text that matches first, or null. */
export function firstMatch(source: string, text: string): string | null {
  const matcher = patternOf(source).matcher(text)
  return matcher.find() ? matcher.group() : null
}
