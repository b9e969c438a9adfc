/**
 * Keeps what a model thinks apart from what it says, where both come in one text. However the text
 * is cut into pieces, what is passed on is the same: the answer without the reasoning.
 *
 * Reasoning begins at a mark outside of code and quotes; within a line, only if it ends, too: else the
 * mark is what the answer speaks of. With only a closing mark, all before it was reasoning: a stream
 * learns that too late, and takes back what it has passed on.
 */
import { BareChannels } from './bare-channels.ts'
import { MARK_START, type Mark, markAt } from './thought-marks.ts'

/** What stands right behind one is what the answer speaks of. */
const QUOTE = /["'“‘«]/
/** No text that people write has a tag like this. */
const SPECIAL = /[|｜‖_[]/
/** More of it than anyone reads on a trace. */
const MAX_REASONING_CHARACTERS = 100_000

export interface Passed {
  /** What was passed on before was not part of the answer. */
  takesBack: boolean
  text: string
}

export class ReasoningFilter {
  readonly #bare = new BareChannels()
  #waiting = ''
  #isThought = false
  /** What is kept apart is for a program, and ends with a mark of its own; or nothing ends it. */
  #block: 'block' | 'stop' | null = null
  /** The name of a Harmony channel while it comes; null outside of one. */
  #channel: string | null = null
  #isHarmony = false
  #visible = ''
  /** Is there more in it than white space? */
  #hasSaid = false
  /** The end of it, which is not passed on yet. Kept apart: to look into the whole at each piece takes longer with each. */
  #fresh = ''
  #hasPassed = false
  #hasStruckOut = false
  #reasoning = ''
  #takesBack = false
  #holdsBack: boolean
  // Where in the text it stands.
  #isLineStart = true
  #fence: string | null = null
  #isInCode = false
  #before = ''
  /** The mark within a line that began what is being thought, and how much was thought before it. */
  #withinLine: { mark: string; reasonedBefore: number } | null = null
  /** Opening marks that are part of a sentence: their closing ones are too. */
  #spokenOf = 0
  #skipsSpace = false

  /** @param holdsBack nothing is passed on before it is known where the answer begins */
  constructor({ holdsBack = false } = {}) {
    this.#holdsBack = holdsBack
  }

  push(text: string): Passed {
    this.#waiting += this.#bare.push(text)
    this.#read(false)
    return this.#pass()
  }

  /** Nothing more comes. */
  end(): Passed {
    this.#waiting += this.#bare.end()
    this.#read(true)
    if (this.#channel !== null) this.#think(this.#channel)
    this.#channel = null
    this.#holdsBack = false
    if (this.#withinLine !== null) this.#wasSpokenOf(this.#withinLine)
    return this.#pass()
  }

  /** The answer so far, without what was taken back. */
  get visible(): string {
    return this.#visible
  }

  /** What was thought so far. */
  get reasoning(): string {
    return this.#reasoning.trim()
  }

  #pass(): Passed {
    const takesBack = this.#takesBack
    this.#takesBack = false
    if (this.#holdsBack) return { takesBack, text: '' }
    const text = this.#fresh
    this.#fresh = ''
    this.#hasPassed ||= text !== ''
    return { takesBack, text }
  }

  #read(isEnd: boolean): void {
    const text = this.#waiting
    let at = 0
    while (at < text.length) {
      MARK_START.lastIndex = at
      const next = MARK_START.exec(text)?.index ?? text.length
      if (next > at) this.#take(text.slice(at, next))
      at = next
      if (at === text.length) break
      const found = markAt(text, at, isEnd)
      if (found === 'cut') break
      if (found === null) {
        this.#take(text[at] ?? '')
        at += 1
      } else {
        const written = text.slice(at, at + found.length)
        if (this.#block !== null) this.#markInBlock(found.mark, written)
        else if (this.#isThought) this.#markInThought(found.mark, written)
        else this.#markInText(found.mark, written)
        at += written.length
      }
    }
    this.#waiting = text.slice(at)
  }

  #markInText(mark: Mark, written: string): void {
    if (mark.kind === 'fence') {
      if (this.#isLineStart && (this.#fence === null || this.#fence === written)) this.#fence = this.#fence === null ? written : null
      this.#take(written)
    } else if (this.#fence !== null || this.#isInCode) this.#take(written)
    else if (mark.kind === 'open') {
      if (QUOTE.test(this.#before) && !this.#isLineStart) {
        this.#spokenOf += 1
        this.#take(written)
      } else this.#begin(false, this.#isLineStart ? null : written)
    } else if (mark.kind === 'close') {
      const isSpokenOf = this.#spokenOf > 0
      if (isSpokenOf) this.#spokenOf -= 1
      if (isSpokenOf || QUOTE.test(this.#before)) this.#take(written)
      else this.#allWasThought()
    } else if (mark.kind === 'channel') this.#begin(true)
    else if (mark.kind === 'wrapper') this.#skipsSpace ||= !this.#hasSaid
    else if (mark.kind === 'block end') {
      // Of what a person reads as much as a program: `</details>`.
      if (!SPECIAL.test(written)) this.#take(written)
    } else if (mark.kind === 'block' || mark.kind === 'stop') this.#beginBlock(mark.kind, written)
  }

  #beginBlock(kind: 'block' | 'stop', written: string): void {
    // A price that is struck out.
    if (written.toLowerCase() === '</s>') this.#hasStruckOut ||= /<s>/i.test(this.#visible)
    const isStruckOut = this.#hasStruckOut && written.toLowerCase() === '</s>'
    if ((QUOTE.test(this.#before) && !this.#isLineStart) || isStruckOut) this.#take(written)
    else if (kind === 'block' || this.#hasSaid) {
      this.#begin(false)
      this.#block = kind
      this.#think(written)
    } else this.#skipsSpace = true
  }

  #markInBlock(mark: Mark, written: string): void {
    this.#think(written)
    if (this.#block !== 'block' || mark.kind !== 'block end') return
    this.#block = null
    this.#answer()
  }

  #markInThought(mark: Mark, written: string): void {
    if (!this.#isHarmony) {
      if (mark.kind === 'close') this.#answer()
      else this.#think(written)
    } else if (mark.kind === 'channel') {
      this.#channel = ''
    } else if (mark.kind === 'message' && this.#channel !== null) {
      const isAnswer = /^\s*(final|assistant)?\s*$/i.test(this.#channel)
      this.#channel = null
      if (isAnswer) this.#answer()
    } else if (mark.kind === 'end') {
      if (this.#channel !== null) this.#think(this.#channel)
      this.#channel = null
      this.#answer()
    } else this.#take(written)
  }

  /** A piece of plain text. */
  #take(piece: string): void {
    if (this.#channel !== null) this.#channel += piece
    else if (this.#isThought) this.#think(piece)
    else this.#say(piece)
  }

  #say(piece: string): void {
    const text = this.#skipsSpace ? piece.trimStart() : piece
    if (text === '') return
    this.#skipsSpace = false
    this.#visible += text
    this.#fresh += text
    this.#hasSaid ||= text.trim() !== ''
    const line = text.slice(text.lastIndexOf('\n') + 1)
    if (line.length < text.length) {
      this.#isLineStart = true
      this.#isInCode = false
    }
    if (line.trim() !== '') this.#isLineStart = false
    if (this.#fence === null && (line.match(/`/g)?.length ?? 0) % 2 === 1) this.#isInCode = !this.#isInCode
    this.#before = text.at(-1) ?? ''
  }

  #think(piece: string): void {
    if (this.#reasoning.length < MAX_REASONING_CHARACTERS) this.#reasoning += piece
  }

  /** @param mark of one within a line */
  #begin(isHarmony: boolean, mark: string | null = null): void {
    this.#isThought = true
    this.#withinLine = mark === null ? null : { mark, reasonedBefore: this.#reasoning.length }
    this.#isHarmony = isHarmony
    this.#channel = isHarmony ? '' : null
    if (this.#reasoning !== '') this.#think('\n\n')
  }

  /** It never ended: the answer only speaks of such marks. */
  #wasSpokenOf({ mark, reasonedBefore }: { mark: string; reasonedBefore: number }): void {
    const text = this.#reasoning.slice(reasonedBefore).replace(/^\n\n/, reasonedBefore === 0 ? '$&' : '')
    this.#reasoning = this.#reasoning.slice(0, reasonedBefore)
    this.#isThought = false
    this.#withinLine = null
    this.#say(mark + text)
  }

  /** What follows is the answer. */
  #answer(): void {
    this.#isThought = false
    this.#withinLine = null
    this.#holdsBack = false
    this.#isLineStart = true
    this.#isInCode = false
    this.#skipsSpace = !this.#hasSaid
  }

  #allWasThought(): void {
    this.#takesBack ||= this.#hasPassed
    if (this.#reasoning !== '') this.#think('\n\n')
    this.#think(this.#visible)
    this.#visible = ''
    this.#fresh = ''
    this.#hasSaid = false
    this.#hasPassed = false
    this.#hasStruckOut = false
    this.#answer()
  }
}

/** The whole of a text at once. */
export function apartFromReasoning(whole: string): { text: string; reasoning: string } {
  const filter = new ReasoningFilter()
  filter.push(whole)
  filter.end()
  return { text: filter.visible, reasoning: filter.reasoning }
}
