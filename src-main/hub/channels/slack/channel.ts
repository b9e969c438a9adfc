/** An account on Slack: one app in one workspace. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import { isObject } from '../../runtime/json.ts'
import { testEndpoint } from '../../runtime/test-endpoint.ts'
import { realTimers, sleep, type Timers } from '../../runtime/timers.ts'
import { SeenBook } from '../catch-up/seen-book.ts'
import type {
  Channel,
  ChannelContext,
  FoundSend,
  GroupFacts,
  MediaLimits,
  OutboundPart,
  SendReceipt,
  SentRef,
  UnknownSend,
  WebhookCall,
  WebhookOutcome,
} from '../port.ts'
import { type Account, findOwner, readAccount } from './account.ts'
import { channelChat, parseAddress } from './address.ts'
import { Directory } from './directory.ts'
import { downloadFile } from './download.ts'
import { createEditBudget, type EditBudget } from './edit-budget.ts'
import { type EmojiNames, emojiNames } from './emoji.ts'
import type { SlackMessageEvent } from './events.ts'
import { slackError } from './failures.ts'
import { Inbound } from './inbound.ts'
import { Journal } from './journal.ts'
import { Line } from './line.ts'
import { isLaterTs, readMissed } from './missed.ts'
import type { Reader } from './normalize/message.ts'
import { createPace } from './pace.ts'
import { Sender } from './send.ts'
import { APP_TOKEN, BOT_TOKEN, listedIds, SIGNING_SECRET, type SlackSettings, settingsSchema } from './settings.ts'
import { Threads } from './threads.ts'
import { Uploads } from './uploads.ts'
import { createSlackWeb, type SlackWeb } from './web.ts'

/** So long does Connect wait for Slack before it leaves the rest to the screen. */
const CONNECT_WAIT_MS = 20_000
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 20_000
const LASTING_FAILURES = 3
const PAGE = 200
const MAX_PAGES = 10

const SWITCHED_OFF = 'Switched off by you.'
const UNREACHABLE = 'Slack cannot be reached. Trying again automatically.'
const NO_WAY_IN = 'Enter the app token, which begins with xapp-, or the signing secret.'
const SHARED =
  'Another program is connected with this Slack app, and gets a part of its messages. Close it, or make an app of its own for it.'
const UNINSTALLED = 'The app was removed from the Slack workspace. Install it there again, and save its new token here.'

interface Listed {
  id?: string
  name?: string
  num_members?: number
}

export interface ChannelSeams {
  timers?: Timers
  random?: () => number
  apiUrl?: string
}

export class SlackChannel implements Channel {
  readonly #context: ChannelContext
  readonly #timers: Timers
  readonly #random: () => number
  readonly #apiUrl: string | undefined
  readonly #threads: Threads
  readonly #seen: SeenBook
  readonly #sender: Sender
  readonly #budget: EditBudget
  readonly #inbound: Inbound
  #settings: SlackSettings
  #web: SlackWeb | null = null
  #line: Line | null = null
  #emoji: EmojiNames | null = null
  /** Another app that writes to this one, while that is worth saying. */
  #machine: string | null = null
  #settled: () => void = () => {}
  #run = new AbortController()
  /** It is to be connected, and nothing that only a person can mend is in the way. */
  #isOn = false
  #isStopped = false
  /** Reads what was missed, until the line breaks. */
  #reading = new AbortController()
  /** Ends behind all that was asked of it: two connections at once would each be given a part. */
  #orders: Promise<void> = Promise.resolve()

