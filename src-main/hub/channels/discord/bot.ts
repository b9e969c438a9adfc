/** One bot at work, from its token to its end: it logs in, takes in what is written to it, and reads what it missed. */
import type {
  APIApplication,
  APIInteraction,
  Client,
  GatewayDispatchEvents,
  GatewayMessageDeleteBulkDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  REST,
} from 'discord.js'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { isObject } from '../../runtime/json.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import { askUntilAnswered } from '../account/ask-until-answered.ts'
import type { TokenSession } from '../account/token-account.ts'
import { SeenBook } from '../catch-up/seen-book.ts'
import type { ChannelContext } from '../port.ts'
import { createClient, createRest } from './client.ts'
import { refusalOf } from './failures.ts'
import { Gateway } from './gateway.ts'
import { Inbound } from './inbound.ts'
import { handleInteraction } from './interactions/handler.ts'
import type { PendingInteractions } from './interactions/pending.ts'
import type { DiscordJs } from './library.ts'
import { type Gap, gapsOf, readGap } from './missed.ts'
import { namesIn } from './names.ts'
import type { DiscordMessage } from './normalize/message.ts'
import { type Place, Places } from './places.ts'
import { routes } from './routes.ts'
import { type DiscordSettings, listedIds } from './settings.ts'
import { isLater } from './snowflake.ts'
import { installerOf, isStaff } from './staff.ts'

/** Bots that were cut off together come back within that time, each at a moment of its own. */
const SCATTER_MS = 1000

const EVENTS = [
  'MESSAGE_CREATE',
  'MESSAGE_UPDATE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'MESSAGE_REACTION_ADD',
  'MESSAGE_REACTION_REMOVE',
  'INTERACTION_CREATE',
  'GUILD_CREATE',
  'GUILD_DELETE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'THREAD_UPDATE',
  'THREAD_DELETE',
] as const satisfies `${GatewayDispatchEvents}`[]

export interface BotParts {
  library: DiscordJs
  token: string
  settings: DiscordSettings
  /** Undefined for Discord itself. */
  api: string | undefined
  context: ChannelContext
  pending: PendingInteractions
  timers: Timers
  random(): number
  log: Logger
  on: BotEvents
}

export interface BotEvents {
  /** Discord knows the token: this is the application that it belongs to. Rejects where it may not be used. */
  known(application: APIApplication): Promise<void>
  /** It is connected, or what it is in has changed. */
  up(client: Client): void
  trying(failures: number): void
  /** For good: one sentence, or the code with which Discord closed. */
  refused(reason: string | number): void
  /** Tells which person a direct chat is with. */
  direct(userId: string, channelId: string): void
  /** Another bot writes to this one. */
  machine(name: string, place: Place): void
}

export class Bot implements TokenSession {
  readonly rest: REST
  readonly #parts: BotParts
  readonly #gateway: Gateway
  readonly #inbound: Inbound
  readonly #seen: SeenBook
  readonly #places: Places
  readonly #stop = new AbortController()
  #application: APIApplication | null = null
  #gate: PromiseWithResolvers<void> | null = null
  /** Of sessions: what an older one still reads has no effect. */
  #session = new AbortController()

