/**
 * libsignal does one thing at a time for each address, in one queue for the whole process. Two
 * accounts that hear the same customer would wait for each other, and the second would run in the
 * first one's transaction context: its keys, and the message that they read, would be two commits.
 * So every key store has queues of its own. (Baileys' transactions hold back what starts a session.)
 */

type Work = () => Promise<unknown>

interface Cipher {
  addr: { toString(): string }
  storage: object
}

export interface CipherClass {
  prototype: { queueJob?: (this: Cipher, work: Work) => Promise<unknown> }
}

/** Changes the class for good. Throws if it does not queue its work by this method (any more). */
export function queuePerStore({ prototype }: CipherClass): void {
  if (prototype.queueJob === undefined) throw new Error('libsignal queues its work in another way now: look at signal-queue.ts')
  const stores = new WeakMap<object, Map<string, Promise<unknown>>>()
  prototype.queueJob = function queueJob(work) {
    const queues = stores.get(this.storage) ?? new Map<string, Promise<unknown>>()
    stores.set(this.storage, queues)
    const address = this.addr.toString()
    // `then` keeps the caller's context for the work.
    const job = (queues.get(address) ?? Promise.resolve()).then(work, work)
    queues.set(address, job)
    const leave = (): void => {
      if (queues.get(address) === job) queues.delete(address)
    }
    job.then(leave, leave)
    return job
  }
}
