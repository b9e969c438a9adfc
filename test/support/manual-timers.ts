/** A clock that stands still until it is told to go on: tests of timing without waiting. */
export class ManualTimers {
  #nowMs: number
  #waiting: { at: number; callback: () => void }[] = []

  constructor(nowMs: number = Date.now()) {
    this.#nowMs = nowMs
  }

  readonly now = (): number => this.#nowMs

  readonly after = (delayMs: number, callback: () => void): (() => void) => {
    const entry = { at: this.#nowMs + delayMs, callback }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((item) => item !== entry)
    }
  }

  /** How many calls wait for their time. */
  get pending(): number {
    return this.#waiting.length
  }

  /** Milliseconds until the next call falls due; null when none waits. */
  get nextInMs(): number | null {
    return this.#waiting.length === 0 ? null : Math.min(...this.#waiting.map(({ at }) => at)) - this.#nowMs
  }

  /** Goes on by so many milliseconds and makes the calls that fall due, in their order. */
  advance(ms: number): void {
    const until = this.#nowMs + ms
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#waiting = this.#waiting.filter((item) => item !== next)
      this.#nowMs = Math.max(this.#nowMs, next.at)
      next.callback()
    }
    this.#nowMs = until
  }
}
