/** One app at work, from its token to its end: it finds out whose it is, opens the line, and reads what it missed. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Timers } from '../../runtime/timers.ts'
import { askUntilAnswered } from '../account/ask-until-answered.ts'
import type { LearnedSettings } from '../account/learned-settings.ts'
import { NOT_STARTED, type TokenSession } from '../account/token-account.ts'
import { SeenBook } from '../catch-up/seen-book.ts'
import type { ChannelContext } from '../port.ts'
import { type Account, findOwner, readAccount } from './account.ts'
import { Directory } from './directory.ts'
import { type EmojiNames, emojiNames } from './emoji.ts'
import type { SlackMessageEvent } from './events.ts'
import { slackError } from './failures.ts'
import { Inbound } from './inbound.ts'
import { Journal } from './journal.ts'
import { Line } from './line.ts'
import { isLaterTs, readMissed } from './missed.ts'
import type { Reader } from './normalize/message.ts'
import { listedIds, type SlackSettings } from './settings.ts'
import type { Threads } from './threads.ts'
import { createSlackWeb, type SlackWeb } from './web.ts'

const NO_WAY_IN = 'Enter the app token, which begins with xapp-, or the signing secret.'
const UNINSTALLED = 'The app was removed from the Slack workspace. Install it there again, and save its new token here.'

export interface AppParts {
  token: string
  /** Empty where Slack calls this computer, with a signature. */
  appToken: string
  /** Is there a secret that Slack signs with? */
  isSigned: boolean
  settings: LearnedSettings<SlackSettings>
  context: ChannelContext
  threads: Threads
  timers: Timers
  random(): number
  /** A test server's; undefined for Slack itself. */
  apiUrl: string | undefined
  on: AppEvents
}

export interface AppEvents {
  /** `others`: other connections of the same app. */
  up(account: Account, others: number): void
  trying(failures: number): void
  /** For good: one sentence. */
  refused(message: string): void
  /** Tells which person a direct chat is with. */
  direct(userId: string, channelId: string): void
  /** Another app writes to this one. */
  machine(name: string): void
}

export class App implements TokenSession {
  readonly #parts: AppParts
  readonly #seen: SeenBook
  readonly #inbound: Inbound
  readonly #stop = new AbortController()
  #web: SlackWeb | null = null
  #line: Line | null = null
  #emoji: EmojiNames | null = null
  /** Reads what was missed, until the line breaks. */
  #reading = new AbortController()

