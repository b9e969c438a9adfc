/** An account on Slack: one app in one workspace. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import { isObject } from '../../runtime/json.ts'
import { testEndpoint } from '../../runtime/test-endpoint.ts'
import { realTimers, type Timers } from '../../runtime/timers.ts'
import { AccountView } from '../account/account-view.ts'
import { LearnedSettings } from '../account/learned-settings.ts'
import { TokenAccount } from '../account/token-account.ts'
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
import type { Account } from './account.ts'
import { parseAddress } from './address.ts'
import { App } from './app.ts'
import { downloadFile } from './download.ts'
import { createEditBudget, type EditBudget } from './edit-budget.ts'
import { listChannels } from './groups.ts'
import { createPace } from './pace.ts'
import { Sender } from './send.ts'
import { APP_TOKEN, BOT_TOKEN, listedIds, SIGNING_SECRET, type SlackSettings, settingsSchema } from './settings.ts'
import { Threads } from './threads.ts'
import { readSecret } from './tokens.ts'
import { Uploads } from './uploads.ts'
import type { SlackWeb } from './web.ts'

const UNREACHABLE = 'Slack cannot be reached. Trying again automatically.'
const NOT_CONNECTED = 'Slack is not connected right now.'
const NO_EVENT = 'This is no event of Slack.'
const SHARED =
  'Another program is connected with this Slack app, and gets a part of its messages. Close it, or make an app of its own for it.'

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
  readonly #settings: LearnedSettings<SlackSettings>
  readonly #view: AccountView
  readonly #account: TokenAccount<App>
  readonly #threads: Threads
  readonly #sender: Sender
  readonly #budget: EditBudget
  /** Another app that writes to this one, while that is worth saying. */
  #machine: string | null = null

  constructor(context: ChannelContext, seams: ChannelSeams = {}) {
    this.#context = context
    this.#timers = seams.timers ?? realTimers
    this.#random = seams.random ?? Math.random
    this.#apiUrl = seams.apiUrl ?? testEndpoint(process.env, 'OMNI_SLACK_API_URL', ['http:'])
    this.#settings = new LearnedSettings<SlackSettings>(settingsSchema.parse(context.settings), context)
    this.#view = new AccountView((patch) => context.reportConnection(patch), UNREACHABLE)
    this.#account = new TokenAccount({
      settings: this.#settings,
      view: this.#view,
      timers: this.#timers,
      open: (signal) => this.#open(signal),
      log: context.log,
    })
    this.#threads = new Threads(context.keys, this.#timers, context.log)
    this.#budget = createEditBudget(this.#timers)
    this.#sender = new Sender({
      web: () => this.#account.session?.web ?? null,
      botUserId: () => this.#settings.now.botUserId ?? '',
      budget: this.#budget,
      pace: createPace(this.#timers),
      uploads: new Uploads(context.keys, context.log),
      fetchFile: (url) => fetchFile(context.outside, url),
      threadOf: (externalId) => this.#threads.threadOf(externalId),
      repliesInThread: () => this.#settings.now.replyIn === 'thread',
      wroteIn: (channelId, threadTs) => void this.#threads.joined(channelId, threadTs),
    })
  }

  async start(): Promise<void> {
    this.#account.start()
  }

  stop(): Promise<void> {
    return this.#account.stop()
  }

  connect(): Promise<void> {
    return this.#account.connect()
  }

  disconnect(): Promise<void> {
    return this.#account.disconnect()
  }

  restart(): Promise<void> {
    return this.#account.connect()
  }

  wake(): void {
    this.#account.session?.wake()
  }

  /** The token is the app's: there is nothing to log out of but the line. */
  logout(): Promise<void> {
    return this.#account.disconnect()
  }

  remove(): Promise<void> {
    return this.#account.remove()
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
    const { staff, ownerId } = this.#settings.now
    const userId = listedIds(staff)[0] ?? ownerId
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
    if (!isObject(body) || typeof body['type'] !== 'string') throw new OmniError('bad_request', NO_EVENT)
    if (body['type'] === 'url_verification') return { status: 'success', turnId: null, reply: { challenge: challengeIn(body) } }
    const app = this.#account.session
    if (app === null) throw new OmniError('not_connected', NOT_CONNECTED)
    return { status: (await app.take(body)) ? 'success' : 'ignored', turnId: null }
  }

  async fetchMedia(source: unknown, limits: MediaLimits): Promise<Uint8Array> {
    return downloadFile({ token: readSecret(this.#context.secrets, BOT_TOKEN), apiUrl: this.#apiUrl }, source, limits)
  }

  async listGroups(): Promise<GroupFacts[]> {
    return listChannels(this.#web())
  }

  async fetchProfile(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
    const web = this.#web()
    const address = parseAddress(chatExternalId)
    if (address?.kind !== 'dm') return { name: null, pictureUrl: null, raw: null }
    const { user } = await web((client) => client.users.info({ user: address.userId }))
    return { name: user?.profile?.display_name || (user?.real_name ?? null), pictureUrl: user?.profile?.image_192 ?? null, raw: user }
  }

  #web(): SlackWeb {
    const web = this.#account.session?.web
    if (web == null) throw new OmniError('not_connected', NOT_CONNECTED)
    return web
  }

  async #open(signal: AbortSignal): Promise<App> {
    const { secrets } = this.#context
    const token = readSecret(secrets, BOT_TOKEN)
    if (token === '') throw new OmniError('bad_request', 'Enter the bot token of the Slack app.')
    const appToken = readSecret(secrets, APP_TOKEN)
    const isSigned = appToken === '' && readSecret(secrets, SIGNING_SECRET) !== ''
    this.#machine = null
    const isThis = () => !signal.aborted
    const app = new App({
      token,
      appToken,
      isSigned,
      settings: this.#settings,
      context: this.#context,
      threads: this.#threads,
      timers: this.#timers,
      random: this.#random,
      apiUrl: this.#apiUrl,
      on: {
        up: (account, others) => void (isThis() && this.#up(account, others)),
        trying: (failures) => void (isThis() && this.#view.trying(failures)),
        refused: (message) => void (isThis() && this.#account.fail(message)),
        direct: (userId, channelId) => this.#sender.learnDirect(userId, channelId),
        machine: (name) => void (isThis() && this.#wroteTo(name)),
      },
    })
    void app.open()
    return app
  }

  #up({ workspaceName, shownAs }: Account, others: number): void {
    const message = others > 0 ? SHARED : this.#machine
    this.#view.show({ state: 'connected', message, account: shownAs, profileName: workspaceName })
    this.#account.settled()
  }

  #wroteTo(name: string): void {
    if (this.#machine === null) this.#context.log.warn({ app: name }, 'another app writes to this one; it is not answered')
    this.#machine = `The app "${name}" writes to this one. Apps are not answered, so that they do not talk to each other without end.`
    this.#view.show({ message: this.#machine })
  }
}

/** What Slack wants to read again. Throws where it is none. */
function challengeIn({ challenge }: Record<string, unknown>): string {
  if (typeof challenge !== 'string' || challenge === '' || challenge.length > 500) throw new OmniError('bad_request', NO_EVENT)
  return challenge
}
