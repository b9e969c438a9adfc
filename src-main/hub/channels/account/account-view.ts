/** The connection of an account as the screen shows it. */
import type { ConnectionPatch } from '../port.ts'

/** From this failure on it is more than a passing problem. */
const LASTING_FAILURES = 3

export const SWITCHED_OFF = 'Switched off by you.'

export class AccountView {
  readonly #report: (patch: ConnectionPatch) => void
  readonly #unreachable: string
  #isStopped = false

  /** @param unreachable said when the platform cannot be reached for a while */
  constructor(report: (patch: ConnectionPatch) => void, unreachable: string) {
    this.#report = report
    this.#unreachable = unreachable
  }

  show(patch: ConnectionPatch): void {
    if (!this.#isStopped) this.#report(patch)
  }

  trying(failures: number): void {
    this.show({ state: 'connecting', message: failures >= LASTING_FAILURES ? this.#unreachable : null })
  }

  fail(message: string): void {
    this.show({ state: 'error', message })
  }

  off(): void {
    this.show({ state: 'disconnected', message: SWITCHED_OFF })
  }

  /** Nothing is reported from now on. */
  stop(): void {
    this.#isStopped = true
  }
}
