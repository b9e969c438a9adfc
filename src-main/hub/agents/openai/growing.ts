/**
 * Streams whose chunks are not deltas: each repeats all of the text so far and adds a little (some gateways). Three in a
 * row are not a coincidence; until then, what may be one is held back.
 */
const ENOUGH = 3

export class GrowingChunks {
  /** The text so far, if the chunks grow. */
  #last = ''
  /** How much of it was passed on. */
  #passed = 0
  #held: string[] = []
  #state: 'unknown' | 'growing' | 'pieces' = 'unknown'

  /** What of this chunk is new. */
  push(chunk: string): string {
    if (this.#state === 'pieces' || chunk === '') return chunk
    const goesOn = this.#last !== '' && chunk.length > this.#last.length && chunk.startsWith(this.#last)
    if (this.#state === 'growing') {
      // The same once more says nothing; anything else is a piece.
      if (chunk === this.#last) return ''
      const added = goesOn ? chunk.slice(this.#last.length) : chunk
      this.#last += added
      return added
    }
    if (this.#last === '') {
      this.#last = chunk
      this.#passed = chunk.length
      return chunk
    }
    this.#held.push(chunk)
    if (!goesOn) return this.end()
    this.#last = chunk
    if (this.#held.length < ENOUGH) return ''
    this.#state = 'growing'
    return chunk.slice(this.#passed)
  }

  /** Nothing more comes: what was kept back were pieces. */
  end(): string {
    if (this.#state === 'growing') return ''
    this.#state = 'pieces'
    const held = this.#held.join('')
    this.#held = []
    return held
  }
}
