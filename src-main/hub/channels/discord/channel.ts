/** An account on Discord: one bot, in its servers and its direct chats. */
import type { APIApplication, APIUser, Client } from 'discord.js'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import { isObject } from '../../runtime/json.ts'
import { testEndpoint } from '../../runtime/test-endpoint.ts'
import { realTimers, sleep, type Timers } from '../../runtime/timers.ts'
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
import { BAD_TOKEN, MISSING_INTENT, NOT_CONNECTED, refusalOf } from './failures.ts'
import { BAD_TOKEN_CODE, DISALLOWED_INTENT_CODE } from './gateway.ts'
import { handleInteraction } from './interactions/handler.ts'
import { PendingInteractions } from './interactions/pending.ts'
import { inviteOf } from './invite.ts'
import { loadDiscordJs } from './library.ts'
import { avatarOf, nameOf } from './normalize/message.ts'
import { routes } from './routes.ts'
import { Sender } from './send.ts'
import { type DiscordSettings, PUBLIC_KEY, settingsSchema, TOKEN } from './settings.ts'
import { installerOf } from './staff.ts'
import { IN_NO_SERVER, NO_VOICE, NOT_IN_SERVER, View } from './view.ts'

/** So long does Connect wait for Discord before it leaves the rest to the screen. */
const CONNECT_WAIT_MS = 20_000

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
  readonly #view: View
  readonly #attempts: Attempts
  readonly #pending: PendingInteractions
  readonly #sender: Sender
  #settings: DiscordSettings
  #bot: Bot | null = null
  /** A bot that writes to this one, while that is worth saying. */
  #machine: string | null = null
  #registering: Promise<void> = Promise.resolve()
  #settled: () => void = () => {}
  /** Rises with every command, so that what an older one still does has no effect. */
  #command = 0

  constructor(context: ChannelContext, seams: ChannelSeams = {}) {
    this.#context = context
    this.#timers = seams.timers ?? realTimers
    this.#random = seams.random ?? Math.random
    this.#api = seams.api ?? testEndpoint(process.env, 'OMNI_DISCORD_API_URL', ['http:'])
    this.#settings = settingsSchema.parse(context.settings)
    const now = () => this.#timers.now()
    this.#view = new View((patch) => context.reportConnection(patch))
    this.#attempts = new Attempts(context.keys, this.#timers, context.log)
    this.#pending = new PendingInteractions(context.keys, now, context.log)
    this.#sender = new Sender({
      rest: () => this.#bot?.rest ?? null,
      botUserId: () => this.#bot?.userId ?? this.#settings.botUserId ?? '',
      attempts: this.#attempts,
      interactions: this.#pending,
      fetchFile: (url) => fetchFile(context.outside, url),
      hasMessage: (externalId) => context.hasMessage(externalId),
      now,
    })
  }

  async start(): Promise<void> {
    if (this.#settings.paused) this.#view.off()
    else this.#begin()
  }

  async stop(): Promise<void> {
    this.#view.stop()
    await this.#end()
    await this.#attempts.tidy()
  }

  async connect(): Promise<void> {
    await this.#keep({ paused: false })
    await this.#end()
    const settled = Promise.withResolvers<void>()
    this.#settled = settled.resolve
    this.#begin()
    const patience = new AbortController()
    await Promise.race([settled.promise, sleep(this.#timers, CONNECT_WAIT_MS, patience.signal)])
    patience.abort()
  }

  async disconnect(): Promise<void> {
    await this.#keep({ paused: true })
    await this.#end()
    this.#view.off()
  }

  restart(): Promise<void> {
    return this.connect()
  }

  wake(): void {
    this.#bot?.wake()
  }

  /** The token is the bot's: there is nothing to log out of but the line. */
  logout(): Promise<void> {
    return this.disconnect()
  }

  async remove(): Promise<void> {
    const bot = this.#bot
    if (bot?.application) {
      const wanted = { applicationId: bot.application.id, guildId: this.#settings.discordGuildId, isOn: false }
      await registerCommands(bot.rest, this.#context.keys, wanted).catch((error: unknown) =>
        this.#context.log.info({ reason: errorMessage(error) }, 'the slash commands stay on Discord'),
      )
    }
    await this.#end()
  }

  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    return this.#sender.send(part, signal)
  }

  async sendTest(text: string): Promise<void> {
    const { discordDefaultChannelId: channelId } = this.#settings
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
      guildId: () => this.#settings.discordGuildId,
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
    const only = this.#settings.discordGuildId
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

  #begin(): void {
    this.#command += 1
    const command = this.#command
    const token = (this.#context.secrets[TOKEN] ?? '').trim().replace(/^Bot\s+/i, '')
    if (token === '') {
      this.#failed('Enter the token of the bot.')
      return
    }
    // What is no header of a call is no token.
    if (!/^[\x21-\x7e]{20,200}$/.test(token)) {
      this.#failed(BAD_TOKEN)
      return
    }
    this.#machine = null
    this.#view.show({ state: 'connecting', message: null })
    loadDiscordJs().then(
      (library) => {
        if (command !== this.#command) return
        const isThis = () => command === this.#command
        this.#bot = new Bot({
          library,
          token,
          settings: this.#settings,
          api: this.#api,
          context: this.#context,
          pending: this.#pending,
          timers: this.#timers,
          random: this.#random,
          log: this.#context.log,
          on: {
            known: (application) => void (isThis() && this.#known(application)),
            up: (client) => void (isThis() && this.#up(client)),
            trying: (failures) => void (isThis() && this.#view.trying(failures)),
            refused: (reason) => void (isThis() && this.#refused(reason)),
            direct: (userId, channelId) => this.#sender.learnDirect(userId, channelId),
            machine: (name, place) => {
              this.#context.log.warn({ bot: name, channel: place.name }, 'another bot writes to this one; it is not answered')
              this.#machine = `The bot "${name}" writes to this one. Bots are not answered, so that they do not talk to each other without end.`
              const client = this.#bot?.client
              if (isThis() && client) this.#up(client)
            },
          },
        })
        void this.#bot.open()
      },
      (error: unknown) => this.#failed(errorMessage(error)),
    )
  }

  async #end(): Promise<void> {
    this.#command += 1
    this.#settled()
    const bot = this.#bot
    this.#bot = null
    await bot?.close()
  }

  #known({ id, verify_key: publicKey, bot }: APIApplication): void {
    void this.#keep({ discordClientId: id, botUserId: bot?.id ?? id })
    const { [PUBLIC_KEY]: known } = this.#context.secrets
    if (known !== publicKey)
      this.#context
        .saveSettings({ secrets: { [PUBLIC_KEY]: publicKey } })
        .catch((error: unknown) => this.#context.log.warn({ error: errorMessage(error) }, 'the public key could not be saved'))
    inviteOf(id, this.#settings.discordGuildId).then(
      (invite) => this.#view.show({ invite }),
      (error: unknown) => this.#context.log.warn({ error: errorMessage(error) }, 'the invite link could not be drawn'),
    )
  }

  #up(client: Client): void {
    const { user } = client
    const { discordGuildId, discordVoiceEnabled, discordSlashCommandsEnabled } = this.#settings
    const isMissing = discordGuildId === '' ? client.guilds.cache.size === 0 : !client.guilds.cache.has(discordGuildId)
    const where = discordGuildId === '' ? IN_NO_SERVER : NOT_IN_SERVER
    this.#view.show({
      state: 'connected',
      message: isMissing ? where : (this.#machine ?? (discordVoiceEnabled ? NO_VOICE : null)),
      account: user === null ? null : user.username,
      profileName: user?.displayName ?? null,
      profilePictureUrl: user?.displayAvatarURL({ size: 128 }) ?? null,
    })
    this.#settled()
    const bot = this.#bot
    if (!bot?.application || isMissing) return
    const wanted = { applicationId: bot.application.id, guildId: discordGuildId, isOn: discordSlashCommandsEnabled }
    // One after the other: each looks what the last one did.
    this.#registering = this.#registering
      .then(() => registerCommands(bot.rest, this.#context.keys, wanted))
      .catch((error: unknown) => this.#context.log.warn({ reason: errorMessage(error) }, 'the slash commands could not be registered'))
  }

  #refused(reason: string | number): void {
    void this.#end()
    if (reason === DISALLOWED_INTENT_CODE) this.#failed(MISSING_INTENT)
    else if (reason === BAD_TOKEN_CODE) this.#failed(BAD_TOKEN)
    else if (typeof reason === 'string') this.#failed(reason)
    else this.#failed(`Discord closed the connection for good, with code ${reason}.`)
  }

  #failed(message: string): void {
    this.#view.fail(message)
    this.#settled()
  }

  /** A failure to save is logged: all of it can be learned again. */
  async #keep(patch: Partial<DiscordSettings>): Promise<void> {
    const next = { ...this.#settings, ...patch }
    if (JSON.stringify(next) === JSON.stringify(this.#settings)) return
    this.#settings = next
    await this.#context.saveSettings({ settings: patch }).catch((error: unknown) => {
      this.#context.log.warn({ error: errorMessage(error) }, 'what was learned about the bot could not be saved')
    })
  }
}