  constructor(context: ChannelContext, seams: ChannelSeams = {}) {
    this.#context = context
    this.#timers = seams.timers ?? realTimers
    this.#random = seams.random ?? Math.random
    this.#apiUrl = seams.apiUrl ?? testEndpoint(process.env, 'OMNI_SLACK_API_URL', ['http:'])
    this.#settings = settingsSchema.parse(context.settings)
    this.#threads = new Threads(context.keys, this.#timers, context.log)
    this.#seen = new SeenBook(context.keys, this.#timers, context.log, isLaterTs)
    this.#budget = createEditBudget(this.#timers)
    this.#sender = new Sender({
      web: () => this.#web,
      botUserId: () => this.#settings.botUserId ?? '',
      budget: this.#budget,
      pace: createPace(this.#timers),
      uploads: new Uploads(context.keys, context.log),
      fetchFile: (url) => fetchFile(context.outside, url),
      threadOf: (externalId) => this.#threads.threadOf(externalId),
      repliesInThread: () => this.#settings.replyIn === 'thread',
      wroteIn: (channelId, threadTs) => void this.#threads.joined(channelId, threadTs),
    })
    this.#inbound = this.#newInbound()
  }

  async start(): Promise<void> {
    if (this.#settings.paused) this.#show({ state: 'disconnected', message: SWITCHED_OFF })
    else this.#begin()
  }

  stop(): Promise<void> {
    this.#isStopped = true
    this.#run.abort()
    return this.#inTurn(() => this.#end())
  }

  connect(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end()
      await this.#keep({ paused: false })
      const settled = Promise.withResolvers<void>()
      this.#settled = settled.resolve
      this.#begin()
      const patience = new AbortController()
      await Promise.race([settled.promise, sleep(this.#timers, CONNECT_WAIT_MS, AbortSignal.any([patience.signal, this.#run.signal]))])
      patience.abort()
    })
  }

  disconnect(): Promise<void> {
    this.#run.abort()
    return this.#inTurn(async () => {
      await this.#keep({ paused: true })
      await this.#end()
      this.#show({ state: 'disconnected', message: SWITCHED_OFF })
    })
  }

  restart(): Promise<void> {
    return this.connect()
  }

  wake(): void {
    this.#line?.wake()
  }

  /** The token is the app's: there is nothing to log out of but the line. */
  logout(): Promise<void> {
    return this.disconnect()
  }

  remove(): Promise<void> {
    this.#run.abort()
    return this.#inTurn(() => this.#end())
  }

  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    return this.#sender.send(part, signal)
  }

  edit(message: SentRef, text: string): Promise<void> {
    return this.#sender.edit(message, text)
  }

  nextEditInMs(): number {
    return this.#budget.waitMs()
  }

  revoke(message: SentRef): Promise<void> {
    return this.#sender.revoke(message)
  }

  async sendTest(text: string): Promise<void> {
    const userId = listedIds(this.#settings.staff)[0] ?? this.#settings.ownerId
    if (userId === null)
      throw new OmniError('bad_request', 'Slack did not say who owns the workspace. Enter your member ID under "Your team on Slack" first.')
    await this.#sender.say(userId, text)
  }

  /** Slack shows nobody that an app is writing. */
  async setTyping(): Promise<void> {}

  /** Slack has no such marks for apps. */
  async markRead(): Promise<void> {}

  findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    return this.#sender.findSent(sends)
  }

  async handleWebhook({ body }: WebhookCall): Promise<WebhookOutcome> {
    if (!isObject(body) || typeof body['type'] !== 'string') throw new OmniError('bad_request', 'This is no event of Slack.')
    if (body['type'] === 'url_verification')
      return { status: 'success', turnId: null, reply: { challenge: String(body['challenge'] ?? '').slice(0, 500) } }
    if (!this.#isOn) throw new OmniError('not_connected', 'Slack is not connected right now.')
    return { status: (await this.#inbound.take(body)) ? 'success' : 'ignored', turnId: null }
  }

  fetchMedia(source: unknown, limits: MediaLimits): Promise<Uint8Array> {
    return downloadFile({ token: this.#context.secrets[BOT_TOKEN] ?? '', apiUrl: this.#apiUrl }, source, limits)
  }

  async listGroups(): Promise<GroupFacts[]> {
    const web = this.#web
    if (web === null) throw new OmniError('not_connected', 'Slack is not connected right now.')
    const groups: GroupFacts[] = []
    let cursor: string | undefined
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const question = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE }
      const answer = await web((client) => client.users.conversations({ ...question, ...(cursor === undefined ? {} : { cursor }) }))
      for (const { id, name, num_members: memberCount } of (answer.channels ?? []) as Listed[])
        if (id !== undefined) groups.push({ externalId: channelChat(id), name: `#${name ?? id}`, memberCount: memberCount ?? null })
      cursor = answer.response_metadata?.next_cursor
      if (cursor === undefined || cursor === '') break
    }
    return groups
  }

  async fetchProfile(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
    const address = parseAddress(chatExternalId)
    const web = this.#web
    if (web === null) throw new OmniError('not_connected', 'Slack is not connected right now.')
    if (address?.kind !== 'dm') return { name: null, pictureUrl: null, raw: null }
    const { user } = await web((client) => client.users.info({ user: address.userId }))
    return { name: user?.profile?.display_name || (user?.real_name ?? null), pictureUrl: user?.profile?.image_192 ?? null, raw: user }
  }

  #inTurn(order: () => Promise<void>): Promise<void> {
    const done = this.#orders.then(order)
    this.#orders = done.catch(() => undefined)
    return done
  }

  #begin(): void {
    if (this.#isStopped) return
    this.#run = new AbortController()
    const { signal } = this.#run
    const token = (this.#context.secrets[BOT_TOKEN] ?? '').trim()
    if (token === '') {
      this.#failed('Enter the bot token of the Slack app.')
      return
    }
    this.#isOn = true
    this.#machine = null
    this.#show({ state: 'connecting', message: null })
    this.#open(token, signal).catch((error: unknown) => {
      if (signal.aborted) return
      if (!(error instanceof OmniError)) this.#context.log.error({ error: errorMessage(error) }, 'the Slack account could not be started')
      this.#failed(error instanceof OmniError ? error.message : 'This account could not be started. The log says why.')
    })
  }

  async #open(token: string, signal: AbortSignal): Promise<void> {
    const { log } = this.#context
    const client = createSlackWeb(token, { apiUrl: this.#apiUrl, log })
    this.#emoji = await emojiNames()
    const account = await this.#account(client, signal)
    if (account === null || signal.aborted) return
    const isOther = account.workspaceId !== this.#settings.slackWorkspaceId
    await this.#keep({ slackWorkspaceId: account.workspaceId, botUserId: account.botUserId, botId: account.botId })
    if (isOther || this.#settings.ownerId === null) await this.#keep({ ownerId: await findOwner(client).catch(() => null) })
    if (signal.aborted) return
    const web = this.#watched(client, signal)
    this.#web = web
    await this.#inbound.open(new Directory(web, this.#timers, log))
    if (!signal.aborted) this.#openWayIn(account, signal)
  }

  /** A token that is refused while the account works is said, and nothing more is asked with it. */
  #watched(web: SlackWeb, signal: AbortSignal): SlackWeb {
    return async (call) => {
      try {
        return await web(call)
      } catch (error) {
        if (slackError(error).code === 'unauthorized' && !signal.aborted) this.#shut(slackError(error).message)
        throw error
      }
    }
  }

  #shut(message: string): void {
    this.#run.abort()
    this.#failed(message)
    void this.#inTurn(() => this.#end())
  }

  #openWayIn(account: Account, signal: AbortSignal): void {
    const appToken = (this.#context.secrets[APP_TOKEN] ?? '').trim()
    if (appToken === '') {
      if ((this.#context.secrets[SIGNING_SECRET] ?? '').trim() === '') this.#failed(NO_WAY_IN)
      else this.#up(account, 0)
      return
    }
    const isThis = () => !signal.aborted
    this.#line = new Line({
      appToken,
      apiUrl: this.#apiUrl,
      timers: this.#timers,
      random: this.#random,
      log: this.#context.log,
      on: {
        up: (others) => void (isThis() && this.#up(account, others)),
        trying: (failures) => {
          if (!isThis()) return
          this.#reading.abort()
          this.#seen.hold()
          this.#show({ state: 'connecting', message: failures >= LASTING_FAILURES ? UNREACHABLE : null })
        },
        refused: (error) => void (isThis() && this.#failed(error.message)),
        event: async (body) => {
          await this.#inbound.take(body)
        },
      },
    })
    this.#line.open()
  }

  /** Asks for as long as Slack cannot be reached; null when it was stopped. Rejects with what only a person can mend. */
  async #account(web: SlackWeb, signal: AbortSignal): Promise<Account | null> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        return await readAccount(web)
      } catch (error) {
        const known = slackError(error)
        if (!known.isTransient) throw known
        this.#show({ state: 'connecting', message: failures >= LASTING_FAILURES ? UNREACHABLE : null })
        const backoffMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (0.5 + this.#random())
        await sleep(this.#timers, Math.max(backoffMs, known.retryAfterMs ?? 0), signal)
      }
    }
    return null
  }

  #newInbound(): Inbound {
    const { keys, log } = this.#context
    return new Inbound({
      context: this.#context,
      journal: new Journal(keys, this.#timers, log),
      threads: this.#threads,
      seen: this.#seen,
      reader: (directory) => this.#reader(directory),
      onDirect: (userId, channelId) => this.#sender.learnDirect(userId, channelId),
      onMachine: (name) => {
        if (this.#machine === null) this.#context.log.warn({ app: name }, 'another app writes to this one; it is not answered')
        this.#machine = `The app "${name}" writes to this one. Apps are not answered, so that they do not talk to each other without end.`
        this.#show({ message: this.#machine })
      },
      onGone: () => {
        if (this.#isOn) this.#shut(UNINSTALLED)
      },
      timers: this.#timers,
      log,
    })
  }

  #reader(directory: Directory | null): Reader {
    const { slackWorkspaceId, botUserId, botId, replyIn, staff, ownerId } = this.#settings
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
      takesPart: (channelId, threadTs) => this.#threads.takesPart(channelId, threadTs),
    }
  }

  #up({ workspaceName, shownAs }: Account, others: number): void {
    this.#show({ state: 'connected', message: others > 0 ? SHARED : this.#machine, account: shownAs, profileName: workspaceName })
    this.#settled()
    void this.#catchUp()
  }

  /** Reads what came while nothing was heard. What comes meanwhile is handed over as it comes: it is the same to the hub. */
  async #catchUp(): Promise<void> {
    this.#reading.abort()
    this.#reading = new AbortController()
    const signal = AbortSignal.any([this.#run.signal, this.#reading.signal])
    const web = this.#web
    if (web === null) return
    const { log } = this.#context
    try {
      const book = this.#seen
      const [seen, lastOnlineMs, beganMs, threads] = await Promise.all([
        book.all(),
        book.lastOnlineMs(),
        book.beganMs(),
        this.#threads.all(),
      ])
      for (const [channelId, { userId }] of seen) if (userId !== null) this.#sender.learnDirect(userId, channelId)
      const take = (message: SlackMessageEvent) => this.#inbound.message(message)
      if (lastOnlineMs !== null) await readMissed({ web, seen, lastOnlineMs, beganMs, threads, take, timers: this.#timers, log, signal })
      if (!signal.aborted) this.#seen.release()
    } catch (error) {
      log.error({ error: errorMessage(error) }, 'what was missed on Slack could not be read')
    }
  }

  async #end(): Promise<void> {
    this.#run.abort()
    this.#reading.abort()
    this.#isOn = false
    this.#settled()
    const line = this.#line
    this.#line = this.#web = null
    await line?.close()
    await this.#inbound.close()
    await this.#seen.stop()
  }

  #failed(message: string): void {
    this.#isOn = false
    this.#show({ state: 'error', message })
    this.#settled()
  }

  #show(patch: Parameters<ChannelContext['reportConnection']>[0]): void {
    if (!this.#isStopped) this.#context.reportConnection(patch)
  }

  /** A failure to save is logged: all of it can be learned again. */
  async #keep(patch: Partial<SlackSettings>): Promise<void> {
    const next = { ...this.#settings, ...patch }
    if (JSON.stringify(next) === JSON.stringify(this.#settings)) return
    this.#settings = next
    await this.#context.saveSettings({ settings: patch }).catch((error: unknown) => {
      this.#context.log.warn({ error: errorMessage(error) }, 'what was learned about the app could not be saved')
    })
  }
}
