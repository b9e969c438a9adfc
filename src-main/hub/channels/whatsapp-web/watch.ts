/**
 * Looks after an open connection: has the line died without a word, has the computer slept, was its
 * clock set, are messages still coming?
 */
import type { Timers } from '../../runtime/timers.ts'

const LOOK_EVERY_MS = 10_000
/** So much later than planned, and the computer slept (or its clock was set forward). */
const SLEPT_MS = 20_000
/** Baileys asks for a sign of life every 30 s: silence for this long is a dead line. */
const DEAD_AFTER_MS = 75_000
/** A server may answer questions and yet deliver nothing: after this much silence a new login fetches what waits there. */
const QUIET_FIRST_MS = 30 * 60_000
const QUIET_LAST_MS = 6 * 60 * 60_000

export interface Watched {
  isOpen: boolean
  lastFrameMs: number
  lastTrafficMs: number
  hasTraffic: boolean
}

export interface WatchHooks {
  /** The connection in force; null while there is none. */
  current(): Watched | null
  /** The computer was asleep, or its clock jumped: nothing that was known about the line holds. */
  woke(): void
  /** Nothing has come over the line for too long. */
  died(): void
  /** Messages may be held back: worth one new login. */
  quiet(): void
}

export class Watch {
  readonly #timers: Timers
  readonly #hooks: WatchHooks
  #cancel: (() => void) | null = null
  #lookedMs = 0
  #quietMs = QUIET_FIRST_MS
  #renewedMs = 0

  constructor(timers: Timers, hooks: WatchHooks) {
    this.#timers = timers
    this.#hooks = hooks
  }

  start(): void {
    if (this.#cancel !== null) return
    this.#lookedMs = this.#timers.now()
    this.#arm()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #arm(): void {
    this.#cancel = this.#timers.after(LOOK_EVERY_MS, () => {
      this.#arm()
      this.#look()
    })
  }

  #look(): void {
    const now = this.#timers.now()
    const elapsedMs = now - this.#lookedMs
    this.#lookedMs = now
    const line = this.#hooks.current()
    if (elapsedMs < 0 || elapsedMs > LOOK_EVERY_MS + SLEPT_MS) {
      // Times from before cannot be compared with the clock as it is now.
      if (line !== null) line.lastFrameMs = line.lastTrafficMs = now
      this.#renewedMs = 0
      this.#hooks.woke()
      return
    }
    if (line === null) return
    if (line.hasTraffic) this.#quietMs = QUIET_FIRST_MS
    if (now - line.lastFrameMs > DEAD_AFTER_MS) this.#hooks.died()
    else if (line.isOpen && now - Math.max(line.lastTrafficMs, this.#renewedMs) > this.#quietMs) {
      // A shop at night is quiet, too: each login that brought nothing makes the next one later.
      this.#quietMs = Math.min(QUIET_LAST_MS, this.#quietMs * 2)
      this.#renewedMs = now
      this.#hooks.quiet()
    }
  }
}
