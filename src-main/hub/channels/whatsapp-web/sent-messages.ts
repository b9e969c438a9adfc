/**
 * What was sent, for two weeks at least: a phone that cannot decrypt a message asks for it again, and
 * a delivery that is repeated sends the very same bytes. Kept by the week, so that old ones go as one.
 */
import type { proto } from 'baileys'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'
import type { Baileys } from './baileys.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const WEEKS_KEPT = 3
const WEEKS_CLEARED = 6

interface Kept {
  message: string
  isAcknowledged: boolean
}

export class SentMessages {
  readonly #store: ChannelKeys
  readonly #timers: Timers
  #clearedIn = -1

  constructor(store: ChannelKeys, timers: Timers) {
    this.#store = store
    this.#timers = timers
  }

  async save(baileys: Baileys, id: string, message: proto.IMessage, isAcknowledged: boolean): Promise<void> {
    const kept: Kept = { message: Buffer.from(baileys.proto.Message.encode(message).finish()).toString('base64'), isAcknowledged }
    await this.#store.set([{ category: this.#category(0), id, value: JSON.stringify(kept) }])
    await this.#clearOld()
  }

  /** Null when it was never sent from here, or too long ago. */
  async find(baileys: Baileys, id: string): Promise<proto.IMessage | null> {
    const kept = await this.#find(id)
    return kept === null ? null : baileys.proto.Message.decode(Buffer.from(kept.message, 'base64'))
  }

  /** Has WhatsApp said that it has this message? */
  async isAcknowledged(id: string): Promise<boolean> {
    return (await this.#find(id))?.isAcknowledged ?? false
  }

  async #find(id: string): Promise<Kept | null> {
    for (let weeksAgo = 0; weeksAgo < WEEKS_KEPT; weeksAgo += 1) {
      const { values } = await this.#store.get(this.#category(weeksAgo), [id])
      const text = values[id]
      if (text !== undefined) return JSON.parse(text) as Kept
    }
    return null
  }

  #category(weeksAgo: number): string {
    return `sent-${this.#week() - weeksAgo}`
  }

  #week(): number {
    return Math.floor(this.#timers.now() / WEEK_MS)
  }

  async #clearOld(): Promise<void> {
    if (this.#clearedIn === this.#week()) return
    this.#clearedIn = this.#week()
    const old = Array.from({ length: WEEKS_CLEARED }, (_, index) => this.#category(WEEKS_KEPT + index))
    await this.#store.clear(old)
  }
}
