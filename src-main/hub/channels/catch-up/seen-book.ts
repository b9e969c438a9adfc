/**
 * Up to which message each channel is known here: the newest one of it that the hub has, and everything before. What
 * came later is what was missed when the line breaks. Written some moments behind: a place that is too early only has
 * messages read again that the hub recognises.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'seen'
const STATE = 'state'
const ONLINE = 'online'
const BEGAN = 'began'
const WRITE_AFTER_MS = 1000
const ONLINE_EVERY_MS = 30_000

export interface Seen {
  messageId: string
  /** Of a direct chat: the other side. Null elsewhere. */
  userId: string | null
}

export class SeenBook {
  readonly #keys: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  readonly #isLater: (messageId: string, than: string) => boolean
  readonly #dirty = new Map<string, Seen>()
  #cancelWrite: (() => void) | null = null
  #cancelOnline: (() => void) | null = null
  #isHeld = true

  /** @param isLater of two ids of messages in one channel */
  constructor(keys: ChannelKeys, timers: Timers, log: Logger, isLater: (messageId: string, than: string) => boolean) {
    this.#keys = keys
    this.#isLater = isLater
    this.#timers = timers
    this.#log = log
  }

  /** From now on places are only remembered: what lies before them may be missing. */
  hold(): void {
    this.#isHeld = true
    this.#cancelWrite?.()
    this.#cancelOnline?.()
    this.#cancelWrite = this.#cancelOnline = null
  }

  /** Nothing is missing any more. */
  release(): void {
    this.#isHeld = false
    if (this.#dirty.size > 0) this.#writeSoon()
    this.#online()
  }

  /** The hub has this message of the channel, and all that came before it since the last {@link release}. */
  saw(channelId: string, seen: Seen): void {
    const before = this.#dirty.get(channelId)
    if (before !== undefined && !this.#isLater(seen.messageId, before.messageId)) return
    this.#dirty.set(channelId, seen)
    if (!this.#isHeld) this.#writeSoon()
  }

  /** What was written down, by channel. */
  async all(): Promise<Map<string, Seen>> {
    const { values } = await this.#keys.get(CATEGORY, null)
    return new Map(Object.entries(values).map(([channelId, text]) => [channelId, JSON.parse(text) as Seen]))
  }

  /** Direct chats that are not written down yet, each with the id of its person. */
  unwrittenChats(): Map<string, string> {
    return new Map([...this.#dirty].flatMap(([channelId, { userId }]) => (userId === null ? [] : [[channelId, userId] as const])))
  }

  /** When the line stood for the last time, as far as is known; null before it ever did. Milliseconds since 1970. */
  async lastOnlineMs(): Promise<number | null> {
    const { values } = await this.#keys.get(STATE, [ONLINE])
    const text = values[ONLINE]
    return text === undefined ? null : Number(text)
  }

  /** When the account was connected for the first time; now, where that is not noted. Milliseconds since 1970. */
  async beganMs(): Promise<number> {
    const { values } = await this.#keys.get(STATE, [BEGAN])
    if (values[BEGAN] !== undefined) return Number(values[BEGAN])
    const now = this.#timers.now()
    await this.#keys.set([{ category: STATE, id: BEGAN, value: String(now) }])
    return now
  }

  /** Writes what is known. */
  async stop(): Promise<void> {
    const isHeld = this.#isHeld
    this.hold()
    if (!isHeld) await this.#write(true)
  }

  #online(): void {
    this.#cancelOnline = this.#timers.after(ONLINE_EVERY_MS, () => {
      void this.#write(true)
      this.#online()
    })
    void this.#write(true)
  }

  #writeSoon(): void {
    this.#cancelWrite ??= this.#timers.after(WRITE_AFTER_MS, () => {
      this.#cancelWrite = null
      void this.#write(false)
    })
  }

  async #write(withTime: boolean): Promise<void> {
    const entries = [...this.#dirty].map(([id, seen]) => ({ category: CATEGORY, id, value: JSON.stringify(seen) }))
    this.#dirty.clear()
    const time = withTime ? [{ category: STATE, id: ONLINE, value: String(this.#timers.now()) }] : []
    if (entries.length + time.length === 0) return
    await this.#keys.set([...entries, ...time]).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'what was seen could not be noted')
    })
  }
}
