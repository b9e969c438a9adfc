/**
 * Automagik agents steer the gateway with words such as `AUTOMAGIK:ACCESS_DENIED` instead of an
 * answer. They are for this program; a customer must never read one, whichever back end it came from.
 */

/** In other letters than capitals only with the word right behind it: `Automagik: we open at nine` is a name and a sentence. */
const PREFIX = /^(?:AUTOMAGIK:|[Aa][Uu][Tt][Oo][Mm][Aa][Gg][Ii][Kk]:[A-Za-z_])/
const NAME = 'automagik:'
/** With which agents say that they have nothing to say (OpenClaw), as their whole answer. */
const SILENT_WORDS = ['NO_REPLY', 'HEARTBEAT_OK']
/** Held back until it is known what it is: a word, and some signs around it. */
const MAX_HELD = 20
const AROUND = /[\s\p{Cf}"'“”‘’«»*_`>.!]+$/u

const isPrefix = (beginning: string): boolean => PREFIX.test(beginning)
const mayBecomePrefix = (beginning: string): boolean => NAME.startsWith(beginning.toLowerCase())
const mayBecomeSilentWord = (beginning: string): boolean =>
  beginning.length < MAX_HELD && SILENT_WORDS.some((word) => word.startsWith(beginning) || beginning.replace(AROUND, '') === word)

/** What an agent may put before its text: white space, byte order marks, zero-width characters, marks of Markdown, quotes. */
const START = /^[\s\p{Cf}"'“”‘’«»*_`>]+/u
/** A line that begins with one, in what else is an answer. */
const LINE = new RegExp(`^[[\\s\\p{Cf}"'“”‘’«»*_\`>]--[\\n\\r\\u2028\\u2029]]*${PREFIX.source.slice(1)}`, 'mv')

/** Is this text a control word and not an answer? */
export function isControlWord(text: string): boolean {
  return isPrefix(text.replace(START, ''))
}

/** Does this answer say that there is nothing to say? */
export const isSilentWord = (text: string): boolean => SILENT_WORDS.includes(text.replace(START, '').replace(AROUND, ''))

/** What an answer says before the line that is a control word; all of it where there is none. */
export function withoutControlWords(text: string): string {
  const at = LINE.exec(text)?.index
  return at === undefined ? text : text.slice(0, at)
}

/**
 * Keeps from those who watch a stream every line that is, or may become, a control word, and what comes after one.
 * Each character is looked at once, however the text is cut.
 */
export class ControlWordGate {
  /** What may stand before a control word, … */
  #start = ''
  /** … and the beginning of one. */
  #begun = ''
  #isLineStart = true
  #isBeginning = true
  #isOver = false

  pass(text: string): string {
    let rest = text
    let passed = ''
    while (rest !== '' && !this.#isOver) {
      if (this.#isLineStart) {
        // The empty line that ends a paragraph has it sent.
        const isHeld = this.#isBeginning || this.#start !== '' || this.#begun !== ''
        const space = isHeld ? '' : (/^\s+/.exec(rest)?.[0] ?? '')
        passed += space
        rest = this.#hold(rest.slice(space.length))
        continue
      }
      const end = rest.indexOf('\n') + 1 || rest.length
      this.#isLineStart = rest[end - 1] === '\n'
      passed += rest.slice(0, end)
      rest = rest.slice(end)
    }
    return passed
  }

  /** Takes what may be a control word out of the beginning of a line. Gives back what there is to be read then. */
  #hold(text: string): string {
    const start = this.#begun === '' ? (START.exec(text)?.[0] ?? '') : ''
    this.#start += start
    const rest = text.slice(start.length)
    const taken = rest.slice(0, MAX_HELD - this.#begun.length)
    const begun = this.#begun + taken
    if (isPrefix(begun)) this.#isOver = true
    else if (!mayBecomePrefix(begun) && !(this.#isBeginning && mayBecomeSilentWord(begun))) {
      const line = this.#start + this.#begun + rest
      this.#start = ''
      this.#begun = ''
      this.#isLineStart = false
      this.#isBeginning = false
      return line
    }
    this.#begun = begun
    return rest.slice(taken.length)
  }
}

/** For the trace, where there was an answer beside it. */
export function describeAddedControlWord(text: string): string {
  return `The agent added a control word (AUTOMAGIK:${wordIn(text)}) to its text; it was left out.`
}

function wordIn(text: string): string {
  return (/^AUTOMAGIK:([A-Z_]{1,40})/i.exec(text.replace(START, ''))?.[1] ?? '').toUpperCase()
}

/** One plain sentence for the trace. Only the word itself is repeated, never what an agent wrote after it. */
export function describeControlWord(text: string): string {
  const word = wordIn(text)
  if (word === 'ACCESS_DENIED') return 'The agent refused to talk to this person (AUTOMAGIK:ACCESS_DENIED).'
  return `The agent answered with a control word (AUTOMAGIK:${word}) instead of a text.`
}
