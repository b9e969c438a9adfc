import { backoffMs } from './backoff.ts'
import { keepHeartbeat } from './heartbeat.ts'
import { type HubLink, HubUnavailableError, type OpenWire, SessionLostError, type Wire } from './wire.ts'

/** How long a call waits for a way to the hub before it fails (and the screen offers to retry). */
const CALL_PATIENCE_MS = 8000

export type ConnectionPhase = 'connecting' | 'open' | 'reconnecting' | 'session-lost'

/**
 * Keeps one wire to the hub open for the life of the page. Calls made while there is none wait a
 * little; calls in flight when a wire breaks fail, because only their caller knows if they may be
 * repeated.
 */
export class HubConnection {
  readonly #open: OpenWire
  readonly #report: (phase: ConnectionPhase) => void
  #wire: Wire | null = null
  #waiting = new Set<(wire: Wire | Error) => void>()
  #hurry: () => void = () => undefined

  constructor(open: OpenWire, report: (phase: ConnectionPhase) => void) {
    this.#open = open
    this.#report = report
  }

  readonly link: HubLink = {
    call: async (path, input, options) => {
      const wire = this.#wire ?? (await this.#nextWire())
      return wire.link.call(path, input, options)
    },
  }

  /** Runs until the session is lost. `onOpen` gets a signal that ends with the wire. */
  async run(onOpen: (signal: AbortSignal) => void): Promise<void> {
    let attempt = 0
    for (;;) {
      try {
        const wire = await this.#open()
        attempt = 0
        const life = new AbortController()
        this.#wire = wire
        this.#report('open')
        this.#hurry = keepHeartbeat(wire)
        onOpen(life.signal)
        for (const settle of this.#waiting) settle(wire)
        await wire.closed
        this.#wire = null
        life.abort()
      } catch (error) {
        if (error instanceof SessionLostError) {
          this.#report('session-lost')
          for (const settle of this.#waiting) settle(error)
          return
        }
      }
      this.#report('reconnecting')
      await this.#pause(backoffMs(attempt++, Math.random()))
    }
  }

  /** The machine woke up or the network came back: make sure of the wire, or do not sit out the pause. */
  checkNow(): void {
    this.#hurry()
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs)
      this.#hurry = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #nextWire(): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(new HubUnavailableError()), CALL_PATIENCE_MS)
      const settle = (outcome: Wire | Error): void => {
        clearTimeout(timer)
        this.#waiting.delete(settle)
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
      this.#waiting.add(settle)
    })
  }
}
