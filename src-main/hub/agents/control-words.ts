/**
 * Automagik agents steer the gateway with words such as `AUTOMAGIK:ACCESS_DENIED` in the place of an
 * answer. They are for this program; a customer must never read one, whichever back end it came from.
 */

const PREFIX = 'AUTOMAGIK:'

/** What an agent may put before its text without it being seen: white space, byte order marks, zero-width characters. */
const INVISIBLE_START = /^[\s\p{Cf}]+/u

/** Is this text a control word and not an answer? */
export function isControlWord(text: string): boolean {
  return text.replace(INVISIBLE_START, '').startsWith(PREFIX)
}

/** Could this beginning of a streamed text still turn out to be a control word? */
export function mayBecomeControlWord(beginning: string): boolean {
  const visible = beginning.replace(INVISIBLE_START, '')
  return visible.length < PREFIX.length ? PREFIX.startsWith(visible) : visible.startsWith(PREFIX)
}

/** One plain sentence for the trace. Only the word itself is repeated, never what an agent wrote after it. */
export function describeControlWord(text: string): string {
  const word = /^AUTOMAGIK:([A-Z_]{1,40})/.exec(text.replace(INVISIBLE_START, ''))?.[1] ?? ''
  if (word === 'ACCESS_DENIED') return 'The agent refused to talk to this person (AUTOMAGIK:ACCESS_DENIED).'
  return `The agent answered with a control word (AUTOMAGIK:${word}) in the place of a text.`
}
