/**
 * The commands of an account that a token connects: Connect, Disconnect and the rest, each behind the one before. Two
 * connections at once would each get a part of the messages.
 */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { AccountView } from './account-view.ts'
import type { LearnedSettings } from './learned-settings.ts'

/** So long does Connect wait for the platform before it leaves the rest to the screen. */
const CONNECT_WAIT_MS = 20_000

export const NOT_STARTED = 'This account could not be started. The log says why.'

/** One connection, from its token to its end. */
export interface TokenSession {
  /** Resolves when nothing of it is under way. */
  close(): Promise<void>
}

export interface TokenAccountParts<Session extends TokenSession> {
  settings: LearnedSettings<{ paused: boolean }>
  view: AccountView
  timers: Timers
  /**
   * Begins a connection, without waiting for the platform. What it reports has no effect once the signal is aborted.
   * Rejects with an OmniError for what only a person can mend, such as a missing token.
   */
  open(signal: AbortSignal): Promise<Session>
  log: Logger
}

export class TokenAccount<Session extends TokenSession> {
  readonly #parts: TokenAccountParts<Session>
  #session: Session | null = null
  #run = new AbortController()
  #superseded = new AbortController()
  #isStopped = false
  #settle: () => void = () => undefined
  /** The end of all that was ordered. */
  #orders: Promise<void> = Promise.resolve()

  constructor(parts: TokenAccountParts<Session>) {
    this.#parts = parts
  }

  /** Null while the account is switched off, and where only a person can help. */
  get session(): Session | null {
    return this.#session
  }

  start(): void {
    if (this.#parts.settings.now.paused) this.#parts.view.off()
    else void this.#inTurn(() => this.#begin())
  }

  stop(): Promise<void> {
    this.#isStopped = true
    this.#parts.view.stop()
    this.#supersede()
    this.#run.abort()
    return this.#inTurn(() => this.#end())
  }

  /** Resolves when the platform has answered, or after a while. */
  connect(): Promise<void> {
    const isOver = this.#supersede()
    return this.#inTurn(async () => {
      if (isOver.aborted) return
      await this.#end()
      await this.#parts.settings.keep({ paused: false })
      const settled = Promise.withResolvers<void>()
      this.#settle = settled.resolve
      await this.#begin()
      const patience = new AbortController()
      const signal = AbortSignal.any([patience.signal, this.#run.signal, isOver])
      await Promise.race([settled.promise, sleep(this.#parts.timers, CONNECT_WAIT_MS, signal)])
      patience.abort()
    })
  }

  disconnect(): Promise<void> {
    this.#supersede()
    this.#run.abort()
    return this.#inTurn(async () => {
      await this.#parts.settings.keep({ paused: true })
      await this.#end()
      this.#parts.view.off()
    })
  }

  /** `last` is done while the connection still stands, if it does. */
  remove(last: (session: Session) => Promise<void> = async () => undefined): Promise<void> {
    const session = this.#session
    this.#supersede()
    return this.#inTurn(async () => {
      if (session !== null && session === this.#session) await last(session)
      await this.#end()
    })
  }

  /** The platform has answered: Connect need not wait any longer. */
  settled(): void {
    this.#settle()
  }

  /** Only a person can help. Ends the connection. */
  fail(message: string): void {
    this.#run.abort()
    const failed = this.#session
    this.#parts.view.fail(message)
    this.#settle()
    void this.#inTurn(async () => {
      if (failed === this.#session) await this.#end()
    })
  }

  /** Nobody waits for the command before any more. The signal is aborted by the next. */
  #supersede(): AbortSignal {
    this.#superseded.abort()
    this.#superseded = new AbortController()
    return this.#superseded.signal
  }

  #inTurn(order: () => Promise<void>): Promise<void> {
    const done = this.#orders.then(order)
    this.#orders = done.catch(() => undefined)
    return done
  }

  /** Never rejects. */
  async #begin(): Promise<void> {
    if (this.#isStopped) return
    this.#run = new AbortController()
    const { signal } = this.#run
    const { view, open, log } = this.#parts
    view.show({ state: 'connecting', message: null })
    try {
      const session = await open(signal)
      if (signal.aborted) await session.close()
      else this.#session = session
    } catch (error) {
      if (!(error instanceof OmniError)) log.error({ error: errorMessage(error) }, 'the account could not be started')
      view.fail(error instanceof OmniError ? error.message : NOT_STARTED)
      this.#settle()
    }
  }

  async #end(): Promise<void> {
    this.#run.abort()
    this.#settle()
    const session = this.#session
    this.#session = null
    await session?.close()
  }
}
