/** An account on Discord: one bot, in its servers and its direct chats. */
import type { APIApplication, APIUser, Client } from 'discord.js'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import { isObject } from '../../runtime/json.ts'
import { testEndpoint } from '../../runtime/test-endpoint.ts'
import { realTimers, type Timers } from '../../runtime/timers.ts'
import { AccountView } from '../account/account-view.ts'
import { LearnedSettings } from '../account/learned-settings.ts'
import { pastedToken } from '../account/pasted-token.ts'
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
import { channelChat, directChat, parseAddress } from './address.ts'
import { Attempts } from './attempts.ts'
import { Bot } from './bot.ts'
import { registerCommands } from './commands.ts'
import { downloadFile } from './download.ts'
import { BAD_TOKEN, MISSING_INTENT, NOT_CONNECTED, refusalOf, UNREACHABLE } from './failures.ts'
import { BAD_TOKEN_CODE, DISALLOWED_INTENT_CODE } from './gateway.ts'
import { handleInteraction } from './interactions/handler.ts'
import { PendingInteractions } from './interactions/pending.ts'
import { inviteOf } from './invite.ts'
import { loadDiscordJs } from './library.ts'
import { avatarOf, nameOf } from './normalize/message.ts'
import type { Place } from './places.ts'
import { routes } from './routes.ts'
import { Sender } from './send.ts'
import { type DiscordSettings, PUBLIC_KEY, settingsSchema, TOKEN } from './settings.ts'
import { installerOf } from './staff.ts'

const IN_NO_SERVER = 'The bot is in no server yet. Open the invite link and choose yours.'
const NOT_IN_SERVER = 'The bot is not in the server of the settings. Open the invite link to let it in, or change the server ID.'
const LEAST_TOKEN = 20
const LONGEST_TOKEN = 200
const NO_VOICE = 'Voice channels are not available in this version.'

export interface ChannelSeams {
  timers?: Timers
  random?: () => number
  api?: string
}

export class DiscordChannel implements Channel {
  readonly #context: ChannelContext
  readonly #timers: Timers
  readonly #random: () => number
  readonly #api: string | undefined
  readonly #settings: LearnedSettings<DiscordSettings>
  readonly #view: AccountView
  readonly #account: TokenAccount<Bot>
  readonly #attempts: Attempts
  readonly #pending: PendingInteractions
  readonly #sender: Sender
  /** A bot that writes to this one, while that is worth saying. */
  #machine: string | null = null
  #registering: Promise<void> = Promise.resolve()

