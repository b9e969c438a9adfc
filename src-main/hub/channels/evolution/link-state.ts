/**
 * The connection as the screen shows it, made out of what the server reports.
 *
 * Evolution says "connecting" both for a phone that loses its network for a second and for an
 * instance that waits for a QR code, and repeats it every 30 ms while WhatsApp is unreachable.
 * So a "connecting" counts only once it has lasted, and never hides a QR code in force.
 */
import QRCode from 'qrcode'
import { errorMessage, type OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../timers.ts'
import type { ConnectionPatch } from '../port.ts'
import type { LinkReport } from './normalize/link.ts'

type Shown = Required<ConnectionPatch>

/** A drop shorter than this is not shown. Milliseconds. */
const SETTLE_MS = 750
/** WhatsApp's own rhythm: the first code lives a minute, each further one 20 seconds. */
const FIRST_CODE_MS = 60_000
const NEXT_CODE_MS = 20_000

const BLANK: Shown = { state: 'disconnected', message: null, account: null, profileName: null, profilePictureUrl: null, qr: null }

function closeMessage(reason: number | null): { state: 'error' | 'disconnected'; message: string } {
  switch (reason) {
    case 401:
      return { state: 'error', message: 'WhatsApp was unlinked on the phone. Press Connect and scan the code again.' }
    case 403:
      return { state: 'error', message: 'WhatsApp has blocked this account. Open WhatsApp on the phone to see why.' }
    case 402:
    case 406:
      return { state: 'error', message: `WhatsApp refuses this account for now (code ${reason}). Open WhatsApp on the phone to see why.` }
    default:
      return { state: 'disconnected', message: 'WhatsApp is not linked. Press Connect and scan the code.' }
  }
}

export class LinkState {
  readonly #report: (patch: ConnectionPatch) => void
  readonly #timers: Timers
  readonly #log: Logger
  #shown: Shown = { ...BLANK, state: 'connecting' }
  #isReported = false
  #cancelSettle: (() => void) | null = null
  #code: string | null = null
  /** A code that the server gave up, which some versions go on handing out. */
  #deadCode: string | null = null
  #codeCount = 0
  #drawing = 0
  /** The user ended the link: whatever still arrives about its end is no news. */
  #isEnded = false
  #isStopped = false

  constructor(report: (patch: ConnectionPatch) => void, timers: Timers, log: Logger) {
    this.#report = report
    this.#timers = timers
    this.#log = log
  }

  get state(): Shown['state'] {
    return this.#shown.state
  }

  get account(): string | null {
    return this.#shown.account
  }

  /** Is there a code on the screen that a phone would still take? */
  get hasFreshCode(): boolean {
    const { qr } = this.#shown
    return qr !== null && (qr.expiresAt === null || Date.parse(qr.expiresAt) > this.#timers.now())
  }

  /** Somebody pressed Connect. */
  begin(): void {
    this.#isEnded = false
    this.#code = null
    this.#codeCount = 0
    this.#show({ state: 'connecting', message: null, qr: null })
  }

  /** The account is known from before, though the link may be down. */
  remember(account: string | null): void {
    if (account !== null && this.#shown.account === null) this.#shown = { ...this.#shown, account }
  }

  /** Puts a sentence on the connection without changing its state. */
  note(message: string | null): void {
    this.#show({ message })
  }

  /** The user is ending the link (or, false, it did not come to that). */
  expectEnd(isEnding: boolean): void {
    this.#isEnded = isEnding
  }

  /** The user ended the link: no failure, nothing to solve. Only a new link is news from now on. */
  end(message: string | null, options: { forgetAccount: boolean }): void {
    this.#isEnded = true
    if (options.forgetAccount) this.absent(message)
    else this.#show({ state: 'disconnected', message, qr: null })
  }

  /** There is no account, and never was or no longer is. */
  absent(message: string | null): void {
    this.#show({ ...BLANK, message })
  }

  /** A call failed in a way that says something about the connection. */
  fail(error: OmniError): void {
    const needsPerson = ['unauthorized', 'forbidden', 'licence_required', 'invalid_response', 'bad_request', 'conflict'].includes(
      error.code,
    )
    this.#show({ state: needsPerson ? 'error' : 'disconnected', message: error.message, qr: null })
  }

  apply(report: LinkReport): void {
    if (this.#isEnded && report.kind !== 'open') return
    switch (report.kind) {
      case 'connecting':
        this.#connecting()
        break
      case 'open':
        this.#isEnded = false
        this.#deadCode = this.#code
        this.#show({
          state: 'connected',
          message: null,
          qr: null,
          ...(report.phone ? { account: report.phone } : {}),
          ...(report.profileName ? { profileName: report.profileName } : {}),
          ...(report.profilePictureUrl ? { profilePictureUrl: report.profilePictureUrl } : {}),
        })
        break
      case 'close':
        this.#show({ ...closeMessage(report.reason), qr: null, ...(report.reason === 401 ? { account: null } : {}) })
        break
      case 'logged_out':
        this.#show({ ...closeMessage(401), qr: null, account: null })
        break
      case 'removed':
        this.#show({
          state: 'error',
          message: 'The instance was removed from the Evolution server. Press Connect to make it again.',
          qr: null,
        })
        break
      case 'qr_ended':
        this.#deadCode = this.#code
        this.#show({ state: 'disconnected', message: 'The code was not scanned in time. Press Connect for a new one.', qr: null })
        break
      case 'qr':
        this.#qr(report)
        break
    }
  }

  /** Stops timers and reports nothing any more. */
  stop(): void {
    this.#isStopped = true
    this.#unsettle()
  }

  #unsettle(): void {
    this.#cancelSettle?.()
    this.#cancelSettle = null
  }

  #connecting(): void {
    if (this.#shown.state === 'pairing' || this.#shown.state === 'connecting' || this.#cancelSettle) return
    this.#cancelSettle = this.#timers.after(SETTLE_MS, () => {
      this.#cancelSettle = null
      this.#show({ state: 'connecting', message: this.#shown.account === null ? null : 'WhatsApp is reconnecting.', qr: null })
    })
  }

  #qr(report: Extract<LinkReport, { kind: 'qr' }>): void {
    const code = report.code ?? report.image
    // A repeated webhook may bring a code after the scan that it was for.
    if (code === null || code === this.#deadCode || this.#shown.state === 'connected') return
    if (code === this.#code && this.#shown.qr !== null && this.#shown.qr.pairingCode === report.pairingCode) return
    const isNew = code !== this.#code
    if (isNew) this.#codeCount = report.count ?? this.#codeCount + 1
    this.#code = code
    const lifeMs = this.#codeCount <= 1 ? FIRST_CODE_MS : NEXT_CODE_MS
    const expiresAt = isNew || !this.#shown.qr ? new Date(this.#timers.now() + lifeMs).toISOString() : this.#shown.qr.expiresAt
    const show = (image: string): void => {
      this.#show({ state: 'pairing', message: null, qr: { image, pairingCode: report.pairingCode, expiresAt }, account: null })
    }
    this.#drawing += 1
    if (report.image !== null) {
      show(report.image)
      return
    }
    const drawing = this.#drawing
    QRCode.toDataURL(code).then(
      (image) => {
        if (drawing === this.#drawing && this.#code === code) show(image)
      },
      (error: unknown) => this.#log.warn({ error: errorMessage(error) }, 'the QR code could not be drawn'),
    )
  }

  #show(patch: Partial<Shown>): void {
    if (patch.state !== undefined) {
      this.#unsettle()
      if (patch.state !== 'pairing') this.#drawing += 1
    }
    if (this.#isStopped) return
    const next = { ...this.#shown, ...patch }
    const isSame = JSON.stringify(next) === JSON.stringify(this.#shown)
    if (isSame && this.#isReported) return
    this.#isReported = true
    this.#shown = next
    this.#report(next)
  }
}
