/**
 * The link of one account to WhatsApp: opens connections, one after the other and never two at once,
 * by the rules of reconnect-rules.ts, until it is told to stop or a person has to do something.
 */
import type { ConnectionState } from 'baileys'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'
import { AuthStore, readCreds } from './auth-store.ts'
import { type Baileys, loadBaileys } from './baileys.ts'
import type { LinkView } from './link-view.ts'
import { LiveSocket, SocketCaches, type SocketParts } from './live-socket.ts'
import { decide, STABLE_MS, type StopReason } from './reconnect-rules.ts'
import { Watch } from './watch.ts'

const NOT_LINKED = 'WhatsApp is not linked. Press Connect and scan the code.'
const DAMAGED = 'The saved link to WhatsApp is damaged. Press Connect and scan the code again; your conversations are kept.'
const REMOVE_ON_PHONE =
  'The link is removed here, but WhatsApp could not be told: remove this computer under "Linked devices" on the phone, too.'

/** So long does Connect wait for a code or an answer before it leaves the rest to the screen. */
const CONNECT_WAIT_MS = 20_000
/** An answer to a sign of life takes less than a second; a line that slept gets a little more. */
const WAKE_WAIT_MS = 5000
const LOGOUT_WAIT_MS = 5000

export interface LinkParts {
  keys: ChannelKeys
  view: LinkView
  timers: Timers
  log: Logger
  random(): number
  /** The parts of a socket that are not the link's own business. */
  socketParts: Omit<SocketParts, 'baileys' | 'auth' | 'caches' | 'onUpdate'>
  /** Before the first connection; what it does is waited for. */
  takeUp(baileys: Baileys, auth: AuthStore): Promise<void>
  onOpen(live: LiveSocket, auth: AuthStore): void
}

