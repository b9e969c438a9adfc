/**
 * Looks whether all is well, since Evolution's webhooks are not to be relied on: they fall silent
 * while the socket is up (its most reported fault), are lost when the server restarts, and never
 * arrive where the server cannot reach this machine.
 *
 * Each look asks for the connection's state; while linked, also for messages that did not arrive.
 * Those are handed over as if they had, and the webhook is registered again.
 */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { InboundMessage } from '../port.ts'
import type { EvolutionApi, RemoteState } from './api.ts'
import { EvolutionError } from './failures.ts'
import type { LinkState } from './link-state.ts'
import { qrReport } from './normalize/link.ts'
import { Poller } from './poller.ts'

const PAIRING_MS = 3000
const CONNECTING_MS = 5000
/** While webhooks are known to be silent, the looks are the transport. */
const SILENT_MS = 10_000
const FIRST_RETRY_MS = 2000
/** A server that refuses connections says so at once, and may be back at any moment: it is asked sooner and more often. */
const REFUSED_RETRY_MS = 1000
const REFUSED_MAX_RETRY_MS = 10_000
/** So many looks without any code, and the sentence says that something is wrong. */
const PATIENT_LOOKS = 10

export interface WatchdogParts {
  api: EvolutionApi
  link: LinkState
  timers: Timers
  log: Logger
  intervalMs: number
  /** Where the server should call, for the sentence. */
  webhookUrl(): string
  /** Was this instance ever linked from here? Decides what a missing instance means. */
  wasLinked(): boolean
  /** The link was found open. Runs before messages are looked for; errors end the look. */
  whenOpen(isNews: boolean): Promise<void>
  missing(): Promise<InboundMessage[]>
  handOver(messages: InboundMessage[]): Promise<void>
  register(): Promise<void>
}

