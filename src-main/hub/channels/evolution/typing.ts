/**
 * "typing…" in a chat. The server shows a presence for a given time and then clears it, so it
 * is renewed while the answer is being written, with an end in case nobody ends it.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { EvolutionApi } from './api.ts'
import { numberFor } from './number.ts'

const SHOWN_MS = 10_000
const RENEW_MS = 9000
const LONGEST_MS = 120_000
/** `delay` is required, also for taking the presence back. */
const BRIEF_MS = 100

export class Typing {
  readonly #api: EvolutionApi
  readonly #timers: Timers
  readonly #log: Logger
  readonly #chats = new Map<string, AbortController>()

  constructor(api: EvolutionApi, timers: Timers, log: Logger) {
    this.#api = api
    this.#timers = timers
    this.#log = log
  }

  /** Begins (in the background) or ends. Ending resolves when the server has taken it. */
  async set(chatExternalId: string, isTyping: boolean, signal: AbortSignal): Promise<void> {
    const number = numberFor(chatExternalId)
    const running = this.#chats.get(chatExternalId)
    if (!isTyping) {
      if (!running) return
      running.abort()
      this.#chats.delete(chatExternalId)
      await this.#api.sendPresence(number, 'paused', BRIEF_MS, signal)
      return
    }
    if (running || signal.aborted) return
    const abort = new AbortController()
    this.#chats.set(chatExternalId, abort)
    this.#keepTyping(number, AbortSignal.any([abort.signal, signal])).finally(() => {
      if (this.#chats.get(chatExternalId) === abort) this.#chats.delete(chatExternalId)
    })
  }

  stop(): void {
    for (const abort of this.#chats.values()) abort.abort()
    this.#chats.clear()
  }

  async #keepTyping(number: string, signal: AbortSignal): Promise<void> {
    const endsAt = this.#timers.now() + LONGEST_MS
    try {
      while (!signal.aborted && this.#timers.now() < endsAt) {
        const renewsAt = this.#timers.now() + RENEW_MS
        await this.#api.sendPresence(number, 'composing', SHOWN_MS, signal)
        await sleep(this.#timers, Math.max(0, renewsAt - this.#timers.now()), signal)
      }
    } catch (error) {
      if (!signal.aborted) this.#log.debug({ error: errorMessage(error) }, 'typing could not be shown')
    }
  }
}