export class Link {
  readonly #parts: LinkParts
  readonly #caches = new SocketCaches()
  readonly #watch: Watch
  readonly #waiting = new Set<() => void>()
  #baileys: Baileys | null = null
  #auth: AuthStore | null = null
  #live: LiveSocket | null = null
  #cancelRetry: (() => void) | null = null
  #failures = 0
  #openedMs: number | null = null
  /** Is it to be connected? False after Disconnect, Stop, and whatever needs a person. */
  #isWanted = false
  /** The number that a pairing code was asked for, and the code once there is one. */
  #phoneNumber: string | null = null
  #pairingCode: string | null = null
  /** Linked a moment ago, and never yet connected. */
  #isFresh = false
  #isBroken = false
  #forgetting: Promise<void> = Promise.resolve()
  /** Rises with every command, so that what an older one still does has no effect. */
  #command = 0

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#watch = new Watch(parts.timers, {
      current: () => this.#live,
      woke: () => this.#woke(),
      died: () => this.#lost('nothing came over the line any more'),
      quiet: () => this.#renew(),
    })
  }

  /** The open connection; null while there is none. */
  get live(): LiveSocket | null {
    return this.#live?.isOpen === true ? this.#live : null
  }

  get baileys(): Baileys | null {
    return this.#baileys
  }

  /** Takes up a saved link. Does not wait for WhatsApp. */
  async start(): Promise<void> {
    const command = this.#begin()
    const saved = await readCreds(this.#parts.keys)
    if (command !== this.#command) return
    if (saved.kind === 'damaged') this.#parts.view.fail(DAMAGED)
    else if (saved.kind === 'none' || !saved.isLinked) this.#parts.view.off(NOT_LINKED, { keepsAccount: false })
    else {
      this.#isWanted = true
      this.#parts.view.begin()
      this.#load(command, saved.text).then(
        () => this.#open(command),
        (error: unknown) => this.#parts.view.fail(errorMessage(error)),
      )
    }
  }

  /** Connects, with a new code if there is no link that works. Resolves when there is something to see. */
  async connect(phoneNumber: string | null): Promise<void> {
    if (this.live !== null) return
    const command = this.#begin()
    const { view, keys } = this.#parts
    this.#isWanted = true
    this.#phoneNumber = phoneNumber
    view.begin()
    await Promise.all([this.#endLive(), this.#forgetting])
    const saved = await readCreds(keys)
    const isUsable = saved.kind === 'saved' && saved.isLinked && !this.#isBroken
    if (!isUsable) await keys.clear(null)
    if (command !== this.#command) return
    this.#isBroken = false
    await this.#load(command, isUsable ? saved.text : null)
    this.#open(command)
    await this.#somethingToSee(command)
  }

  /** Ends the connection and keeps the link. Resolves when the socket is gone. */
  async close(): Promise<void> {
    this.#begin()
    this.#watch.stop()
    await this.#endLive()
  }

  /** Removes the link: on the phone's list, and here. */
  async unlink(): Promise<void> {
    const { live } = this
    const wasLinked = this.#auth?.isLinked ?? (await readCreds(this.#parts.keys)).kind !== 'none'
    this.#begin()
    this.#watch.stop()
    const isTold = live === null ? false : await this.#logOut(live)
    await this.#endLive()
    await this.#parts.keys.clear(null)
    this.#auth = null
    this.#parts.view.off(isTold || !wasLinked ? NOT_LINKED : REMOVE_ON_PHONE, { keepsAccount: false })
  }

  /** The open connection, waited for. Throws OmniError('not_connected') when it will not come back automatically. */
  async whenOpen(signal: AbortSignal): Promise<LiveSocket> {
    while (true) {
      if (this.live !== null) return this.live
      if (!this.#isWanted || signal.aborted) throw new OmniError('not_connected', 'WhatsApp is not connected right now.')
      await this.#change(signal)
    }
  }

  /** The line takes messages and confirms nothing: what was on its way is repeated on a new one. */
  suspect(live: LiveSocket): void {
    if (live === this.#live) this.#lost('a message was not confirmed')
  }

  /** The computer was asleep: the line is tried, or opened, at once. */
  wake(): void {
    if (this.#isWanted) this.#woke()
  }

  #begin(): number {
    this.#isWanted = false
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#failures = 0
    this.#phoneNumber = this.#pairingCode = null
    this.#command += 1
    this.#changed()
    return this.#command
  }

  async #load(command: number, saved: string | null): Promise<void> {
    this.#baileys = await loadBaileys()
    if (command !== this.#command) return
    this.#auth = new AuthStore(this.#baileys, this.#parts.keys, saved, this.#parts.log)
    this.#isFresh = saved === null
    await this.#parts.takeUp(this.#baileys, this.#auth)
  }

  #open(command = this.#command): void {
    if (command !== this.#command || !this.#isWanted || this.#baileys === null || this.#auth === null) return
    this.#auth.forgetUnfinishedPairing()
    this.#auth.writes.reset()
    this.#openedMs = null
    this.#pairingCode = null
    this.#live = new LiveSocket({
      ...this.#parts.socketParts,
      baileys: this.#baileys,
      auth: this.#auth,
      caches: this.#caches,
      onUpdate: (update, live) => {
        if (live === this.#live) this.#updated(update, live)
      },
    })
    this.#watch.start()
  }

  #updated({ qr, connection, lastDisconnect }: Partial<ConnectionState>, live: LiveSocket): void {
    if (qr) void this.#code(qr, live)
    if (connection === 'open') this.#opened(live)
    if (connection === 'close') this.#ended(lastDisconnect?.error)
  }

  async #code(qr: string, live: LiveSocket): Promise<void> {
    if (this.#phoneNumber !== null && this.#pairingCode === null) {
      try {
        this.#pairingCode = await live.socket.requestPairingCode(this.#phoneNumber)
      } catch (error) {
        this.#parts.log.warn({ reason: errorMessage(error) }, 'no pairing code came')
      }
    }
    if (live !== this.#live) return
    await this.#parts.view.code(qr, this.#pairingCode)
    this.#changed()
  }

  #opened(live: LiveSocket): void {
    const auth = this.#auth
    if (auth === null) return
    this.#openedMs = this.#parts.timers.now()
    this.#isFresh = false
    this.#parts.onOpen(live, auth)
    this.#changed()
  }

  /** `error` is undefined when it ended without WhatsApp's word. */
  #ended(error: unknown): void {
    this.#live = null
    if (!this.#isWanted) return
    const { timers, view, log } = this.#parts
    const lasted = this.#openedMs !== null && timers.now() - this.#openedMs >= STABLE_MS
    this.#failures = lasted ? 1 : this.#failures + 1
    const said = endingOf(error)
    const isLinked = this.#auth?.isLinked ?? false
    const verdict = decide({ ...said, isLinked, failures: this.#failures }, () => this.#parts.random())
    log.info({ code: said.code, isNetwork: said.isNetwork, failures: this.#failures, ...verdict }, 'the connection to WhatsApp ended')
    if (verdict.act === 'stop') this.#stopped(verdict.reason, verdict.forgetsLink)
    else {
      view.reconnecting(this.#failures)
      this.#retryIn(verdict.delayMs)
    }
    this.#changed()
  }

  #stopped(reason: StopReason, forgetsLink: boolean): void {
    const wasFresh = this.#isFresh
    this.#begin()
    this.#watch.stop()
    this.#isBroken = reason === 'broken'
    if (forgetsLink) this.#forget()
    if (reason === 'unlinked' && wasFresh) {
      // The phone gave up while linking. Somebody sits in front of the screen: here is another code.
      this.connect(this.#phoneNumber).catch((error: unknown) => this.#parts.view.fail(errorMessage(error)))
      return
    }
    this.#parts.view.stopped(reason)
  }

  /** Keys that are of no use to anybody any more. Who looks for saved ones waits until they are gone. */
  #forget(): void {
    this.#auth = null
    this.#forgetting = this.#parts.keys.clear(null).catch((error: unknown) => {
      this.#parts.log.error({ error: errorMessage(error) }, 'the old link could not be removed')
    })
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry?.()
    this.#cancelRetry = this.#parts.timers.after(delayMs, () => {
      this.#cancelRetry = null
      this.#open()
    })
  }

  #woke(): void {
    const live = this.#live
    if (this.#cancelRetry !== null) {
      this.#failures = 0
      this.#retryIn(0)
    } else if (live !== null) {
      const askedMs = this.#parts.timers.now()
      live.ping()
      this.#parts.timers.after(WAKE_WAIT_MS, () => {
        if (live === this.#live && live.lastFrameMs <= askedMs) this.#lost('no answer after sleep')
      })
    }
  }

  #lost(reason: string): void {
    const live = this.#live
    if (live === null) return
    this.#parts.log.info({ reason }, 'the connection to WhatsApp is given up')
    this.#live = null
    void live.end()
    this.#ended(undefined)
  }

  #renew(): void {
    const live = this.#live
    if (live === null) return
    this.#parts.log.debug({}, 'no messages for a while: a new login fetches what may wait')
    this.#live = null
    void live.end()
    this.#parts.view.reconnecting(0)
    this.#retryIn(0)
  }

  async #endLive(): Promise<void> {
    const live = this.#live
    this.#live = null
    await live?.end()
  }

  async #logOut(live: LiveSocket): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const cancel = this.#parts.timers.after(LOGOUT_WAIT_MS, () => resolve(false))
    live.socket.logout().then(
      () => resolve(true),
      () => resolve(false),
    )
    const isTold = await promise
    cancel()
    return isTold
  }

  async #somethingToSee(command: number): Promise<void> {
    const { view, timers } = this.#parts
    const timeout = new AbortController()
    const cancel = timers.after(CONNECT_WAIT_MS, () => timeout.abort())
    while (command === this.#command && view.state === 'connecting' && this.#failures < 2 && !timeout.signal.aborted)
      await this.#change(timeout.signal)
    cancel()
  }

  #changed(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

/** What an ending says, in Baileys' and its WebSocket's ways of saying it. */
function endingOf(error: unknown): { code: number | null; isNetwork: boolean; isCodeUsedUp: boolean } {
  if (!(error instanceof Error)) return { code: null, isNetwork: true, isCodeUsedUp: false }
  const output = 'output' in error && typeof error.output === 'object' ? error.output : null
  const code = output !== null && 'statusCode' in output && typeof output.statusCode === 'number' ? output.statusCode : null
  return { code, isNetwork: error.message.startsWith('WebSocket Error'), isCodeUsedUp: error.message === 'QR refs attempts ended' }
}
