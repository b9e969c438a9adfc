/** A cache without timers and with an upper bound, for what Baileys would otherwise keep for each connection again. */
import type { CacheStore } from 'baileys'

export class BoundedCache implements CacheStore {
  readonly #max: number
  readonly #values = new Map<string, unknown>()

  constructor(max: number) {
    this.#max = max
  }

  get<T>(key: string): T | undefined {
    const value = this.#values.get(key) as T | undefined
    if (value !== undefined) this.set(key, value)
    return value
  }

  /** What was used longest ago makes room. */
  set<T>(key: string, value: T): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    if (this.#values.size <= this.#max) return
    const oldest = this.#values.keys().next()
    if (!oldest.done) this.#values.delete(oldest.value)
  }

  del(key: string): void {
    this.#values.delete(key)
  }

  flushAll(): void {
    this.#values.clear()
  }
}
