/** Who people are and what channels are called: asked once, and again after some hours. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import { BoundedMap } from '../../runtime/bounded-map.ts'
import type { Timers } from '../../runtime/timers.ts'
import { within } from '../../runtime/within.ts'
import { slackError } from './failures.ts'
import type { Place } from './normalize/message.ts'
import type { SlackWeb } from './web.ts'

const FRESH_MS = 6 * 60 * 60 * 1000
/** After a failure, which may pass. */
const ASK_AGAIN_MS = 60_000
const REMEMBERED = 10_000
/** Slack wants its events acknowledged within three seconds: a name may be missing, a message may not. */
const PATIENCE_MS = 1500
/** Names in one text. */
const MAX_NAMES = 20
const MENTION = /<@([UW][A-Z0-9]{2,30})/g
const CHANNEL = /<#(C[A-Z0-9]{2,30})/g

interface Entry {
  value: string | null
  askedAtMs: number
  asking: Promise<void> | null
}

class Book {
  readonly #entries = new BoundedMap<string, Entry>(REMEMBERED)
  readonly #ask: (id: string) => Promise<string>
  readonly #timers: Timers
  readonly #log: Logger
  /** Slack asked not to be asked until then. */
  #silentUntilMs = 0

  constructor(ask: (id: string) => Promise<string>, timers: Timers, log: Logger) {
    this.#ask = ask
    this.#timers = timers
    this.#log = log
  }

  /** Null where it is not known, or there is none. */
  get(id: string): string | null {
    return this.#entries.get(id)?.value || null
  }

  forget(id: string): void {
    this.#entries.delete(id)
  }

  /** Resolves when it is known, or cannot be. Never rejects. */
  learn(id: string): Promise<void> {
    const entry = this.#entries.get(id) ?? { value: null, askedAtMs: Number.NEGATIVE_INFINITY, asking: null }
    const sinceMs = this.#timers.now() - entry.askedAtMs
    // Patience is for one message: those behind it do not wait for the same name once more.
    if (entry.asking !== null) return sinceMs < PATIENCE_MS ? entry.asking : Promise.resolve()
    const isFresh = sinceMs < (entry.value === null ? ASK_AGAIN_MS : FRESH_MS)
    if (isFresh || this.#timers.now() < this.#silentUntilMs) return Promise.resolve()
    entry.askedAtMs = this.#timers.now()
    entry.asking = this.#ask(id)
      .then(
        (value) => {
          entry.value = value
        },
        (error: unknown) => {
          this.#silentUntilMs = Math.max(this.#silentUntilMs, this.#timers.now() + (slackError(error).retryAfterMs ?? 0))
          this.#log.debug({ id, reason: errorMessage(error) }, 'a name could not be learned from Slack')
        },
      )
      .finally(() => {
        entry.asking = null
      })
    this.#entries.set(id, entry)
    return entry.value === null ? entry.asking : Promise.resolve()
  }
}

export class Directory {
  readonly #people: Book
  readonly #channels: Book

  constructor(web: SlackWeb, timers: Timers, log: Logger) {
    this.#people = new Book(async (user) => nameOf((await web((client) => client.users.info({ user }))).user), timers, log)
    this.#channels = new Book(
      async (channel) => (await web((client) => client.conversations.info({ channel }))).channel?.name ?? '',
      timers,
      log,
    )
  }

  nameOf(userId: string): string | null {
    return this.#people.get(userId)
  }

  /** Null where it is not known, and for direct chats, which have none. */
  channelName(channelId: string): string | null {
    return this.#channels.get(channelId)
  }

  /** It was renamed, or archived. */
  forgetChannel(channelId: string): void {
    this.#channels.forget(channelId)
  }

  /** Waits a moment for the names that a message needs. */
  async learnFor({ user, text, channelId }: { user: string | null; text: string; channelId: string }): Promise<void> {
    const people = new Set([...(user === null ? [] : [user]), ...[...text.matchAll(MENTION)].map(([, id = '']) => id)].slice(0, MAX_NAMES))
    const own = channelId.startsWith('D') ? [] : [channelId]
    const channels = new Set([...own, ...[...text.matchAll(CHANNEL)].map(([, id = '']) => id)].slice(0, MAX_NAMES))
    const all = [...[...people].map((id) => this.#people.learn(id)), ...[...channels].map((id) => this.#channels.learn(id))]
    await within(PATIENCE_MS, Promise.all(all))
  }

  placeOf(channelId: string, channelType: string | null): Place {
    // Slack's ids of direct chats begin with D; those of groups of people are channels here.
    const isDirect = channelType === 'im' || (channelType === null && channelId.startsWith('D'))
    return { channelId, name: isDirect ? null : this.channelName(channelId), isDirect }
  }
}

interface UserFacts {
  name?: string | undefined
  real_name?: string | undefined
  profile?: { display_name?: string | undefined; real_name?: string | undefined } | undefined
}

/** As Slack shows people: by the name that they chose, else by their own. */
function nameOf(user: UserFacts | undefined): string {
  const names = [user?.profile?.display_name, user?.profile?.real_name, user?.real_name, user?.name]
  return names.find((name) => name !== undefined && name !== '') ?? ''
}