  constructor(context: ChannelContext, seams: ChannelSeams = {}) {
    this.#context = context
    this.#timers = seams.timers ?? realTimers
    this.#random = seams.random ?? Math.random
    this.#api = seams.api ?? testEndpoint(process.env, 'OMNI_DISCORD_API_URL', ['http:'])
    this.#settings = new LearnedSettings<DiscordSettings>(settingsSchema.parse(context.settings), context)
    this.#view = new AccountView((patch) => context.reportConnection(patch), UNREACHABLE)
    this.#account = new TokenAccount({
      settings: this.#settings,
      view: this.#view,
      timers: this.#timers,
      open: (signal) => this.#open(signal),
      log: context.log,
    })
    const now = () => this.#timers.now()
    this.#attempts = new Attempts(context.keys, this.#timers, context.log)
    this.#pending = new PendingInteractions(context.keys, this.#timers, context.log)
    this.#sender = new Sender({
      rest: () => this.#bot?.rest ?? null,
      botUserId: () => this.#bot?.userId ?? this.#settings.now.botUserId ?? '',
      attempts: this.#attempts,
      interactions: this.#pending,
      fetchFile: (url) => fetchFile(context.outside, url),
      hasMessage: (externalId) => context.hasMessage(externalId),
      now,
    })
  }

  async start(): Promise<void> {
    this.#account.start()
  }

  async stop(): Promise<void> {
    await this.#account.stop()
    await this.#attempts.tidy()
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
    this.#bot?.wake()
  }

  /** The token is the bot's: there is nothing to log out of but the line. */
  logout(): Promise<void> {
    return this.#account.disconnect()
  }

  remove(): Promise<void> {
    return this.#account.remove(async ({ application, rest }) => {
      if (application === null) return
      const wanted = { applicationId: application.id, guildId: this.#settings.now.discordGuildId, isOn: false }
      await registerCommands(rest, this.#context.keys, wanted).catch((error: unknown) =>
        this.#context.log.info({ reason: errorMessage(error) }, 'the slash commands stay on Discord'),
      )
    })
  }

  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    return this.#sender.send(part, signal)
  }

  async sendTest(text: string): Promise<void> {
    const { discordDefaultChannelId: channelId } = this.#settings.now
    const application = this.#bot?.application
    if (!application) throw new OmniError('not_connected', NOT_CONNECTED)
    const installer = installerOf(application)
    if (channelId === '' && installer === null) throw new OmniError('bad_request', 'Enter the ID of a channel for the test message first.')
    await this.#sender.say(channelId === '' ? directChat(installer ?? '') : channelChat(channelId), text)
  }

  edit(message: SentRef, text: string, signal: AbortSignal): Promise<void> {
    return this.#sender.edit(message, text, signal)
  }

  revoke(message: SentRef, signal: AbortSignal): Promise<void> {
    return this.#sender.revoke(message, signal)
  }

  async notAnswered(externalId: string): Promise<void> {
    const rest = this.#bot?.rest
    if (rest !== undefined) await this.#pending.clear(rest, externalId)
  }

  /** Discord ends it after ten seconds, or with the next message. */
  async setTyping(chatExternalId: string, isTyping: boolean, signal: AbortSignal): Promise<void> {
    if (isTyping) await this.#sender.typing(chatExternalId, signal)
  }

  /** Discord has no such marks. */
  async markRead(): Promise<void> {}

  async findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    return this.#sender.findSent(sends)
  }

  async handleWebhook({ body, arrival }: WebhookCall): Promise<WebhookOutcome> {
    if (!isObject(body) || typeof body['type'] !== 'number') throw new OmniError('bad_request', 'This is no interaction of Discord.')
    const parts = {
      pending: this.#pending,
      guildId: () => this.#settings.now.discordGuildId,
      client: () => this.#bot?.client ?? null,
      accept: this.#context.accept,
    }
    return handleInteraction(body as never, parts, arrival)
  }

  fetchMedia(source: unknown, limits: MediaLimits): Promise<Uint8Array> {
    const testHost = this.#api === undefined ? null : new URL(this.#api).host
    return downloadFile({ rest: this.#bot?.rest ?? null, outside: this.#context.outside, testHost }, source, limits)
  }

  async listGroups(): Promise<GroupFacts[]> {
    const client = this.#bot?.client
    if (client == null) throw new OmniError('not_connected', NOT_CONNECTED)
    const only = this.#settings.now.discordGuildId
    return [...client.channels.cache.values()].flatMap((channel) => {
      if (channel.isDMBased() || channel.isThread() || channel.isVoiceBased() || !channel.isTextBased()) return []
      if (only !== '' && channel.guild.id !== only) return []
      return [{ externalId: channelChat(channel.id), name: `#${channel.name} (${channel.guild.name})`, memberCount: null }]
    })
  }

  async fetchProfile(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
    const address = parseAddress(chatExternalId)
    const rest = this.#bot?.rest
    if (rest === undefined) throw new OmniError('not_connected', NOT_CONNECTED)
    if (address?.kind !== 'dm') return { name: null, pictureUrl: null, raw: null }
    const user = await rest.get(routes.user(address.userId)).then(
      (found) => found as APIUser,
      (error: unknown) => {
        throw refusalOf(error).error
      },
    )
    return { name: nameOf(user, null), pictureUrl: avatarOf(user), raw: user }
  }

  get #bot(): Bot | null {
    return this.#account.session
  }

  async #open(signal: AbortSignal): Promise<Bot> {
    const token = pastedToken(this.#context.secrets[TOKEN] ?? '')
    if (token === '') throw new OmniError('bad_request', 'Enter the token of the bot.')
    if (token === null || token.length < LEAST_TOKEN || token.length > LONGEST_TOKEN) throw new OmniError('unauthorized', BAD_TOKEN)
    this.#machine = null
    const isThis = () => !signal.aborted
    const bot = new Bot({
      library: await loadDiscordJs(),
      token,
      settings: this.#settings.now,
      api: this.#api,
      context: this.#context,
      pending: this.#pending,
      timers: this.#timers,
      random: this.#random,
      log: this.#context.log,
      on: {
        known: async (application) => void (isThis() && (await this.#known(application))),
        up: (client) => void (isThis() && this.#up(client)),
        trying: (failures) => void (isThis() && this.#view.trying(failures)),
        refused: (reason) => void (isThis() && this.#account.fail(refusalText(reason))),
        direct: (userId, channelId) => this.#sender.learnDirect(userId, channelId),
        machine: (name, place) => void (isThis() && this.#wroteTo(name, place)),
      },
    })
    void bot.open()
    return bot
  }

  async #known({ id, verify_key: publicKey, bot }: APIApplication): Promise<void> {
    await this.#settings.identify({ discordClientId: id, botUserId: bot?.id ?? id })
    const { [PUBLIC_KEY]: known } = this.#context.secrets
    if (known !== publicKey)
      this.#context
        .saveSettings({ secrets: { [PUBLIC_KEY]: publicKey } })
        .catch((error: unknown) => this.#context.log.warn({ error: errorMessage(error) }, 'the public key could not be saved'))
    inviteOf(id, this.#settings.now.discordGuildId).then(
      (invite) => this.#view.show({ invite }),
      (error: unknown) => this.#context.log.warn({ error: errorMessage(error) }, 'the invite link could not be drawn'),
    )
  }

  #up(client: Client): void {
    const { user } = client
    const { discordGuildId, discordVoiceEnabled, discordSlashCommandsEnabled } = this.#settings.now
    const isMissing = discordGuildId === '' ? client.guilds.cache.size === 0 : !client.guilds.cache.has(discordGuildId)
    const where = discordGuildId === '' ? IN_NO_SERVER : NOT_IN_SERVER
    this.#view.show({
      state: 'connected',
      message: isMissing ? where : (this.#machine ?? (discordVoiceEnabled ? NO_VOICE : null)),
      account: user === null ? null : user.username,
      profileName: user?.displayName ?? null,
      profilePictureUrl: user?.displayAvatarURL({ size: 128 }) ?? null,
    })
    this.#account.settled()
    const bot = this.#bot
    if (!bot?.application || isMissing) return
    const wanted = { applicationId: bot.application.id, guildId: discordGuildId, isOn: discordSlashCommandsEnabled }
    // One after the other: each looks what the last one did.
    this.#registering = this.#registering
      .then(() => registerCommands(bot.rest, this.#context.keys, wanted))
      .catch((error: unknown) => this.#context.log.warn({ reason: errorMessage(error) }, 'the slash commands could not be registered'))
  }

  #wroteTo(name: string, place: Place): void {
    this.#context.log.warn({ bot: name, channel: place.name }, 'another bot writes to this one; it is not answered')
    this.#machine = `The bot "${name}" writes to this one. Bots are not answered, so that they do not talk to each other without end.`
    const client = this.#bot?.client
    if (client) this.#up(client)
  }
}

/** A sentence, or the code with which Discord closed the connection for good. */
function refusalText(reason: string | number): string {
  if (reason === DISALLOWED_INTENT_CODE) return MISSING_INTENT
  if (reason === BAD_TOKEN_CODE) return BAD_TOKEN
  return typeof reason === 'string' ? reason : `Discord closed the connection for good, with code ${reason}.`
}