export class Watchdog {
  readonly #parts: WatchdogParts
  readonly #poller: Poller
  #failures = 0
  #looksWithoutCode = 0
  #isSilent = false
  #hasLooked = false
  #isHeld = false
  #isLooking = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(parts: WatchdogParts) {
    this.#parts = parts
    this.#poller = new Poller(parts.timers, () => this.#look())
  }

  start(): void {
    this.#poller.start()
  }

  stop(): void {
    this.#poller.stop()
  }

  /** Looks now. */
  poke(): void {
    this.#poller.poke()
  }

  /** The computer was asleep: looks now, and again soon if the network is not back yet. */
  wake(): void {
    this.#failures = 0
    this.#poller.poke()
  }

  /** Runs something that must not meet a look, or another of its kind, half-way (linking, removing), then looks. */
  without<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      this.#isHeld = true
      try {
        await this.#poller.settled()
        return await work()
      } finally {
        this.#isHeld = false
        this.#looksWithoutCode = 0
        this.#poller.poke()
      }
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  /** Resolves when no look and no work is under way. */
  async settled(): Promise<void> {
    await this.#queue
    await this.#poller.settled()
  }

  /** A webhook has arrived: they are not silent. */
  webhookArrived(): void {
    if (!this.#isSilent) return
    this.#isSilent = false
    if (this.#parts.link.state === 'connected') this.#parts.link.note(null)
  }

  /** A call did not get through to the server: whether that lasts is looked at now, not a minute later. */
  callBroke(): void {
    if (!this.#isLooking && this.#failures === 0 && this.#parts.link.state === 'connected') this.#poller.poke()
  }

  /** One look; resolves to the wait until the next. */
  async #look(): Promise<number> {
    if (this.#isHeld) return CONNECTING_MS
    let remote: RemoteState
    this.#isLooking = true
    try {
      const { ends } = this.#parts.link
      remote = await this.#parts.api.connectionState()
      if (this.#parts.link.ends === ends) await this.#lookAt(remote)
      else this.#poller.poke()
      this.#failures = 0
    } catch (error) {
      this.#failed(error)
      const isRefused = error instanceof EvolutionError && error.neverReached
      const [firstMs, mostMs] = isRefused ? [REFUSED_RETRY_MS, REFUSED_MAX_RETRY_MS] : [FIRST_RETRY_MS, this.#parts.intervalMs]
      return Math.min(firstMs * 2 ** Math.min(this.#failures - 1, 10), mostMs, this.#parts.intervalMs)
    } finally {
      this.#isLooking = false
      this.#hasLooked = true
    }
    const { link, intervalMs } = this.#parts
    if (link.state === 'pairing') return Math.min(PAIRING_MS, intervalMs)
    if (link.state === 'connecting' || remote === 'connecting') return Math.min(CONNECTING_MS, intervalMs)
    return this.#isSilent ? Math.min(SILENT_MS, intervalMs) : intervalMs
  }

  async #lookAt(remote: RemoteState): Promise<void> {
    const { link } = this.#parts
    if (remote === 'open') {
      const isNews = link.state !== 'connected'
      await this.#parts.whenOpen(isNews)
      await this.#fetchMissing()
      return
    }
    if (remote === 'close') {
      this.#closed()
      return
    }
    link.apply({ kind: 'connecting' })
    // A linked account that reconnects needs no code; asking would show an old one.
    if (link.account === null && !link.hasFreshCode) await this.#askForCode()
  }

  #closed(): void {
    const { link } = this.#parts
    // A sentence that says more than "closed" (unlinked, not scanned in time) stays; one about a lost server does not.
    const isTold = link.hasSaidWhy || (this.#hasLooked && this.#failures === 0 && (link.state === 'error' || link.state === 'disconnected'))
    if (link.state === 'pairing') link.apply({ kind: 'qr_ended' })
    else if (!isTold) link.apply({ kind: 'close', reason: null })
  }

  async #askForCode(): Promise<void> {
    const { api, link } = this.#parts
    const report = qrReport(await api.connect(null))
    if (report) {
      this.#looksWithoutCode = 0
      link.apply(report)
      return
    }
    this.#looksWithoutCode += 1
    if (this.#looksWithoutCode === PATIENT_LOOKS && link.state === 'connecting') {
      link.note(
        'The Evolution server brings no code yet. If this lasts, restart the instance, or update the server to 2.3.7 and remove its setting CONFIG_SESSION_PHONE_VERSION.',
      )
    }
  }

  async #fetchMissing(): Promise<void> {
    const { link, log, webhookUrl } = this.#parts
    const messages = await this.#parts.missing()
    if (messages.length === 0) return
    await this.#parts.handOver(messages)
    this.#isSilent = true
    log.warn({ count: messages.length }, 'messages had not arrived by webhook and were fetched')
    await this.#parts.register()
    const count = messages.length === 1 ? 'A message' : `${messages.length} messages`
    link.note(`${count} did not arrive automatically and were fetched. Check that the Evolution server can reach ${webhookUrl()}.`)
  }

  #failed(thrown: unknown): void {
    const { link, log } = this.#parts
    if (thrown instanceof EvolutionError && thrown.code === 'cancelled') return
    this.#failures += 1
    log.debug({ error: errorMessage(thrown), failures: this.#failures }, 'the look at the Evolution server failed')
    if (!(thrown instanceof OmniError)) {
      log.error({ error: errorMessage(thrown) }, 'the look at the Evolution server failed unexpectedly')
      return
    }
    if (thrown.code === 'not_found') {
      if (this.#parts.wasLinked()) link.apply({ kind: 'removed' })
      // A server does not know an account that it has refused to make: why it did is what a person has to read.
      else if (link.state !== 'error') link.absent('Not linked yet. Press Connect and scan the code.')
      return
    }
    // One lost call is not reported; a server that answers with a refusal is.
    const isPassing =
      thrown instanceof EvolutionError && ['unreachable', 'timeout', 'platform_error', 'not_connected'].includes(thrown.code)
    if (isPassing && this.#failures < 2 && this.#hasLooked) return
    link.fail(thrown)
  }
}
