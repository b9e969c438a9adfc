/**
 * Harmony's channels (gpt-oss) whose marks a server has dropped: `analysis…assistantfinal…`, all in one. The
 * marks are put back, so that one reader does for both.
 */

const ANALYSIS = 'analysis'
const COMMENTARY = 'commentary to='
const FINAL = 'assistantfinal'
/** How it begins: the word runs into a sentence with a capital letter, or names who is called. */
const BEGINNING = /^(?:analysis(?=\p{Lu})|commentary(?= to=))/u
const MARKED_FINAL = '<|end|><|start|>assistant<|channel|>final<|message|>'

export class BareChannels {
  #held = ''
  /** `unknown`: no word of it came yet. */
  #state: 'unknown' | 'marked' | 'bare' = 'unknown'

  push(text: string): string {
    if (this.#state === 'marked') return text
    this.#held += text
    if (this.#state === 'unknown') {
      const here = this.#held
      if (here === '' || here === ANALYSIS || ANALYSIS.startsWith(here) || COMMENTARY.startsWith(here)) return ''
      const [channel] = BEGINNING.exec(here) ?? []
      this.#state = channel === undefined ? 'marked' : 'bare'
      if (channel === undefined) return this.#release()
      this.#held = here.slice(channel.length)
      return `<|channel|>${channel}<|message|>${this.#pass()}`
    }
    return this.#pass()
  }

  /** Nothing more comes. */
  end(): string {
    return this.#release()
  }

  /** Up to the answer, keeping back what may become its mark. */
  #pass(): string {
    const at = this.#held.indexOf(FINAL)
    if (at >= 0) {
      this.#state = 'marked'
      const passed = `${this.#held.slice(0, at)}${MARKED_FINAL}${this.#held.slice(at + FINAL.length)}`
      this.#held = ''
      return passed
    }
    const keep = Math.min(FINAL.length - 1, this.#held.length)
    const passed = this.#held.slice(0, this.#held.length - keep)
    this.#held = this.#held.slice(passed.length)
    return passed
  }

  #release(): string {
    const held = this.#held
    this.#held = ''
    return held
  }
}
