/**
 * Which deliveries were handed to Discord, and when. For some minutes Discord itself recognises a repetition, by its
 * nonce; one that is repeated later, as after a crash, is looked for among the bot's messages first.
 */
import { createHash } from 'node:crypto'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'attempt'
/** Entries are taken out together: one late harms nobody. */
const TIDY_AFTER_MS = 2000
/** Discord takes 25 characters. */
const NONCE_CHARACTERS = 22

/** The same for the same delivery, in every process. */
export const nonceOf = (deliveryId: string): string =>
  createHash('sha256').update(deliveryId).digest('base64url').slice(0, NONCE_CHARACTERS)

export class Attempts {
  readonly #keys: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  readonly #done = new Set<string>()
  #cancelTidy: (() => void) | null = null

  constructor(keys: ChannelKeys, timers: Timers, log: Logger) {
    this.#keys = keys
    this.#timers = timers
    this.#log = log
  }

  /** Notes that it is about to be handed over. The time of the first attempt, if there was one; milliseconds since 1970. */
  async begin(deliveryId: string): Promise<number | null> {
    const { values } = await this.#keys.get(CATEGORY, [deliveryId])
    const before = values[deliveryId]
    if (before !== undefined) return Number(before)
    await this.#keys.set([{ category: CATEGORY, id: deliveryId, value: String(this.#timers.now()) }])
    return null
  }

  async firstAt(deliveryId: string): Promise<number | null> {
    const { values } = await this.#keys.get(CATEGORY, [deliveryId])
    return values[deliveryId] === undefined ? null : Number(values[deliveryId])
  }

  /** Its end is known: it is not repeated. */
  done(deliveryId: string): void {
    this.#done.add(deliveryId)
    this.#cancelTidy ??= this.#timers.after(TIDY_AFTER_MS, () => void this.tidy())
  }

  async tidy(): Promise<void> {
    this.#cancelTidy?.()
    this.#cancelTidy = null
    const ids = [...this.#done]
    this.#done.clear()
    if (ids.length === 0) return
    await this.#keys.set(ids.map((id) => ({ category: CATEGORY, id, value: null }))).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'notes of attempts stay for now')
    })
  }
}
