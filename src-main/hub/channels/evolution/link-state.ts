/**
 * The connection as the screen shows it, made out of what the server reports.
 *
 * Evolution says "connecting" both for a phone that loses its network for a second and for an
 * instance that waits for a QR code, and repeats it every 30 ms while WhatsApp is unreachable.
 * So a "connecting" counts only once it has lasted, and never hides a QR code in force.
 */
import type { OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ConnectionPatch } from '../port.ts'
import { BLANK, type Shown, ShownLink } from '../whatsapp/shown-link.ts'
import type { LinkReport } from './normalize/link.ts'

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

/** So long does a code of Evolution live, the first one too. */
const CODE_MS = 45_000
/** More than WhatsApp shows in one attempt. */
const REMEMBERED_CODES = 50

export class LinkState {
  readonly #link: ShownLink
  readonly #timers: Timers
  #code: string | null = null
  /** Codes that no phone takes any more: some versions go on handing them out, and a slow answer may bring one after its successor. */
  readonly #dead = new Set<string>()
  /** The user ended the link: whatever still arrives about its end is not reported. */
  #isEnded = false
  #ends = 0
  #hasSaidWhy = false

  constructor(report: (patch: ConnectionPatch) => void, timers: Timers, log: Logger) {
    this.#link = new ShownLink(report, timers, log)
    this.#timers = timers
  }

  get state(): Shown['state'] {
    return this.#link.now.state
  }

  get account(): string | null {
    return this.#link.now.account
  }

  get profileName(): string | null {
    return this.#link.now.profileName
  }

  /** Is there a code on the screen that a phone would still take? */
  get hasFreshCode(): boolean {
    const { qr } = this.#link.now
    return qr !== null && (qr.expiresAt === null || Date.parse(qr.expiresAt) > this.#timers.now())
  }

  /** How often the server has said that the link is over: an answer that was asked for before is out of date. */
  get ends(): number {
    return this.#ends
  }

  /** The server has said why the link is over, and nothing has happened since. */
  get hasSaidWhy(): boolean {
    return this.#hasSaidWhy
  }

  /** Somebody pressed Connect. */
  begin(): void {
    this.#isEnded = false
    this.#hasSaidWhy = false
    this.#code = null
    this.#link.show({ state: 'connecting', message: null, qr: null })
  }

  /** The account is known from before, though the link may be down. */
  remember(account: string | null): void {
    if (account !== null && this.#link.now.account === null) this.#link.assume({ account })
  }

  /** Puts a sentence on the connection without changing its state. */
  note(message: string | null): void {
    this.#link.show({ message })
  }

  /** The user is ending the link (or, false, it did not come to that). */
  expectEnd(isEnding: boolean): void {
    this.#isEnded = isEnding
  }

  /** The user ended the link: no failure, nothing to solve. Only a new link is reported from now on. */
  end(message: string | null, options: { forgetAccount: boolean }): void {
    this.#isEnded = true
    if (options.forgetAccount) this.absent(message)
    else this.#link.show({ state: 'disconnected', message, qr: null })
  }

  /** There is no account, and never was or no longer is. */
  absent(message: string | null): void {
    this.#link.show({ ...BLANK, message })
  }

  /** A call failed in a way that says something about the connection. */
  fail(error: OmniError): void {
    this.#hasSaidWhy = false
    const needsPerson = ['unauthorized', 'forbidden', 'licence_required', 'invalid_response', 'bad_request', 'conflict'].includes(
      error.code,
    )
    const foreign = error.details?.['foreignWebhook']
    const foreignWebhook = typeof foreign === 'string' ? foreign : null
    this.#link.show({ state: needsPerson ? 'error' : 'disconnected', message: error.message, qr: null, foreignWebhook })
  }

  apply(report: LinkReport): void {
    if (this.#isEnded && report.kind !== 'open') return
    if (report.kind !== 'connecting') this.#hasSaidWhy = false
    if (report.kind === 'qr_ended' || report.kind === 'logged_out' || report.kind === 'removed' || report.kind === 'close') {
      this.#ends += 1
      this.#hasSaidWhy = report.kind !== 'close' || report.reason !== null
    }
    switch (report.kind) {
      case 'connecting':
        this.#connecting()
        break
      case 'open':
        this.#isEnded = false
        this.#giveUpCode()
        this.#link.show({
          state: 'connected',
          message: null,
          qr: null,
          ...(report.phone ? { account: report.phone } : {}),
          ...(report.profileName ? { profileName: report.profileName } : {}),
          ...(report.profilePictureUrl ? { profilePictureUrl: report.profilePictureUrl } : {}),
        })
        break
      case 'close':
        this.#link.show({ ...closeMessage(report.reason), qr: null, ...(report.reason === 401 ? { account: null } : {}) })
        break
      case 'logged_out':
        this.#link.show({ ...closeMessage(401), qr: null, account: null })
        break
      case 'removed':
        this.#link.show({
          state: 'error',
          message: 'The instance was removed from the Evolution server. Press Connect to make it again.',
          qr: null,
        })
        break
      case 'qr_ended':
        this.#giveUpCode()
        this.#link.show({ state: 'disconnected', message: 'The code was not scanned in time. Press Connect for a new one.', qr: null })
        break
      case 'qr':
        this.#qr(report)
        break
    }
  }

  /** Stops timers and reports nothing any more. */
  stop(): void {
    this.#link.stop()
  }

  #connecting(): void {
    if (this.#link.now.state === 'pairing' || this.#link.now.state === 'connecting') return
    this.#link.showIfItLasts(() => ({
      state: 'connecting',
      message: this.#link.now.account === null ? null : 'WhatsApp is reconnecting.',
      qr: null,
    }))
  }

  #giveUpCode(): void {
    if (this.#code !== null) this.#dead.add(this.#code)
    for (const oldest of this.#dead) {
      if (this.#dead.size <= REMEMBERED_CODES) break
      this.#dead.delete(oldest)
    }
  }

  #qr(report: Extract<LinkReport, { kind: 'qr' }>): void {
    const code = report.code ?? report.image
    // A repeated webhook may bring a code after the scan that it was for.
    if (code === null || this.#dead.has(code) || this.#link.now.state === 'connected') return
    const { qr } = this.#link.now
    if (code === this.#code && qr !== null && qr.pairingCode === report.pairingCode) return
    const isNew = code !== this.#code
    if (isNew) this.#giveUpCode()
    this.#code = code
    const expiresAt = isNew || qr === null ? new Date(this.#timers.now() + CODE_MS).toISOString() : qr.expiresAt
    const { pairingCode } = report
    if (report.image !== null) this.#link.showCode({ image: report.image, pairingCode, expiresAt })
    else void this.#link.drawCode(code, { pairingCode, expiresAt }, () => this.#code === code)
  }
}
