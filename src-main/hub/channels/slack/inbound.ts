/**
 * What Slack brings, into the hub. An event is written down first, which is when Slack may be told "got it"; then it is
 * handed over in the order of its channel, and only what is durable in the hub leaves the list. A process that is killed
 * in between finds the rest at its next start.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { isObject } from '../../runtime/json.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { SeenBook } from '../catch-up/seen-book.ts'
import type { ChannelContext, ChannelEvent } from '../port.ts'
import { withBlockText } from './block-text.ts'
import type { Directory } from './directory.ts'
import { emojiNames } from './emoji.ts'
import { envelopeSchema, type SlackEnvelope, type SlackMessageEvent } from './events.ts'
import type { Journal, Written } from './journal.ts'
import { addressesApp, isOwn, type Reader } from './normalize/message.ts'
import { asMessageEvent, messageEvents, reactionEvents } from './normalize/to-channel-events.ts'
import type { Threads } from './threads.ts'

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000
/** Some two minutes: then those behind it in its channel go first. */
const MAX_TRIES = 8
/** … and it is tried again after that long. */
const TAKE_UP_MS = 10 * 60_000
const TAKEN = new Set(['message', 'app_mention', 'reaction_added', 'reaction_removed'])
const RENAMED = new Set(['channel_rename', 'channel_archive', 'channel_unarchive', 'group_rename', 'channel_left'])

export interface InboundParts {
  context: Pick<ChannelContext, 'accept'>
  journal: Journal
  threads: Threads
  seen: SeenBook
  reader(directory: Directory | null): Reader
  /** Tells which person a direct chat is with. */
  onDirect(userId: string, channelId: string): void
  /** Another app talks to this one. */
  onMachine(name: string): void
  /** The app was removed, or its token was. */
  onGone(): void
  timers: Timers
  log: Logger
}

/** Whose names and channels are known, for as long as the account is connected. */
interface Open {
  directory: Directory
  stop: AbortController
}

export class Inbound {
  readonly #parts: InboundParts
  #open: Open | null = null
  /** The end of what each channel has under way. */
  readonly #chains = new Map<string, Promise<void>>()
  /** Events that are being handed over. */
  readonly #underWay = new Set<string>()
  #cancelTakeUp: (() => void) | null = null

  constructor(parts: InboundParts) {
    this.#parts = parts
  }

  /**
   * Resolves once it is written down, to whether it is anything of this account. Rejects where it could not be. Before
   * {@link open} it stays written down.
   */
  async take(body: unknown): Promise<boolean> {
    const parsed = envelopeSchema.safeParse(body)
    if (!parsed.success || parsed.data.type !== 'event_callback' || parsed.data.event == null) return false
    const { event, event_id: eventId } = parsed.data
    const reader = this.#parts.reader(null)
    if (!isOf(reader.workspaceId, parsed.data)) return false
    if (isGone(event, reader.botUserId)) {
      this.#parts.onGone()
      return false
    }
    if (RENAMED.has(event.type)) {
      this.#open?.directory.forgetChannel(renamedIn(event))
      return false
    }
    // `app_mention` tells of a message that `message` tells of, too, with its place; in channels without that right it is the only one.
    if (!TAKEN.has(event.type) || isOwnDoing(event, reader)) return false
    const written = await this.#parts.journal.write(eventId ?? null, event)
    this.#handOver(written)
    return true
  }

  /** From now on events are handed over, beginning with what was written down and is not in the hub. */
  async open(directory: Directory): Promise<void> {
    this.#open = { directory, stop: new AbortController() }
    await this.#takeUp()
  }

