/**
 * In which threads the app takes part: it was asked there, or has written there. And in which thread a message stands.
 * Kept is the day on which a thread was last known to be alive, so that the list does not grow with the years.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { BoundedMap } from '../../runtime/bounded-map.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'threads'
const REMEMBERED = 5000
const DAY_MS = 24 * 60 * 60 * 1000
/** What nobody has written in for so long is a new thread to the app. */
const FORGOTTEN_MS = 90 * DAY_MS

export interface KnownThread {
  channelId: string
  threadTs: string
  /** Milliseconds since 1970, to the day. */
  aliveAtMs: number
}

export class Threads {
  readonly #keys: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  /** When it was last noted; null: the app takes no part in it. */
  readonly #aliveAtMs = new BoundedMap<string, number | null>(REMEMBERED)
  readonly #threadOf = new BoundedMap<string, string>(REMEMBERED)

  constructor(keys: ChannelKeys, timers: Timers, log: Logger) {
    this.#keys = keys
    this.#timers = timers
    this.#log = log
  }

  takesPart(channelId: string, threadTs: string): boolean {
    return (this.#aliveAtMs.get(key(channelId, threadTs)) ?? null) !== null
  }

  /** Somebody writes in this thread: reads what is known of it. Never rejects. */
  async learn(channelId: string, threadTs: string): Promise<void> {
    const id = key(channelId, threadTs)
    if (this.#aliveAtMs.get(id) === undefined) {
      const found = await this.#keys.get(CATEGORY, [id]).catch((error: unknown) => {
        this.#log.debug({ error: errorMessage(error) }, 'a thread of Slack could not be looked up')
        return null
      })
      // What could not be read is read again; and the app may have written there meanwhile.
      if (found === null || this.#aliveAtMs.get(id) !== undefined) return
      const noted = found.values[id]
      this.#aliveAtMs.set(id, noted === undefined ? null : Number(noted))
    }
    if (this.takesPart(channelId, threadTs)) await this.joined(channelId, threadTs)
  }

  /** The app was asked in this thread, or has written there. Never rejects. */
  async joined(channelId: string, threadTs: string): Promise<void> {
    const id = key(channelId, threadTs)
    const now = this.#timers.now()
    if (now - (this.#aliveAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < DAY_MS) return
    this.#aliveAtMs.set(id, now)
    await this.#keys.set([{ category: CATEGORY, id, value: String(now) }]).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'a thread of Slack could not be noted')
    })
  }

  stands(channelId: string, ts: string, threadTs: string): void {
    this.#threadOf.set(key(channelId, ts), threadTs)
  }

  /** Null where it stands in none, or that is not known any more. */
  threadOf(messageId: string): string | null {
    return this.#threadOf.get(messageId.replace(/\/.*$/, '')) ?? null
  }

  /** Those that the app takes part in, the last alive first. Forgets those that have died. */
  async all(): Promise<KnownThread[]> {
    const { values } = await this.#keys.get(CATEGORY, null)
    const oldestMs = this.#timers.now() - FORGOTTEN_MS
    const all = Object.entries(values).map(([id, noted]) => {
      const colon = id.indexOf(':')
      return { channelId: id.slice(0, colon), threadTs: id.slice(colon + 1), aliveAtMs: Number(noted) }
    })
    const dead = all.filter(({ aliveAtMs }) => !(aliveAtMs >= oldestMs))
    if (dead.length > 0)
      await this.#keys.set(dead.map(({ channelId, threadTs }) => ({ category: CATEGORY, id: key(channelId, threadTs), value: null })))
    return all.filter(({ aliveAtMs }) => aliveAtMs >= oldestMs).sort((a, b) => b.aliveAtMs - a.aliveAtMs)
  }
}

const key = (channelId: string, ts: string): string => `${channelId}:${ts}`
