/**
 * What Slack brings, into the hub. An event is written down first, which is when Slack may be told "got it"; then it is
 * handed over in the order of its channel, and only what is durable in the hub leaves the list. A process that is killed
 * in between finds the rest at its next start.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { SeenBook } from '../catch-up/seen-book.ts'
import type { ChannelContext, ChannelEvent } from '../port.ts'
import type { Directory } from './directory.ts'
import { emojiNames } from './emoji.ts'
import { envelopeSchema, type SlackEnvelope, type SlackMessageEvent } from './events.ts'
import { addressesApp, type Reader } from './normalize/message.ts'
import { asMessageEvent, messageEvents, reactionEvents } from './normalize/to-channel-events.ts'
import type { Threads } from './threads.ts'

const CATEGORY = 'inbound'
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000
/** Events that say that the app is not welcome any more. */
const GONE = new Set(['app_uninstalled', 'tokens_revoked'])
const RENAMED = new Set(['channel_rename', 'channel_archive', 'channel_unarchive', 'group_rename', 'member_joined_channel', 'channel_left'])

export interface InboundParts {
  context: Pick<ChannelContext, 'accept' | 'keys'>
  directory: Directory
  threads: Threads
  seen: SeenBook
  reader(): Reader
  /** Whom a direct chat is with. */
  onDirect(userId: string, channelId: string): void
  /** Another app talks to this one. */
  onMachine(name: string): void
  /** The app was removed, or its tokens were. */
  onGone(): void
  timers: Timers
  log: Logger
}

interface Written {
  /** Milliseconds since 1970. */
  atMs: number
  event: unknown
}

export class Inbound {
  readonly #parts: InboundParts
  readonly #stop = new AbortController()
  /** The end of what each channel has under way. */
  readonly #chains = new Map<string, Promise<void>>()
  #order = 0

  constructor(parts: InboundParts) {
    this.#parts = parts
  }

  /** Resolves once it is written down, to whether it is anything of this account. Rejects where it could not be. */
  async take(body: unknown): Promise<boolean> {
    const parsed = envelopeSchema.safeParse(body)
    if (!parsed.success || parsed.data.type !== 'event_callback' || parsed.data.event == null) return false
    const { event, event_id: eventId } = parsed.data
    if (!this.#isOurs(parsed.data)) return false
    if (GONE.has(event.type)) {
      this.#parts.onGone()
      return false
    }
    if (RENAMED.has(event.type)) {
      const channel = event['channel']
      this.#parts.directory.forgetChannel(
        typeof channel === 'string' ? channel : String((channel as { id?: unknown } | undefined)?.id ?? ''),
      )
      return false
    }
    // `app_mention` tells of a message that `message` tells of, too, with its place; in channels without that right it is the only one.
    if (!['message', 'app_mention', 'reaction_added', 'reaction_removed'].includes(event.type)) return false
    this.#order = Math.max(this.#order + 1, this.#parts.timers.now())
    const id = eventId ?? `${event.type}:${this.#order}`
    const written: Written = { atMs: this.#order, event }
    await this.#parts.context.keys.set([{ category: CATEGORY, id, value: JSON.stringify(written) }])
    void this.#handOver(id, event)
    return true
  }

  /** What a killed process had written down and not handed over. */
  async replay(): Promise<void> {
    const { values, unreadable } = await this.#parts.context.keys.get(CATEGORY, null)
    if (unreadable.length > 0) this.#parts.log.warn({ count: unreadable.length }, 'events of Slack cannot be read any more')
    const left = Object.entries(values).map(([id, text]) => ({ id, ...(JSON.parse(text) as Written) }))
    left.sort((a, b) => a.atMs - b.atMs)
    if (left.length > 0) this.#parts.log.info({ count: left.length }, 'events of Slack are taken up')
    for (const { id, event } of left) void this.#handOver(id, event)
  }

  /** A message that was read from a history. Resolves when it is in the hub. */
  message(message: SlackMessageEvent): Promise<void> {
    return this.inTurn(message.channel, () => this.#takeMessage(message))
  }

  /** Runs it behind what the channel has under way. Never rejects: what fails is logged. */
  inTurn(channelId: string, run: () => Promise<void>): Promise<void> {
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

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled([...this.#chains.values()])
  }

  #isOurs({ team_id: team, context_team_id: context }: SlackEnvelope): boolean {
    const { workspaceId } = this.#parts.reader()
    return workspaceId === '' || team === workspaceId || context === workspaceId
  }

  #handOver(id: string, event: unknown): Promise<void> {
    return this.inTurn(channelOf(event), async () => {
      if (this.#stop.signal.aborted) return
      const { type } = event as { type?: string }
      const message = type === 'message' || type === 'app_mention' ? asMessageEvent(event) : null
      if (message !== null) await this.#takeMessage(message)
      else if (type === 'reaction_added' || type === 'reaction_removed') {
        const { user = '' } = event as { user?: string }
        await this.#parts.directory.learnFor({ user, text: '', channelId: channelOf(event) })
        await this.#accept(reactionEvents(event, type === 'reaction_added', this.#parts.reader(), await emojiNames()))
      } else this.#parts.log.debug({ type }, 'an event of Slack makes no sense')
      if (this.#stop.signal.aborted) return
      await this.#parts.context.keys.set([{ category: CATEGORY, id, value: null }]).catch((error: unknown) => {
        this.#parts.log.debug({ error: errorMessage(error) }, 'an event of Slack stays written down for now')
      })
    })
  }

  async #takeMessage(message: SlackMessageEvent): Promise<void> {
    const { directory, threads, seen, onDirect, onMachine } = this.#parts
    const { channel, user, thread_ts: threadTs } = message
    const said = message.message ?? message
    await directory.learnFor({ user: said.user ?? null, text: said.text ?? '', channelId: channel })
    if (threadTs != null) await threads.learn(channel, threadTs)
    const place = directory.placeOf(channel, message.channel_type ?? null)
    const reader = this.#parts.reader()
    const { events, machine } = messageEvents(message, place, reader)
    if (machine !== null) onMachine(machine)
    if (place.isDirect && user != null && user !== reader.botUserId && message.subtype == null) onDirect(user, channel)
    // What was looked at need not be read again; replies are no part of a channel's own history.
    const isSeen =
      message.subtype !== 'message_changed' && message.subtype !== 'message_deleted' && (threadTs == null || threadTs === message.ts)
    const note = () => {
      if (isSeen) seen.saw(channel, { messageId: message.ts, userId: place.isDirect ? (user ?? null) : null })
    }
    if (events.length === 0) return note()
    if (threadTs != null) threads.stands(channel, message.ts, threadTs)
    if (events[0]?.type === 'message' && !place.isDirect && addressesApp(message, place, reader))
      await threads.joined(channel, threadTs ?? message.ts)
    await this.#accept(events)
    if (!this.#stop.signal.aborted) note()
  }

  /** Tries until it is durable, or the channel stops. */
  async #accept(events: ChannelEvent[]): Promise<void> {
    const { context, timers, log } = this.#parts
    for (let delayMs = FIRST_RETRY_MS; events.length > 0 && !this.#stop.signal.aborted; delayMs = Math.min(MAX_RETRY_MS, delayMs * 2)) {
      try {
        await context.accept(events)
        return
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'what Slack brought could not be taken in yet')
        await sleep(timers, delayMs, this.#stop.signal)
      }
    }
  }
}

function channelOf(event: unknown): string {
  const { channel, item } = event as { channel?: unknown; item?: { channel?: unknown } }
  return typeof channel === 'string' ? channel : typeof item?.channel === 'string' ? item.channel : ''
}