  constructor(parts: BotParts) {
    const { library, token, api, timers, random, log, context, settings } = parts
    this.#parts = parts
    this.rest = createRest(library, api, token)
    this.#places = new Places(this.rest)
    this.#seen = new SeenBook(context.keys, timers, log, isLater)
    const named = listedIds(settings.staff)
    const bot = this
    this.#inbound = new Inbound({
      context,
      places: this.#places,
      seen: this.#seen,
      reader: {
        get botUserId() {
          return bot.userId
        },
        names: (message, place) => namesIn(this.client, this.userId, message, place),
        isStaff: (message, place) => isStaff(message, place, named, this.#application === null ? null : installerOf(this.#application)),
      },
      guildId: () => settings.discordGuildId,
      onMachine: (name, place) => parts.on.machine(name, place),
      timers,
      log,
    })
    this.#gateway = new Gateway(
      {
        makeClient: () =>
          createClient(
            library,
            api,
            (error) => log.warn({ reason: errorMessage(error) }, 'the library of Discord does not understand an event'),
            () => sleep(timers, SCATTER_MS * random(), this.#stop.signal),
          ),
        token,
        timers,
        random,
        log,
        on: {
          ready: (client) => this.#ready(client),
          resumed: (client) => {
            this.#openGate()
            parts.on.up(client)
          },
          trying: (failures) => {
            this.#closeGate()
            parts.on.trying(failures)
          },
          refused: (code) => parts.on.refused(code),
          dispatch: (event, data, client) => this.#dispatch(event, data, client),
        },
      },
      EVENTS,
    )
  }

  /** The connected client, with the servers that it is in. */
  get client(): Client | null {
    return this.#gateway.client
  }

  get application(): APIApplication | null {
    return this.#application
  }

  /** Of an application of today the same as its own; else as it was last seen. */
  get userId(): string {
    return this.#application?.bot?.id ?? this.#parts.settings.botUserId ?? this.#application?.id ?? ''
  }

  /** Asks Discord who it is, for as long as that takes, and opens the line. Never rejects. */
  async open(): Promise<void> {
    const { timers, random, on, log } = this.#parts
    const { signal } = this.#stop
    try {
      this.#application = await askUntilAnswered(async () => (await this.rest.get(routes.application(), { signal })) as APIApplication, {
        timers,
        random,
        signal,
        judge: refusalOf,
        onFailure: (failures, error) => {
          log.info({ reason: errorMessage(error), failures }, 'Discord cannot be asked who the bot is')
          on.trying(failures)
        },
      })
      if (this.#application === null || signal.aborted) return
      await on.known(this.#application)
    } catch (error) {
      return on.refused(refusalOf(error).error.message)
    }
    if (signal.aborted) return
    this.#closeGate()
    this.#gateway.open()
  }

  wake(): void {
    this.#gateway.wake()
  }

  /** Resolves when nothing of it is under way. */
  async close(): Promise<void> {
    this.#stop.abort()
    this.#session.abort()
    await this.#gateway.close()
    this.#openGate()
    await this.#inbound.stop()
    await this.#seen.stop()
  }

  #closeGate(): void {
    if (this.#gate !== null || this.#stop.signal.aborted) return
    this.#gate = Promise.withResolvers()
    this.#inbound.hold(this.#gate.promise)
  }

  #openGate(): void {
    this.#gate?.resolve()
    this.#gate = null
  }

  #ready(client: Client): void {
    this.#session.abort()
    this.#session = new AbortController()
    this.#seen.hold()
    void this.#catchUp(client, this.#session.signal, null)
    this.#parts.on.up(client)
  }

  /** A server came, or came back after an outage of its own; or it is gone. */
  #guildChanged(client: Client, cameId: string | null): void {
    if (cameId !== null) {
      this.#closeGate()
      void this.#catchUp(client, this.#session.signal, cameId)
    }
    this.#parts.on.up(client)
  }

  /** What was missed, each channel in its turn, before what is new in it. */
  async #catchUp(client: Client, signal: AbortSignal, onlyGuildId: string | null): Promise<void> {
    const { timers, log, settings } = this.#parts
    try {
      const [seen, lastOnlineMs] = await Promise.all([this.#seen.all(), this.#seen.lastOnlineMs()])
      if (signal.aborted) return
      for (const [channelId, { userId }] of seen) if (userId !== null) this.#parts.on.direct(userId, channelId)
      const known = { seen, newChats: this.#seen.unwrittenChats(), lastOnlineMs, nowMs: timers.now() }
      const all = gapsOf(client, known, settings.discordGuildId)
      const gaps = onlyGuildId === null ? all : all.filter(({ guildId }) => guildId === onlyGuildId)
      if (gaps.length > 0) log.info({ channels: gaps.length }, 'reading what was missed on Discord')
      const reading = gaps.map((gap) => this.#inbound.inTurn(gap.channelId, () => this.#readGap(gap, client, signal)))
      this.#openGate()
      await Promise.all(reading)
      if (!signal.aborted && onlyGuildId === null) this.#seen.release()
    } catch (error) {
      log.error({ error: errorMessage(error) }, 'what was missed on Discord could not be read')
      this.#openGate()
    }
  }

  async #readGap(gap: Gap, client: Client, signal: AbortSignal): Promise<void> {
    const { timers, random, log } = this.#parts
    const read = async (): Promise<void> => {
      for await (const page of readGap(this.rest, gap, signal))
        for (const message of page) {
          if (signal.aborted) return
          await this.#inbound.take(message, gap.guildId, client)
        }
    }
    const patience = { timers, random, signal, judge: refusalOf, onFailure: () => undefined }
    await askUntilAnswered(read, patience).catch((error: unknown) => {
      // A channel that the bot may not read, or that is gone.
      log.debug({ reason: errorMessage(error) }, 'a channel of Discord cannot be read')
    })
  }

  #dispatch(event: `${GatewayDispatchEvents}`, data: unknown, client: Client): void {
    switch (event as (typeof EVENTS)[number]) {
      case 'MESSAGE_CREATE': {
        const message = data as DiscordMessage
        if (message.guild_id === undefined && message.author.id !== this.userId)
          this.#parts.on.direct(message.author.id, message.channel_id)
        this.#inbound.message(message, client)
        break
      }
      case 'MESSAGE_UPDATE':
        this.#inbound.edited(data as DiscordMessage, client)
        break
      case 'MESSAGE_DELETE':
      case 'MESSAGE_DELETE_BULK':
        this.#inbound.deleted(data as GatewayMessageDeleteDispatchData | GatewayMessageDeleteBulkDispatchData)
        break
      case 'MESSAGE_REACTION_ADD':
        this.#inbound.reaction(data as GatewayMessageReactionAddDispatchData, true)
        break
      case 'MESSAGE_REACTION_REMOVE':
        this.#inbound.reaction(data as GatewayMessageReactionRemoveDispatchData, false)
        break
      case 'INTERACTION_CREATE':
        void this.#interact(data as APIInteraction)
        break
      case 'GUILD_CREATE':
      case 'GUILD_DELETE':
        // The library has not taken it in yet.
        setImmediate(() => {
          const guildId = isObject(data) && typeof data['id'] === 'string' ? data['id'] : null
          if (this.client === client && guildId !== null) this.#guildChanged(client, event === 'GUILD_CREATE' ? guildId : null)
        })
        break
      case 'CHANNEL_UPDATE':
      case 'CHANNEL_DELETE':
      case 'THREAD_UPDATE':
      case 'THREAD_DELETE':
        this.#places.forget((data as { id: string }).id)
        break
    }
  }

  async #interact(interaction: APIInteraction): Promise<void> {
    const { settings, pending, context, log } = this.#parts
    try {
      const parts = {
        pending,
        guildId: () => settings.discordGuildId,
        client: () => this.client,
        accept: context.accept,
      }
      const { reply } = await handleInteraction(interaction, parts)
      await this.rest.post(routes.interactionCallback(interaction.id, interaction.token), { body: reply, auth: false })
    } catch (error) {
      log.warn({ error: errorMessage(error) }, 'a command of Discord could not be answered')
    }
  }
}
