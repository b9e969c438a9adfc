/**
 * Socket Mode for one account, over Slack's own client. Its own reconnecting can end a process (a rejection that nobody
 * takes), so each connection here is a client of its own, and what comes after it is decided here.
 */
import { SocketModeClient } from '@slack/socket-mode'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { growingPause } from '../../runtime/growing-pause.ts'
import { isObject } from '../../runtime/json.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import { within } from '../../runtime/within.ts'
import { fetchFromSlack } from './answers.ts'
import { SlackError, slackError } from './failures.ts'
import { appTokenError } from './tokens.ts'
import { slackLog } from './web.ts'

const SCATTER_MS = 1000
/** With the chance in it, a line that can be had is had within half a minute. */
const PAUSES = { firstMs: 1000, mostMs: 20_000 }
/** From the ticket to Slack's hello. */
const HELLO_MS = 20_000
/** A line that held for so long was a good one. */
const STABLE_MS = 30_000
const CLOSE_MS = 2000
/** So long may Slack count a connection that broke off. */
const GHOST_MS = 5 * 60_000
/** After that long it is counted again who else is connected: Slack says it once for each connection. */
const RECOUNT_MS = 6 * 60_000

const SOCKET_MODE_OFF = 'Socket Mode of the Slack app is switched off. Switch it on under "Socket Mode" of the app.'

export interface LineEvents {
  /** `others`: connections of the same app that Slack knows besides those of this process. */
  up(others: number): void
  trying(failures: number): void
  /** Only a person can help. */
  refused(error: SlackError): void
  /** Resolves once it may be acknowledged; rejects where Slack is to send it again. */
  event(body: unknown): Promise<void>
}

interface Options {
  appToken: string
  apiUrl: string | undefined
  timers: Timers
  random(): number
  log: Logger
  on: LineEvents
}

export class Line {
  readonly #options: Options
  readonly #stop = new AbortController()
  #running: Promise<void> | null = null
  /** Ends the present connection, or the pause before the next. */
  #next: () => void = () => undefined
  #hasHello = false
  /** When connections broke off, so that Slack may not know it yet. */
  #ghosts: number[] = []

  constructor(options: Options) {
    this.#options = options
  }

  open(): void {
    this.#running ??= this.#run().catch((error: unknown) => {
      this.#options.log.error({ error: errorMessage(error) }, 'the line to Slack has failed')
    })
  }

  /** The computer slept: whatever the line says of itself, another is opened. */
  wake(): void {
    this.#next()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#next()
    await this.#running
  }

  async #run(): Promise<void> {
    const { timers, random, on, log } = this.#options
    let failures = 0
    while (!this.#stop.signal.aborted) {
      const startedMs = timers.now()
      this.#hasHello = false
      const error = await this.#connection()
      if (this.#stop.signal.aborted) return
      if (error?.needsPerson === true) return on.refused(error)
      // One that stood for moments is not begun again at once, but soon.
      if (this.#hasHello) failures = timers.now() - startedMs >= STABLE_MS ? 0 : Math.min(failures, 1)
      failures += 1
      log.info({ failures, reason: error === null ? 'closed' : errorMessage(error) }, 'the line to Slack has ended')
      on.trying(failures)
      // Slack recycles its connections a few times a day: the first is made again at once, but not by all apps in one moment.
      const backoffMs = failures === 1 && error === null ? SCATTER_MS * random() : growingPause(failures, PAUSES, random)
      await this.#pause(Math.max(backoffMs, error?.retryAfterMs ?? 0))
    }
  }

  #pause(forMs: number): Promise<void> {
    const ended = new AbortController()
    this.#next = () => ended.abort()
    return sleep(this.#options.timers, forMs, AbortSignal.any([ended.signal, this.#stop.signal]))
  }

  /** From its opening to its end. Resolves to what ended it; null where Slack closed it. */
  async #connection(): Promise<SlackError | null> {
    const { timers, log, on } = this.#options
    const ended = Promise.withResolvers<SlackError | null>()
    const isOver = new AbortController()
    const client = this.#client(isOver.signal)
    let cancelRecount = (): void => undefined
    let isAsked = false
    const end = (error: SlackError | null = null): void => {
      isAsked = true
      ended.resolve(error)
    }
    this.#next = end
    client.on('disconnected', () => ended.resolve(null))
    // Its ticket came when it was to end already.
    client.on('connecting', () => {
      if (isOver.signal.aborted) queueMicrotask(() => void within(CLOSE_MS, client.disconnect()))
    })
    guardMessages(client, log, (message) => {
      if (message['type'] === 'disconnect')
        end(message['reason'] === 'link_disabled' ? new SlackError('forbidden', SOCKET_MODE_OFF, { word: 'link_disabled' }) : null)
      if (message['type'] !== 'hello') return
      this.#hasHello = true
      const connections = Number(message['num_connections'] ?? 1)
      if (connections > 1) cancelRecount = timers.after(RECOUNT_MS, end)
      on.up(this.#others(connections))
    })
    client.on('slack_event', ({ ack, body, type }: { ack(): Promise<void>; body: unknown; type: string }) => {
      // What is nothing of ours is acknowledged, too: Slack counts what is not.
      const taken = type === 'events_api' ? on.event(body) : Promise.resolve()
      taken.then(ack).catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'an event of Slack was not acknowledged'))
    })
    const cancel = timers.after(HELLO_MS, () => ended.resolve(slackError(new Error('no hello'))))
    client.start().then(cancel, (error: unknown) => ended.resolve(error === undefined ? null : appTokenError(slackError(error))))
    const error = await ended.promise
    cancel()
    cancelRecount()
    isOver.abort()
    // A ghost would be given a part of what is sent. Whoever does not say goodbye is hung up on.
    const isLate = (await within(CLOSE_MS, client.disconnect())).state === 'late'
    if (isLate) await within(CLOSE_MS, client.disconnect())
    if (isLate || !isAsked) this.#ghosts.push(timers.now())
    return error
  }

  #client(isOver: AbortSignal): SocketModeClient {
    const { appToken, apiUrl, log } = this.#options
    return new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: slackLog(log),
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: HELLO_MS,
        fetch: (url, init) => fetchFromSlack(url, { ...init, signal: AbortSignal.any([isOver, ...(init?.signal ? [init.signal] : [])]) }),
      },
    })
  }

  /** Besides this one, and besides those that broke off a moment ago. */
  #others(connections: number): number {
    const now = this.#options.timers.now()
    this.#ghosts = this.#ghosts.filter((atMs) => now - atMs < GHOST_MS)
    return Math.max(0, connections - 1 - this.#ghosts.length)
  }
}

/**
 * Slack's client takes a message in a promise that nobody waits for: one that it does not understand would end the
 * process. `look` sees each before the client.
 */
function guardMessages(client: SocketModeClient, log: Logger, look: (message: Record<string, unknown>) => void): void {
  const taking = client.listeners('ws_message') as ((data: unknown, isBinary: boolean) => unknown)[]
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    void (async () => {
      const message: unknown = typeof data === 'string' ? JSON.parse(data) : null
      if (!isObject(message)) return
      look(message)
      for (const take of taking) await take(data, isBinary)
    })().catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'a message of Slack makes no sense'))
  })
}
