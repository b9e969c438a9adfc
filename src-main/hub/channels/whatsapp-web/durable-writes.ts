/**
 * What has to be on disk before anything more is said to WhatsApp. Baileys acknowledges without
 * waiting for its keys to be saved; a frame that is held back until they are makes that safe.
 */
export class DurableWrites {
  #pending: Promise<void> | null = null

  /** From now on frames wait for this write. Gives the same promise back. */
  track<T>(write: Promise<T>): Promise<T> {
    const before = this.#pending ?? Promise.resolve()
    const pending: Promise<void> = Promise.all([before, write]).then(() => {
      if (this.#pending === pending) this.#pending = null
    })
    // Whoever waits learns of a failure; nobody has to.
    pending.catch(() => undefined)
    this.#pending = pending
    return write
  }

  /** Null when nothing is being written. Rejects when a write failed: then nothing may be acknowledged. */
  get pending(): Promise<void> | null {
    return this.#pending
  }

  /** After a failure, once the connection that it belonged to is gone. */
  reset(): void {
    this.#pending = null
  }
}
