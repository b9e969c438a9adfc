/**
 * Socket Mode for one account, over Slack's own client. That one connects again by itself in ways that can end a process
 * (a rejection that nobody takes), so each connection here is a client of its own, and what comes after it is decided here.
 */
import { SocketModeClient } from '@slack/socket-mode'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import { within } from '../../runtime/within.ts'
import { type SlackError, slackError } from './failures.ts'
import { slackLog } from './web.ts'

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 60_000
/** From the ticket to Slack's hello. */
const HELLO_MS = 20_000
/** A line that held for so long was a good one. */
const STABLE_MS = 30_000
const CLOSE_MS = 2000

export interface LineEvents {
  /** `others`: connections of the same app that Slack knows besides this one. */
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
  #next: () => void = () => {}

  constructor(options: Options) {
    this.#options = options
  }

  open(): void {
    this.#running ??= this.#run()
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
      const error = await this.#connection()
      if (this.#stop.signal.aborted) return
      if (error?.needsPerson === true) return on.refused(error)
      if (timers.now() - startedMs >= STABLE_MS) failures = 0
      failures += 1
      log.info({ failures, reason: error === null ? 'closed' : errorMessage(error) }, 'the line to Slack has ended')
      on.trying(failures)
      // Slack recycles its connections a few times a day: the first is made again at once.
      const backoffMs =
        failures === 1 && error === null ? 0 : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (0.5 + random())
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
    const { appToken, apiUrl, timers, log, on } = this.#options
    const client = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: slackLog(log),
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: HELLO_MS,
      },
    })
    const ended = Promise.withResolvers<SlackError | null>()
    this.#next = () => ended.resolve(null)
    client.on('disconnected', () => ended.resolve(null))
    client.on('ws_message', (data: unknown) => {
      const others = otherConnections(data)
      if (others !== null) on.up(others)
    })
    client.on('slack_event', ({ ack, body, type }: { ack(): Promise<void>; body: unknown; type: string }) => {
      // What is nothing of ours is acknowledged, too: Slack counts what is not.
      const taken = type === 'events_api' ? on.event(body) : Promise.resolve()
      taken.then(ack).catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'an event of Slack was not acknowledged'))
    })
    const cancel = timers.after(HELLO_MS, () => ended.resolve(slackError(new Error('no hello'))))
    client.start().then(cancel, (error: unknown) => ended.resolve(error === undefined ? null : slackError(error)))
    const error = await ended.promise
    cancel()
    // A ghost would be given a part of what is sent.
    await within(CLOSE_MS, client.disconnect())
    return error
  }
}

/** Slack's hello says how many connections the app has; null for any other message. */
function otherConnections(data: unknown): number | null {
  if (typeof data !== 'string' || !data.includes('"hello"')) return null
  try {
    const { type, num_connections: connections } = JSON.parse(data) as { type?: unknown; num_connections?: unknown }
    return type === 'hello' ? Math.max(0, Number(connections ?? 1) - 1) : null
  } catch {
    return null
  }
}
