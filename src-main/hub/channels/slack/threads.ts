/** In which threads the app takes part: it was asked there, or has written there. And in which thread a message stands. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'threads'
const REMEMBERED = 5000

export class Threads {
  readonly #keys: ChannelKeys
  readonly #log: Logger
  readonly #takesPart = new Map<string, boolean>()
  readonly #threadOf = new Map<string, string>()

  constructor(keys: ChannelKeys, log: Logger) {
    this.#keys = keys
    this.#log = log
  }

  takesPart(channelId: string, threadTs: string): boolean {
    return this.#takesPart.get(key(channelId, threadTs)) === true
  }

  /** Reads what is known of a thread. Never rejects. */
  async learn(channelId: string, threadTs: string): Promise<void> {
    const id = key(channelId, threadTs)
    if (this.#takesPart.has(id)) return
    const { values } = await this.#keys.get(CATEGORY, [id]).catch(() => ({ values: {} as Record<string, string> }))
    remember(this.#takesPart, id, values[id] !== undefined)
  }

  async joined(channelId: string, threadTs: string): Promise<void> {
    const id = key(channelId, threadTs)
    if (this.#takesPart.get(id) === true) return
    remember(this.#takesPart, id, true)
    await this.#keys.set([{ category: CATEGORY, id, value: '1' }]).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'a thread of Slack could not be noted')
    })
  }

  stands(channelId: string, ts: string, threadTs: string): void {
    remember(this.#threadOf, key(channelId, ts), threadTs)
  }

  /** Null where it stands in none, or that is not known any more. */
  threadOf(messageId: string): string | null {
    return this.#threadOf.get(messageId.replace(/\/.*$/, '')) ?? null
  }

  /** Those that the app takes part in, the newest first. */
  async all(): Promise<{ channelId: string; threadTs: string }[]> {
    const { values } = await this.#keys.get(CATEGORY, null)
    return Object.keys(values)
      .map((id) => ({ channelId: id.slice(0, id.indexOf(':')), threadTs: id.slice(id.indexOf(':') + 1) }))
      .sort((a, b) => Number(b.threadTs) - Number(a.threadTs))
  }

  async forget(threads: { channelId: string; threadTs: string }[]): Promise<void> {
    await this.#keys.set(threads.map(({ channelId, threadTs }) => ({ category: CATEGORY, id: key(channelId, threadTs), value: null })))
  }
}

const key = (channelId: string, ts: string): string => `${channelId}:${ts}`

function remember<V>(map: Map<string, V>, id: string, value: V): void {
  map.delete(id)
  map.set(id, value)
  if (map.size <= REMEMBERED) return
  const oldest = map.keys().next()
  if (!oldest.done) map.delete(oldest.value)
}
