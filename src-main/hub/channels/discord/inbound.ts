/**
 * What comes over the line, into the hub: in the order of its channel, and noted as seen only once it is durable there.
 * A process that is killed in between reads the same messages again when it comes back.
 */
import type {
  Client,
  GatewayMessageDeleteBulkDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveDispatchData,
} from 'discord.js'
import { errorCode, errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { SeenBook } from '../catch-up/seen-book.ts'
import type { AcceptedEvent, ChannelContext, ChannelEvent } from '../port.ts'
import { refusalOf } from './failures.ts'
import { addressesBot, type DiscordMessage, isFromMachine, isWritten, type Reader, textOf, toInbound } from './normalize/message.ts'
import type { Place, Places } from './places.ts'

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000
const MAX_TRIES = 4
/** More files than that no message has. */
const MAX_FILES = 10

export interface InboundParts {
  context: Pick<ChannelContext, 'accept' | 'hasMessage'>
  places: Places
  seen: SeenBook
  reader: Reader
  /** Only this server; empty: all. */
  guildId(): string
  /** Another program talks to the bot. */
  onMachine(name: string, place: Place): void
  timers: Timers
  log: Logger
}

export class Inbound {
  readonly #parts: InboundParts
  readonly #stop = new AbortController()
  /** The end of what each channel has under way. */
  readonly #chains = new Map<string, Promise<void>>()
  /** Until what was missed stands before it in its channel, nothing new is taken. */
  #gate: Promise<void> = Promise.resolve()

  constructor(parts: InboundParts) {
    this.#parts = parts
  }

  /** What comes from now on waits for this. */
  hold(until: Promise<void>): void {
    this.#gate = until
  }

  message(message: DiscordMessage, client: Client | null): void {
    if (this.#isElsewhere(message.guild_id)) return
    const gate = this.#gate
    void this.inTurn(message.channel_id, async () => {
      await gate
      await this.take(message, message.guild_id, client)
    })
  }

  edited(message: DiscordMessage, client: Client | null): void {
    // Discord also says so when it has looked at a link.
    if (this.#isElsewhere(message.guild_id) || message.edited_timestamp == null || isFromMachine(message)) return
    void this.inTurn(message.channel_id, async () => {
      const place = await this.#place(message.channel_id, message.guild_id, client)
      if (place === null) return
      const text = textOf(message, undefined, this.#parts.reader.names(message, place))
      await this.#accept([{ type: 'edit', externalId: message.id, text, at: message.edited_timestamp ?? message.timestamp }])
    })
  }

  deleted({
    channel_id: channelId,
    guild_id: guildId,
    ...which
  }: GatewayMessageDeleteDispatchData | GatewayMessageDeleteBulkDispatchData): void {
    if (this.#isElsewhere(guildId)) return
    const ids = 'ids' in which ? which.ids : [which.id]
    const at = new Date(this.#parts.timers.now()).toISOString()
    void this.inTurn(channelId, async () => {
      for (const id of ids) {
        const events: ChannelEvent[] = [{ type: 'revoke', externalId: id, at }]
        for (let file = 1; file < MAX_FILES && (await this.#parts.context.hasMessage(`${id}/${file}`)); file += 1)
          events.push({ type: 'revoke', externalId: `${id}/${file}`, at })
        await this.#accept(events)
      }
    })
  }

  /** `isThere`: added, or taken back. */
  reaction(data: GatewayMessageReactionAddDispatchData | GatewayMessageReactionRemoveDispatchData, isThere: boolean): void {
    if (this.#isElsewhere(data.guild_id)) return
    const user = 'member' in data ? data.member?.user : undefined
    const isOwn = data.user_id === this.#parts.reader.botUserId
    if (user?.bot === true && !isOwn) return
    const name = data.emoji.id === null ? (data.emoji.name ?? '') : `:${data.emoji.name ?? data.emoji.id}:`
    const byName = user === undefined ? null : (('member' in data ? data.member?.nick : null) ?? user.global_name ?? user.username)
    void this.inTurn(data.channel_id, async () => {
      await this.#accept([
        {
          type: 'reaction',
          externalId: `${data.message_id}/${data.user_id}/${name}`,
          targetExternalId: data.message_id,
          emoji: isThere ? name : '',
          by: [{ kind: 'discord', value: data.user_id }],
          byName,
          isOwn,
          at: new Date(this.#parts.timers.now()).toISOString(),
        },
      ])
    })
  }

  /** Takes one message into the hub. Resolves once it is durable, and noted. */
  async take(message: DiscordMessage, guildId: string | undefined, client: Client | null): Promise<void> {
    const { reader, seen, onMachine } = this.#parts
    const isOwn = message.author.id === reader.botUserId
    const place = isOwn ? null : await this.#place(message.channel_id, guildId, client)
    if (place !== null && isFromMachine(message)) {
      if (isWritten(message) && addressesBot(message, place, reader)) onMachine(message.author.username, place)
    } else if (place !== null) {
      const events = toInbound(message, place, reader)
      if (events.length > 0) await this.#accept(events)
    }
    if (this.#stop.signal.aborted) return
    // The bot's own first word in a direct chat does not say who else is in it.
    if (guildId === undefined && isFromMachine(message)) return
    seen.saw(message.channel_id, { messageId: message.id, userId: guildId === undefined ? message.author.id : null })
  }

  /** Runs it behind what the channel has under way. Never rejects: what fails is logged. */
  inTurn(channelId: string, run: () => Promise<void>): Promise<void> {
    const before = this.#chains.get(channelId) ?? Promise.resolve()
    const next = before
      .then(run)
      .catch((error: unknown) => this.#parts.log.error({ error: errorMessage(error) }, 'something that Discord brought was lost'))
      .finally(() => {
        if (this.#chains.get(channelId) === next) this.#chains.delete(channelId)
      })
    this.#chains.set(channelId, next)
    return next
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled([...this.#chains.values()])
  }

  #isElsewhere(guildId: string | undefined): boolean {
    const only = this.#parts.guildId()
    return only !== '' && guildId !== undefined && guildId !== only
  }

  /** Null where Discord does not let the bot see it any more. */
  async #place(channelId: string, guildId: string | undefined, client: Client | null): Promise<Place | null> {
    return this.#untilDone(
      () => this.#parts.places.of(channelId, guildId, client),
      (error) => {
        const { isTransient } = refusalOf(error)
        return isTransient
      },
    )
  }

  async #accept(events: ChannelEvent[]): Promise<AcceptedEvent[] | null> {
    return this.#untilDone(
      () => this.#parts.context.accept(events),
      // A full disk is waited for; what the hub cannot take in itself must not hold up its channel for good.
      (error, tries) => errorCode(error) === 'storage_unavailable' || tries < MAX_TRIES,
    )
  }

  /** Null when it was stopped, or is not to be tried again. */
  async #untilDone<T>(run: () => Promise<T>, isWorthIt: (error: unknown, tries: number) => boolean): Promise<T | null> {
    const { timers, log } = this.#parts
    for (let tries = 1; !this.#stop.signal.aborted; tries += 1) {
      try {
        return await run()
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'what Discord brought could not be taken in yet')
        if (!isWorthIt(error, tries)) return null
        await sleep(timers, Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1)), this.#stop.signal)
      }
    }
    return null
  }
}
