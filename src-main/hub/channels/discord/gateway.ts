/**
 * The line of one bot to Discord. The library resumes what breaks off for a moment; what does not come back soon is given
 * up and opened from the beginning, at growing intervals and never by many bots at the same moment. A line that has gone
 * silent is noticed here: the library would wait for two missed heartbeats.
 */
import type { Client, GatewayDispatchEvents } from 'discord.js'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { growingPause } from '../../runtime/growing-pause.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { DisposableClient } from './client.ts'

/** So long may the library try to resume, or to log in. */
const COME_BACK_MS = 20_000
/** Discord acknowledges a heartbeat every 41 s: silence for longer than one and a moment is the end of the line. */
const SILENT_MS = 52_000
const LOOK_EVERY_MS = 5000
const CLOSE_MS = 1500
const PAUSES = { firstMs: 1000, mostMs: 60_000 }
/** Codes with which Discord closes for good; the first: the token is wrong. */
export const BAD_TOKEN_CODE = 4004
export const DISALLOWED_INTENT_CODE = 4014
const NEVER_AGAIN: readonly number[] = [BAD_TOKEN_CODE, 4010, 4011, 4012, 4013, DISALLOWED_INTENT_CODE]

export interface GatewayParts {
  /** A new client; it listens to nothing yet. */
  makeClient(): DisposableClient
  token: string
  timers: Timers
  random(): number
  log: Logger
  on: GatewayEvents
}

export interface GatewayEvents {
  /** A new session: what was missed since the last one comes no more. Its servers are known. */
  ready(client: Client): void
  /** The same session goes on, with all that it missed. */
  resumed(client: Client): void
  /** It is not connected now, and tries to be. */
  trying(failures: number): void
  /** Discord said no, and would say so again: the code of its closing. */
  refused(code: number): void
  dispatch(event: `${GatewayDispatchEvents}`, data: unknown, client: Client): void
}

export class Gateway {
  readonly #parts: GatewayParts
  readonly #events: readonly `${GatewayDispatchEvents}`[]
  #line: DisposableClient | null = null
  #isUp = false
  #isWanted = false
  #failures = 0
  #heardMs = 0
  #cancelRetry: (() => void) | null = null
  #cancelComeBack: (() => void) | null = null
  #cancelLook: (() => void) | null = null

  constructor(parts: GatewayParts, events: readonly `${GatewayDispatchEvents}`[]) {
    this.#parts = parts
    this.#events = events
  }

  /** The client while the line stands. */
  get client(): Client | null {
    return this.#isUp ? (this.#line?.client ?? null) : null
  }

  get isWanted(): boolean {
    return this.#isWanted
  }

  open(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    this.#failures = 0
    this.#begin()
  }

  /** Resolves when the line is closed. */
  async close(): Promise<void> {
    this.#isWanted = false
    this.#cancelRetry?.()
    this.#cancelRetry = null
    await this.#drop()
  }

  /** The computer was asleep. */
  wake(): void {
    if (!this.#isWanted) return
    if (this.#cancelRetry !== null) {
      this.#failures = 0
      this.#retryIn(0)
    } else if (this.#parts.timers.now() - this.#heardMs > LOOK_EVERY_MS) this.#giveUp('the computer was asleep')
  }

  #begin(): void {
    const { makeClient, token, timers, log, on } = this.#parts
    const line = makeClient()
    const { client } = line
    const isThis = () => line === this.#line
    this.#line = line
    this.#isUp = false
    this.#heardMs = timers.now()
    this.#expectBack('it did not log in in time')
    const refuse = (code: number) => {
      void this.close()
      on.refused(code)
    }
    const heard = () => {
      if (isThis()) this.#heardMs = timers.now()
    }
    for (const event of this.#events)
      client.ws.on(event as GatewayDispatchEvents, (data) => {
        heard()
        try {
          if (isThis()) on.dispatch(event, data, client)
        } catch (error) {
          // What is thrown in here would end the process.
          log.error({ event, error: errorMessage(error) }, 'an event of Discord could not be taken in')
        }
      })
    client.on('shardReady', () => isThis() && this.#up(() => on.ready(client)))
    client.on('shardResume', () => isThis() && this.#up(() => on.resumed(client)))
    client.on('shardReconnecting', () => {
      if (!isThis()) return
      const wasUp = this.#isUp
      this.#isUp = false
      if (wasUp) {
        this.#expectBack('it did not come back in time')
        on.trying(0)
      }
    })
    client.on('shardDisconnect', ({ code }) => {
      if (!isThis()) return
      if (!NEVER_AGAIN.includes(code)) return this.#giveUp(`closed with ${code}`)
      refuse(code)
    })
    client.on('shardError', (error) => log.debug({ reason: errorMessage(error) }, 'the line to Discord has a problem'))
    client.on('error', (error) => log.debug({ reason: errorMessage(error) }, 'the library of Discord reports a problem'))
    client.on('invalidated', () => isThis() && this.#giveUp('the session ended'))
    this.#look()
    client.login(token).catch((error: unknown) => {
      if (!isThis()) return
      if (error instanceof Error && 'code' in error && error.code === 'TokenInvalid') refuse(BAD_TOKEN_CODE)
      else this.#giveUp(errorMessage(error))
    })
  }

  #up(report: () => void): void {
    this.#cancelComeBack?.()
    this.#cancelComeBack = null
    this.#isUp = true
    this.#failures = 0
    this.#heardMs = this.#parts.timers.now()
    report()
  }

  #expectBack(otherwise: string): void {
    this.#cancelComeBack?.()
    this.#cancelComeBack = this.#parts.timers.after(COME_BACK_MS, () => this.#giveUp(otherwise))
  }

  #look(): void {
    this.#cancelLook?.()
    this.#cancelLook = this.#parts.timers.after(LOOK_EVERY_MS, () => {
      const beatMs = this.#line?.client.ws.shards.first()?.lastPingTimestamp ?? 0
      const quietMs = this.#parts.timers.now() - Math.max(this.#heardMs, beatMs)
      if (this.#isUp && quietMs > SILENT_MS) this.#giveUp('nothing came over the line any more')
      else this.#look()
    })
  }

  #giveUp(reason: string): void {
    if (!this.#isWanted) return
    this.#failures += 1
    this.#parts.log.info({ reason, failures: this.#failures }, 'the connection to Discord is given up')
    void this.#drop()
    this.#parts.on.trying(this.#failures)
    this.#retryIn(growingPause(this.#failures, PAUSES, this.#parts.random))
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry?.()
    this.#cancelRetry = this.#parts.timers.after(delayMs, () => {
      this.#cancelRetry = null
      if (this.#isWanted) this.#begin()
    })
  }

  async #drop(): Promise<void> {
    const line = this.#line
    this.#line = null
    this.#isUp = false
    for (const cancel of [this.#cancelComeBack, this.#cancelLook]) cancel?.()
    this.#cancelComeBack = this.#cancelLook = null
    if (line === null) return
    const { timers, log } = this.#parts
    const closed = line.dispose().catch((error: unknown) => log.debug({ reason: errorMessage(error) }, 'not closed cleanly'))
    // The library waits for the other side's goodbye, which may never come.
    const patience = new AbortController()
    await Promise.race([closed, sleep(timers, CLOSE_MS, patience.signal)])
    patience.abort()
  }
}
