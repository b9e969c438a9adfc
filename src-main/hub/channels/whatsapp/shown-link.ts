/** What both ways to WhatsApp put on the screen of a link: one state at a time, and codes as pictures. */
import QRCode from 'qrcode'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ConnectionPatch } from '../port.ts'

export type Shown = Required<ConnectionPatch>

export const BLANK: Shown = {
  state: 'disconnected',
  message: null,
  account: null,
  profileName: null,
  profilePictureUrl: null,
  qr: null,
  foreignWebhook: null,
  invite: null,
}

/** A drop shorter than this is not shown. Milliseconds. */
const SETTLE_MS = 750

export class ShownLink {
  readonly #report: (patch: ConnectionPatch) => void
  readonly #timers: Timers
  readonly #log: Logger
  #shown: Shown = { ...BLANK, state: 'connecting' }
  #isReported = false
  #drawing = 0
  #cancelSettle: (() => void) | null = null
  #isStopped = false

  constructor(report: (patch: ConnectionPatch) => void, timers: Timers, log: Logger) {
    this.#report = report
    this.#timers = timers
    this.#log = log
  }

  get now(): Shown {
    return this.#shown
  }

  /** Is something waiting to be shown if it lasts? */
  get isSettling(): boolean {
    return this.#cancelSettle !== null
  }

  show(patch: Partial<Shown>): void {
    if (patch.state !== undefined) {
      this.#settle()
      // A code that is still being drawn belongs to the state before.
      if (patch.state !== 'pairing') this.#drawing += 1
    }
    if (this.#isStopped) return
    // Another program's webhook is a matter of the state in which it was found.
    const next = { ...this.#shown, ...(patch.state === undefined ? {} : { foreignWebhook: null }), ...patch }
    if (this.#isReported && JSON.stringify(next) === JSON.stringify(this.#shown)) return
    this.#isReported = true
    this.#shown = next
    this.#report(next)
  }

  /** Shows it unless something else is shown within a moment: a hiccup of the network is not reported. */
  showIfItLasts(patch: () => Partial<Shown>): void {
    this.#cancelSettle ??= this.#timers.after(SETTLE_MS, () => {
      this.#cancelSettle = null
      this.show(patch())
    })
  }

  /** Known from before; none of it is new. */
  assume(patch: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...patch }
  }

  showCode(qr: NonNullable<Shown['qr']>): void {
    this.#drawing += 1
    this.show({ state: 'pairing', message: null, qr, account: null })
  }

  /** Resolves when the code is on the screen, or another came before it. `isWanted` is asked when it is drawn. */
  async drawCode(text: string, qr: Omit<NonNullable<Shown['qr']>, 'image'>, isWanted: () => boolean = () => true): Promise<void> {
    this.#drawing += 1
    const drawing = this.#drawing
    try {
      // The text is long: least redundancy gives the fewest, largest squares.
      const image = await QRCode.toDataURL(text, { errorCorrectionLevel: 'L', margin: 2, scale: 8 })
      if (drawing === this.#drawing && isWanted()) this.showCode({ ...qr, image })
    } catch (error) {
      this.#log.warn({ error: errorMessage(error) }, 'the QR code could not be drawn')
    }
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
}
