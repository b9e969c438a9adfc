/**
 * Telling the echo of an own send from a message written on the phone.
 *
 * Both come as messages of the account. Taking an echo for the owner writing would stop the agent
 * ("Ana took over"), so a webhook about an own message waits for sends that are under way.
 * So does a receipt: it may overtake the answer that says which message it is about.
 */

import { OVER } from '../../runtime/over.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { ChannelEvent } from '../port.ts'

const REMEMBERED = 5000
/** Well below the 30 seconds after which Evolution repeats a webhook. */
const MAX_WAIT_MS = 10_000

export class OwnSends {
  readonly #timers: Timers
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #ids = new Set<string>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Follows a send until its id is known. */
  async track<T extends { externalId: string }>(send: Promise<T>): Promise<T> {
    const settled = send.then(
      (receipt) => this.#remember(receipt.externalId),
      () => undefined,
    )
    this.#underWay.add(settled)
    settled.then(() => this.#underWay.delete(settled))
    return send
  }

  has(externalId: string): boolean {
    return this.#ids.has(externalId)
  }

  /** The events with echoes turned into receipts. */
  async withoutEchoes(events: ChannelEvent[]): Promise<ChannelEvent[]> {
    const isAboutOwn = (event: ChannelEvent): boolean =>
      (event.type === 'message' && event.author === 'phone') || (event.type === 'receipt' && !this.#ids.has(event.externalId))
    if (!events.some(isAboutOwn)) return events
    if (this.#underWay.size > 0) {
      const patience = new AbortController()
      await Promise.race([Promise.all(this.#underWay), sleep(this.#timers, MAX_WAIT_MS, patience.signal)])
      patience.abort(OVER)
    }
    return events.map((event) =>
      event.type === 'message' && event.author === 'phone' && this.#ids.has(event.externalId)
        ? { type: 'receipt', externalId: event.externalId, state: 'sent', error: null, at: event.sentAt }
        : event,
    )
  }

  #remember(externalId: string): void {
    this.#ids.add(externalId)
    if (this.#ids.size <= REMEMBERED) return
    const oldest = this.#ids.values().next()
    if (!oldest.done) this.#ids.delete(oldest.value)
  }
}
