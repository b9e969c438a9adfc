/** The link as the screen shows it: states, sentences and QR codes out of what happens to the connection. */
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ConnectionPatch } from '../port.ts'
import { type Shown, ShownLink } from '../whatsapp/shown-link.ts'
import type { StopReason } from './reconnect-rules.ts'

/** WhatsApp's own rhythm: the first code lives a minute, each further one 20 seconds. */
const FIRST_CODE_MS = 60_000
const NEXT_CODE_MS = 20_000

/** From this failure on it is more than a passing problem. */
const LASTING_FAILURES = 4

const STOPPED: Record<StopReason, string> = {
  code_used_up: 'The code was not scanned in time. Press Connect for a new one.',
  unlinked: 'WhatsApp was unlinked on the phone. Press Connect and scan the code again.',
  replaced: 'Another computer is using this WhatsApp link. Press Connect to use it here.',
  blocked: 'WhatsApp has blocked this account. Open WhatsApp on the phone to see why.',
  refused: 'WhatsApp refuses this account for now. Open WhatsApp on the phone to see why.',
  broken: 'WhatsApp does not accept this link any more. Press Connect and scan the code again; your conversations are kept.',
}

const UNREACHABLE = 'WhatsApp cannot be reached. Trying again automatically.'

export class LinkView {
  readonly #link: ShownLink
  readonly #timers: Timers
  #codes = 0

  constructor(report: (patch: ConnectionPatch) => void, timers: Timers, log: Logger) {
    this.#link = new ShownLink(report, timers, log)
    this.#timers = timers
  }

  get state(): Shown['state'] {
    return this.#link.now.state
  }

  get profileName(): string | null {
    return this.#link.now.profileName
  }

  /** Was a code shown since the last beginning? */
  get hasShownCode(): boolean {
    return this.#codes > 0
  }

  begin(): void {
    this.#codes = 0
    this.#link.show({ state: 'connecting', message: null, qr: null })
  }

  /** Resolves when the code is on its way to the screen. */
  code(text: string, pairingCode: string | null): Promise<void> {
    this.#codes += 1
    const livesMs = this.#codes === 1 ? FIRST_CODE_MS : NEXT_CODE_MS
    return this.#link.drawCode(text, { pairingCode, expiresAt: new Date(this.#timers.now() + livesMs).toISOString() })
  }

  connected(account: { phone: string | null; name: string | null }): void {
    const isOther = account.phone !== this.#link.now.account
    this.#link.show({
      state: 'connected',
      message: null,
      qr: null,
      account: account.phone,
      profileName: account.name ?? (isOther ? null : this.#link.now.profileName),
      ...(isOther ? { profilePictureUrl: null } : {}),
    })
  }

  picture(url: string | null): void {
    this.#link.show({ profilePictureUrl: url })
  }

  /** The connection is gone and comes back automatically. */
  reconnecting(failures: number): void {
    const message = failures >= LASTING_FAILURES ? UNREACHABLE : this.#link.now.account === null ? null : 'WhatsApp is reconnecting.'
    const patch = { state: 'connecting', message, qr: null } as const
    if (this.#link.now.state !== 'connected' || failures > 1) this.#link.show(patch)
    else this.#link.showIfItLasts(() => patch)
  }

  stopped(reason: StopReason): void {
    const isUnreachable = reason === 'code_used_up' && !this.hasShownCode
    const needsPerson = reason !== 'code_used_up'
    this.#link.show({
      state: needsPerson ? 'error' : 'disconnected',
      message: isUnreachable
        ? 'WhatsApp cannot be reached. Check the internet connection of this computer, then press Connect.'
        : STOPPED[reason],
      qr: null,
      ...(reason === 'unlinked' ? { account: null } : {}),
    })
  }

  /** There is no link, or it was switched off. */
  off(message: string, options: { keepsAccount: boolean }): void {
    this.#link.show({
      state: 'disconnected',
      message,
      qr: null,
      ...(options.keepsAccount ? {} : { account: null, profileName: null, profilePictureUrl: null }),
    })
  }

  fail(message: string): void {
    this.#link.show({ state: 'error', message, qr: null })
  }

  /** Stops timers and reports nothing any more. */
  stop(): void {
    this.#link.stop()
  }
}
