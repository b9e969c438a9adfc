/** Who people are and what channels are called: asked once, and again after some hours. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import { within } from '../../runtime/within.ts'
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

interface Entry<T> {
  value: T | null
  askedAtMs: number
  asking: Promise<void> | null
}

class Book<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #ask: (id: string) => Promise<T>
  readonly #timers: Timers
  readonly #log: Logger

  constructor(ask: (id: string) => Promise<T>, timers: Timers, log: Logger) {
    this.#ask = ask
    this.#timers = timers
    this.#log = log
  }

  get(id: string): T | null {
    return this.#entries.get(id)?.value ?? null
  }

  set(id: string, value: T): void {
    this.#keep(id, { value, askedAtMs: this.#timers.now(), asking: null })
  }

  forget(id: string): void {
    this.#entries.delete(id)
  }

  /** Resolves when it is known, or cannot be. Never rejects. */
  learn(id: string): Promise<void> {
    const entry = this.#entries.get(id) ?? { value: null, askedAtMs: Number.NEGATIVE_INFINITY, asking: null }
    if (entry.asking !== null) return entry.asking
    const isFresh = this.#timers.now() - entry.askedAtMs < (entry.value === null ? ASK_AGAIN_MS : FRESH_MS)
    if (isFresh) return Promise.resolve()
    entry.askedAtMs = this.#timers.now()
    entry.asking = this.#ask(id)
      .then(
        (value) => {
          entry.value = value
        },
        (error: unknown) => this.#log.debug({ id, reason: errorMessage(error) }, 'a name could not be learned from Slack'),
      )
      .finally(() => {
        entry.asking = null
      })
    this.#keep(id, entry)
    return entry.asking
  }

  #keep(id: string, entry: Entry<T>): void {
    this.#entries.delete(id)
    this.#entries.set(id, entry)
    if (this.#entries.size <= REMEMBERED) return
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }
}

export interface ChannelFacts {
  name: string | null
  isDirect: boolean
  /** The other side of a direct chat. */
  userId: string | null
}

export class Directory {
  readonly #people: Book<string>
  readonly #channels: Book<ChannelFacts>

  constructor(web: SlackWeb, timers: Timers, log: Logger) {
    this.#people = new Book(async (user) => nameOf((await web((client) => client.users.info({ user }))).user), timers, log)
    this.#channels = new Book(
      async (channel) => {
        const answer = await web((client) => client.conversations.info({ channel }))
        const facts = answer.channel as { name?: string; is_im?: boolean; user?: string } | undefined
        return { name: facts?.name ?? null, isDirect: facts?.is_im === true, userId: facts?.user ?? null }
      },
      timers,
      log,
    )
  }

  nameOf(userId: string): string | null {
    return this.#people.get(userId)
  }

  channel(channelId: string): ChannelFacts | null {
    return this.#channels.get(channelId)
  }

  knowChannel(channelId: string, facts: ChannelFacts): void {
    this.#channels.set(channelId, facts)
  }

  /** It was renamed, or archived. */
  forgetChannel(channelId: string): void {
    this.#channels.forget(channelId)
  }

  /** Waits a moment for the names that a message needs. */
  async learnFor({ user, text, channelId }: { user: string | null; text: string; channelId: string }): Promise<void> {
    const people = new Set([...(user === null ? [] : [user]), ...[...text.matchAll(MENTION)].map(([, id = '']) => id)].slice(0, MAX_NAMES))
    const channels = new Set([channelId, ...[...text.matchAll(CHANNEL)].map(([, id = '']) => id)].slice(0, MAX_NAMES))
    const all = [...[...people].map((id) => this.#people.learn(id)), ...[...channels].map((id) => this.#channels.learn(id))]
    await within(PATIENCE_MS, Promise.all(all))
  }

  placeOf(channelId: string, channelType: string | null): Place {
    // Slack's ids of direct chats begin with D; those of groups of people are channels here.
    const isDirect = channelType === 'im' || (channelType === null && channelId.startsWith('D'))
    return { channelId, name: isDirect ? null : (this.#channels.get(channelId)?.name ?? null), isDirect }
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
