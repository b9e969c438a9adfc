/**
 * Automagik agents steer the gateway with words such as `AUTOMAGIK:ACCESS_DENIED` in the place of an
 * answer. They are for this program; a customer must never read one, whichever back end it came from.
 */

const PREFIX = 'AUTOMAGIK:'

/** What an agent may put before its text: white space, byte order marks, zero-width characters, marks of Markdown, quotes. */
const START = /^[\s\p{Cf}"'“”‘’«»*_`>]+/u
/** A line that begins with one, in what else is an answer. */
const LINE = /^[[\s\p{Cf}"'“”‘’«»*_`>]--[\n\r\u2028\u2029]]*AUTOMAGIK:/mv

/** Is this text a control word and not an answer? */
export function isControlWord(text: string): boolean {
  return text.replace(START, '').startsWith(PREFIX)
}

/** Could this beginning of a streamed text still turn out to be a control word? */
function mayBecomeControlWord(beginning: string): boolean {
  const visible = beginning.replace(START, '')
  return visible.length < PREFIX.length ? PREFIX.startsWith(visible) : visible.startsWith(PREFIX)
}

/** What an answer says before the line that is a control word; all of it where there is none. */
export function withoutControlWords(text: string): string {
  const at = LINE.exec(text)?.index
  return at === undefined ? text : text.slice(0, at)
}

/** Keeps from those who watch a stream every line that is, or may become, a control word, and what comes after one. */
export class ControlWordGate {
  #held = ''
  #isLineStart = true
  #isBeginning = true

  pass(text: string): string {
    let rest = this.#held + text
    let passed = ''
    this.#held = ''
    while (rest !== '') {
      // The empty line that ends a paragraph has it sent.
      const space = this.#isBeginning || !this.#isLineStart ? '' : (/^\s+/.exec(rest)?.[0] ?? '')
      passed += space
      rest = rest.slice(space.length)
      if (rest === '') break
      if (this.#isLineStart && mayBecomeControlWord(rest)) {
        this.#held = rest
        break
      }
      const end = rest.indexOf('\n') + 1 || rest.length
      this.#isLineStart = rest[end - 1] === '\n'
      this.#isBeginning = false
      passed += rest.slice(0, end)
      rest = rest.slice(end)
    }
    return passed
  }
}

/** For the trace, where there was an answer beside it. */
export function describeAddedControlWord(text: string): string {
  return `The agent added a control word (AUTOMAGIK:${wordIn(text)}) to its text; it was left out.`
}

function wordIn(text: string): string {
  return /^AUTOMAGIK:([A-Z_]{1,40})/.exec(text.replace(START, ''))?.[1] ?? ''
}

/** One plain sentence for the trace. Only the word itself is repeated, never what an agent wrote after it. */
export function describeControlWord(text: string): string {
  const word = wordIn(text)
  if (word === 'ACCESS_DENIED') return 'The agent refused to talk to this person (AUTOMAGIK:ACCESS_DENIED).'
  return `The agent answered with a control word (AUTOMAGIK:${word}) in the place of a text.`
}
