/**
 * Which LID belongs to which phone, as far as this process has seen it.
 *
 * Evolution 2.3.7 names one person by phone in messages and by LID in presences and chat updates.
 * The book joins them while the process lives; joining across restarts is the hub's, by identities.
 */
import type { ChannelEvent, IdentityRef } from '../port.ts'

const MAX_ENTRIES = 10_000

export class LidBook {
  readonly #phones = new Map<string, string>()

  phoneOf(lid: string): string | null {
    return this.#phones.get(lid) ?? null
  }

  /** Looks through the whole book. */
  lidsOf(phone: string): string[] {
    return [...this.#phones].flatMap(([lid, known]) => (known === phone ? [lid] : []))
  }

  learn(lid: string, phone: string): void {
    this.#phones.delete(lid)
    this.#phones.set(lid, phone)
    if (this.#phones.size <= MAX_ENTRIES) return
    const oldest = this.#phones.keys().next()
    if (!oldest.done) this.#phones.delete(oldest.value)
  }

  learnFrom(events: readonly ChannelEvent[]): void {
    for (const event of events) {
      if (event.type === 'message') this.#learnPair(event.sender?.identities ?? [])
      else if (event.type === 'contact') this.#learnPair(event.identities)
      else if (event.type === 'reaction') this.#learnPair(event.by)
    }
  }

  #learnPair(identities: readonly IdentityRef[]): void {
    const phone = identities.find((identity) => identity.kind === 'phone')
    const lid = identities.find((identity) => identity.kind === 'lid')
    if (phone && lid) this.learn(lid.value, phone.value)
  }
}
