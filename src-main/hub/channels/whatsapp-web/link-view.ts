/** The link as the screen shows it: states, sentences and QR codes out of what happens to the connection. */
import QRCode from 'qrcode'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../timers.ts'
import type { ConnectionPatch } from '../port.ts'
import type { StopReason } from './reconnect-rules.ts'

type Shown = Required<ConnectionPatch>

/** WhatsApp's own rhythm: the first code lives a minute, each further one 20 seconds. */
const FIRST_CODE_MS = 60_000
const NEXT_CODE_MS = 20_000
/** A drop shorter than this is not shown. Milliseconds. */
const SETTLE_MS = 750
/** From this failure on it is no passing matter any more. */
const LASTING_FAILURES = 4

const STOPPED: Record<StopReason, string> = {
  code_used_up: 'The code was not scanned in time. Press Connect for a new one.',
  unlinked: 'WhatsApp was unlinked on the phone. Press Connect and scan the code again.',
  replaced: 'Another computer is using this WhatsApp link. Press Connect to use it here.',
  blocked: 'WhatsApp has blocked this account. Open WhatsApp on the phone to see why.',
  refused: 'WhatsApp refuses this account for now. Open WhatsApp on the phone to see why.',
  broken: 'WhatsApp does not accept this link any more. Press Connect and scan the code again; your conversations are kept.',
}

const UNREACHABLE = 'WhatsApp cannot be reached. Trying again by itself.'

export class LinkView {
  readonly #report: (patch: ConnectionPatch) => void
  readonly #timers: Timers
  readonly #log: Logger
  #shown: Shown = { state: 'connecting', message: null, account: null, profileName: null, profilePictureUrl: null, qr: null }
  #codes = 0
  #drawing = 0
  #cancelSettle: (() => void) | null = null
  #isStopped = false

  constructor(report: (patch: ConnectionPatch) => void, timers: Timers, log: Logger) {
    this.#report = report
    this.#timers = timers
    this.#log = log
  }

  get state(): Shown['state'] {
    return this.#shown.state
  }

  /** Was a code shown since the last beginning? */
  get hasShownCode(): boolean {
    return this.#codes > 0
  }

  begin(): void {
    this.#codes = 0
    this.#show({ state: 'connecting', message: null, qr: null })
  }

  /** Resolves when the code is on its way to the screen. */
  async code(text: string, pairingCode: string | null): Promise<void> {
    this.#codes += 1
    const expiresAt = new Date(this.#timers.now() + (this.#codes === 1 ? FIRST_CODE_MS : NEXT_CODE_MS)).toISOString()
    this.#drawing += 1
    const drawing = this.#drawing
    try {
      // The text is long: least redundancy gives the fewest, largest squares.
      const image = await QRCode.toDataURL(text, { errorCorrectionLevel: 'L', margin: 2, scale: 8 })
      if (drawing === this.#drawing) this.#show({ state: 'pairing', message: null, qr: { image, pairingCode, expiresAt }, account: null })
    } catch (error) {
      this.#log.warn({ error: errorMessage(error) }, 'the QR code could not be drawn')
    }
  }

  connected(account: { phone: string | null; name: string | null }): void {
    const isOther = account.phone !== this.#shown.account
    this.#show({
      state: 'connected',
      message: null,
      qr: null,
      account: account.phone,
      profileName: account.name ?? (isOther ? null : this.#shown.profileName),
      ...(isOther ? { profilePictureUrl: null } : {}),
    })
  }

  picture(url: string | null): void {
    this.#show({ profilePictureUrl: url })
  }

  /** The connection is gone and comes back by itself. */
  reconnecting(failures: number): void {
    const message = failures >= LASTING_FAILURES ? UNREACHABLE : this.#shown.account === null ? null : 'WhatsApp is reconnecting.'
    if (this.#shown.state !== 'connected' || failures > 1) {
      this.#show({ state: 'connecting', message, qr: null })
      return
    }
    this.#cancelSettle ??= this.#timers.after(SETTLE_MS, () => this.#show({ state: 'connecting', message, qr: null }))
  }

  stopped(reason: StopReason): void {
    const isUnreachable = reason === 'code_used_up' && !this.hasShownCode
    const needsPerson = reason !== 'code_used_up'
    this.#show({
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
    this.#show({
      state: 'disconnected',
      message,
      qr: null,
      ...(options.keepsAccount ? {} : { account: null, profileName: null, profilePictureUrl: null }),
    })
  }

  fail(message: string): void {
    this.#show({ state: 'error', message, qr: null })
  }

  /** Stops timers and reports nothing any more. */
  stop(): void {
    this.#isStopped = true
    this.#settle()
  }

  #settle(): void {
    this.#cancelSettle?.()
    this.#cancelSettle = null
  }

  #show(patch: Partial<Shown>): void {
    if (patch.state !== undefined) {
      this.#settle()
      // A code that is still being drawn belongs to the state before.
      if (patch.state !== 'pairing') this.#drawing += 1
    }
    if (this.#isStopped) return
    this.#shown = { ...this.#shown, ...patch }
    this.#report(this.#shown)
  }
}