  constructor(parts: AppParts) {
    const { context, threads, timers, on } = parts
    const { keys, log } = context
    this.#parts = parts
    this.#seen = new SeenBook(keys, timers, log, isLaterTs)
    this.#inbound = new Inbound({
      context,
      journal: new Journal(keys, timers, log),
      threads,
      seen: this.#seen,
      reader: (directory) => this.#reader(directory),
      onDirect: (userId, channelId) => on.direct(userId, channelId),
      onMachine: (name) => on.machine(name),
      onGone: () => on.refused(UNINSTALLED),
      timers,
      log,
    })
  }

  /** Null until Slack knows the token. */
  get web(): SlackWeb | null {
    return this.#web
  }

  /** Resolves once an event is written down, to whether it is anything of this account. */
  take(body: unknown): Promise<boolean> {
    return this.#inbound.take(body)
  }

  /** Never rejects. */
  async open(): Promise<void> {
    const { signal } = this.#stop
    try {
      await this.#open(signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof OmniError)) this.#parts.context.log.error({ error: errorMessage(error) }, 'the Slack app could not be started')
      this.#parts.on.refused(error instanceof OmniError ? error.message : NOT_STARTED)
    }
  }

  wake(): void {
    this.#line?.wake()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#reading.abort()
    this.#web = null
    await this.#line?.close()
    await this.#inbound.close()
    await this.#seen.stop()
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { token, apiUrl, context, settings, timers, random, on } = this.#parts
    const client = createSlackWeb(token, { apiUrl, log: context.log })
    this.#emoji = await emojiNames()
    const account = await askUntilAnswered(() => readAccount(client), {
      timers,
      random,
      signal,
      judge: slackError,
      onFailure: (failures) => on.trying(failures),
    })
    if (account === null || signal.aborted) return
    const isOther = account.workspaceId !== settings.now.slackWorkspaceId
    await settings.identify({ slackWorkspaceId: account.workspaceId, botUserId: account.botUserId, botId: account.botId })
    if (isOther || settings.now.ownerId === null) await settings.keep({ ownerId: await findOwner(client).catch(() => null) })
    if (signal.aborted) return
    const web = this.#watched(client, signal)
    this.#web = web
    await this.#inbound.open(new Directory(web, timers, context.log))
    if (!signal.aborted) this.#openWayIn(account, signal)
  }

  /** A token that is refused while the account works is said, and nothing more is asked with it. */
  #watched(web: SlackWeb, signal: AbortSignal): SlackWeb {
    return async (call) => {
      try {
        return await web(call)
      } catch (error) {
        const { code, message } = slackError(error)
        if (code === 'unauthorized' && !signal.aborted) this.#parts.on.refused(message)
        throw error
      }
    }
  }

  #openWayIn(account: Account, signal: AbortSignal): void {
    const { appToken, isSigned, context, apiUrl, timers, random, on } = this.#parts
    if (appToken === '') {
      if (isSigned) this.#up(account, 0)
      else on.refused(NO_WAY_IN)
      return
    }
    const isThis = () => !signal.aborted
    this.#line = new Line({
      appToken,
      apiUrl,
      timers,
      random,
      log: context.log,
      on: {
        up: (others) => void (isThis() && this.#up(account, others)),
        trying: (failures) => {
          if (!isThis()) return
          this.#reading.abort()
          this.#seen.hold()
          on.trying(failures)
        },
        refused: (error) => void (isThis() && on.refused(error.message)),
        event: async (body) => {
          await this.#inbound.take(body)
        },
      },
    })
    this.#line.open()
  }

  #up(account: Account, others: number): void {
    this.#parts.on.up(account, others)
    void this.#catchUp()
  }

  /** Reads what came while nothing was heard. What comes meanwhile is handed over as it comes: it is the same to the hub. */
  async #catchUp(): Promise<void> {
    this.#reading.abort()
    this.#reading = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, this.#reading.signal])
    const web = this.#web
    if (web === null) return
    const { timers, threads: known, on, context } = this.#parts
    const { log } = context
    const book = this.#seen
    try {
      const [seen, lastOnlineMs, beganMs, threads] = await Promise.all([book.all(), book.lastOnlineMs(), book.beganMs(), known.all()])
      for (const [channelId, { userId }] of seen) if (userId !== null) on.direct(userId, channelId)
      const take = (message: SlackMessageEvent) => this.#inbound.message(message)
      if (lastOnlineMs !== null) await readMissed({ web, seen, lastOnlineMs, beganMs, threads, take, timers, log, signal })
      if (!signal.aborted) book.release()
    } catch (error) {
      log.error({ error: errorMessage(error) }, 'what was missed on Slack could not be read')
    }
  }

  #reader(directory: Directory | null): Reader {
    const { slackWorkspaceId, botUserId, botId, replyIn, staff, ownerId } = this.#parts.settings.now
    const named = listedIds(staff)
    return {
      workspaceId: slackWorkspaceId,
      botUserId: botUserId ?? '',
      botId,
      names: {
        user: (id) => directory?.nameOf(id) ?? null,
        channel: (id) => directory?.channelName(id) ?? null,
        emoji: (name) => this.#emoji?.emojiOf(name) ?? null,
      },
      repliesInThread: replyIn === 'thread',
      isStaff: (userId) => (named.length > 0 ? named.includes(userId) : userId === ownerId),
      takesPart: (channelId, threadTs) => this.#parts.threads.takesPart(channelId, threadTs),
    }
  }
}
