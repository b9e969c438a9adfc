/** Runs a task again and again, never twice at a time; the task says how long to wait. */
import type { Timers } from '../../runtime/timers.ts'

export class Poller {
  readonly #timers: Timers
  readonly #task: () => Promise<number>
  #cancel: (() => void) | null = null
  #running: Promise<void> | null = null
  #isStopped = true
  #again = false

  /** `task` answers the wait until its next run in milliseconds, and must not reject. */
  constructor(timers: Timers, task: () => Promise<number>) {
    this.#timers = timers
    this.#task = task
  }

  start(): void {
    if (!this.#isStopped) return
    this.#isStopped = false
    this.#run()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
    this.#cancel = null
  }

  /** Runs as soon as possible: at once, or again after the run under way. */
  poke(): void {
    if (this.#isStopped) return
    if (this.#running) this.#again = true
    else this.#run()
  }

  /** Resolves when no run is under way. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  #run(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#again = false
    this.#running = this.#task().then((waitMs) => {
      this.#running = null
      if (this.#isStopped) return
      if (this.#again) {
        this.#run()
        return
      }
      this.#cancel = this.#timers.after(waitMs, () => this.#run())
    })
  }
}
