/** The connection as the screen shows it. */
import type { ConnectionPatch } from '../port.ts'
import { UNREACHABLE } from './failures.ts'

/** From this failure on it is more than a passing problem. */
const LASTING_FAILURES = 3

export const SWITCHED_OFF = 'Switched off by you.'
export const IN_NO_SERVER = 'The bot is in no server yet. Open the invite link and choose yours.'
export const NOT_IN_SERVER = 'The bot is not in the server of the settings. Open the invite link to let it in, or change the server ID.'
export const NO_VOICE = 'Voice channels are not available in this version.'

export class View {
  readonly #report: (patch: ConnectionPatch) => void
  #isStopped = false

  constructor(report: (patch: ConnectionPatch) => void) {
    this.#report = report
  }

  show(patch: ConnectionPatch): void {
    if (!this.#isStopped) this.#report(patch)
  }

  trying(failures: number): void {
    this.show({ state: 'connecting', message: failures >= LASTING_FAILURES ? UNREACHABLE : null })
  }

  fail(message: string): void {
    this.show({ state: 'error', message })
  }

  off(): void {
    this.show({ state: 'disconnected', message: SWITCHED_OFF })
  }

  stop(): void {
    this.#isStopped = true
  }
}