  /** What is under way comes to its end; nothing more is handed over. */
  async close(): Promise<void> {
    this.#open?.stop.abort()
    this.#open = null
    this.#cancelTakeUp?.()
    this.#cancelTakeUp = null
    await Promise.allSettled([...this.#chains.values()])
  }

  async #takeUp(): Promise<void> {
    const left = await this.#parts.journal.all()
    if (left.length > 0) this.#parts.log.info({ count: left.length }, 'events of Slack are taken up')
    for (const written of left) this.#handOver(written)
  }

  /** A message that was read from a history. Resolves when it is in the hub, or cannot be. */
  async message(message: SlackMessageEvent): Promise<void> {
    const open = this.#open
    if (open !== null) await this.#inTurn(message.channel, async () => void (await this.#takeMessage(open, message)))
  }

  /** Runs it behind what the channel has under way. Never rejects: what fails is logged. */
  #inTurn(channelId: string, run: () => Promise<void>): Promise<void> {
    const before = this.#chains.get(channelId) ?? Promise.resolve()
    const next = before
      .then(run)
      .catch((error: unknown) => this.#parts.log.error({ error: errorMessage(error) }, 'something that Slack brought was lost'))
      .finally(() => {
        if (this.#chains.get(channelId) === next) this.#chains.delete(channelId)
      })
    this.#chains.set(channelId, next)
    return next
  }

  #handOver(written: Written): void {
    const open = this.#open
    const { id, event } = written
    if (open === null || this.#underWay.has(id)) return
    this.#underWay.add(id)
    void this.#inTurn(channelOf(event), async () => {
      try {
        if (open.stop.signal.aborted) return
        const end = await this.#takeEvent(open, event)
        if (end === 'taken') await this.#parts.journal.done(id)
        else if (end === 'refused' && (await this.#parts.journal.refused(written))) this.#takeUpLater(open)
      } finally {
        this.#underWay.delete(id)
      }
    })
  }

  #takeUpLater({ stop }: Open): void {
    if (stop.signal.aborted) return
    this.#cancelTakeUp ??= this.#parts.timers.after(TAKE_UP_MS, () => {
      this.#cancelTakeUp = null
      this.#takeUp().catch((error: unknown) => {
        this.#parts.log.warn({ error: errorMessage(error) }, 'events of Slack could not be taken up')
      })
    })
  }

  /** An event that makes no sense is taken, too: it will never make any. */
  async #takeEvent(open: Open, event: unknown): Promise<End> {
    try {
      const { type, user = '' } = event as { type?: string; user?: string }
      const message = type === 'message' || type === 'app_mention' ? asMessageEvent(event) : null
      if (message !== null) return await this.#takeMessage(open, message)
      if (type !== 'reaction_added' && type !== 'reaction_removed') return 'taken'
      await open.directory.learnFor({ user, text: '', channelId: channelOf(event) })
      const reader = this.#parts.reader(open.directory)
      return await this.#accept(open, reactionEvents(event, type === 'reaction_added', reader, await emojiNames()))
    } catch (error) {
      this.#parts.log.error({ error: errorMessage(error) }, 'an event of Slack makes no sense')
      return 'taken'
    }
  }

  async #takeMessage(open: Open, told: SlackMessageEvent): Promise<End> {
    const message = inWords(told)
    const { threads, seen, onDirect, onMachine } = this.#parts
    const { directory } = open
    const { channel, user, thread_ts: threadTs } = message
    const said = message.message ?? message
    await directory.learnFor({ user: said.user ?? null, text: said.text ?? '', channelId: channel })
    if (threadTs != null) await threads.learn(channel, threadTs)
    const place = directory.placeOf(channel, message.channel_type ?? null)
    const reader = this.#parts.reader(directory)
    const { events, machine } = messageEvents(message, place, reader)
    if (machine !== null) onMachine(machine)
    if (place.isDirect && user != null && user !== reader.botUserId && message.subtype == null) onDirect(user, channel)
    if (threadTs != null && events.length > 0) threads.stands(channel, message.ts, threadTs)
    if (events[0]?.type === 'message' && !place.isDirect && addressesApp(message, place, reader))
      await threads.joined(channel, threadTs ?? message.ts)
    const end = await this.#accept(open, events)
    // What was looked at need not be read again; replies are no part of a channel's own history.
    const isOfHistory = !CHANGES.has(message.subtype ?? '') && (threadTs == null || threadTs === message.ts)
    if (end === 'taken' && isOfHistory) seen.saw(channel, { messageId: message.ts, userId: place.isDirect ? (user ?? null) : null })
    return end
  }

  /** Tries for some minutes. */
  async #accept({ stop: { signal } }: Open, events: ChannelEvent[]): Promise<End> {
    const { context, timers, log } = this.#parts
    if (events.length === 0) return 'taken'
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        await context.accept(events)
        return 'taken'
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'what Slack brought could not be taken in yet')
        if (tries === MAX_TRIES) return 'refused'
        await sleep(timers, Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1)), signal)
      }
    }
    return 'stopped'
  }
}

/** With the texts that stand in blocks only. */
const inWords = (told: SlackMessageEvent): SlackMessageEvent => ({
  ...withBlockText(told),
  message: told.message == null ? told.message : withBlockText(told.message),
  previous_message: told.previous_message == null ? told.previous_message : withBlockText(told.previous_message),
})

/** `stopped`: the account was disconnected meanwhile. */
type End = 'taken' | 'refused' | 'stopped'

const CHANGES = new Set(['message_changed', 'message_deleted'])

const isOf = (workspaceId: string, { team_id: team, context_team_id: context }: SlackEnvelope): boolean =>
  workspaceId === '' || team === workspaceId || context === workspaceId

/** Was the app removed, or the token of its bot? Tokens of people are none of ours. */
function isGone(event: { type: string; tokens?: unknown }, botUserId: string): boolean {
  if (event.type === 'app_uninstalled') return true
  if (event.type !== 'tokens_revoked') return false
  const { bot } = (event.tokens ?? {}) as { bot?: unknown }
  return Array.isArray(bot) && bot.includes(botUserId)
}

/** What the app itself has written or changed: every edit of a growing answer is told. */
function isOwnDoing(event: { type: string; message?: unknown }, reader: Reader): boolean {
  if (event.type !== 'message') return false
  const { user, bot_id: botId } = (isObject(event.message) ? event.message : event) as { user?: string; bot_id?: string }
  return reader.botUserId !== '' && isOwn({ user, bot_id: botId }, reader)
}

function renamedIn({ channel }: Record<string, unknown>): string {
  return typeof channel === 'string' ? channel : isObject(channel) ? String(channel['id'] ?? '') : ''
}

function channelOf(event: unknown): string {
  const { channel, item } = event as { channel?: unknown; item?: { channel?: unknown } }
  return typeof channel === 'string' ? channel : typeof item?.channel === 'string' ? item.channel : ''
}
