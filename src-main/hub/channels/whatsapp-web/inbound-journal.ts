/**
 * Messages that were decrypted and are not in the hub yet.
 *
 * Baileys tells WhatsApp "got it" before the hub has stored a message, and Signal decrypts each
 * message only once. So what was decrypted is written down in the same commit that moves Signal's
 * keys on; a process that is killed in between finds it here at its next start. What is written
 * twice (here, and delivered once more) is one message to the hub, by its id.
 */
import type { BinaryNode, SignalDataSet, SignalKeyStoreWithTransaction, SignalRepositoryWithLIDStore, WAMessage } from 'baileys'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'
import type { AuthStore } from './auth-store.ts'
import type { Baileys } from './baileys.ts'

const CATEGORY = 'inbound'
/** Entries are taken out together: one late is only a duplicate. */
const TIDY_AFTER_MS = 500
/** A connection that ends takes with it what Baileys had decrypted and held back: after this it is handed over from here. */
const OVERDUE_MS = 3000

interface Entry {
  /** Rising within a process, and from one to the next. */
  order: number
  attrs: Record<string, string>
  plain: Uint8Array
  isPadded: boolean
}

export class InboundJournal {
  readonly #store: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  /** Which stanza the bytes that are being decrypted came in. */
  readonly #stanzas = new WeakMap<object, BinaryNode>()
  readonly #done = new Set<string>()
  /** What this process has written and not handed over, with the times. */
  readonly #open = new Map<string, number>()
  #cancelTidy: (() => void) | null = null
  #cancelSweep: (() => void) | null = null
  #order = 0
  /** Called when something waits here for too long. */
  onOverdue: (() => void) | null = null

  constructor(store: ChannelKeys, timers: Timers, log: Logger) {
    this.#store = store
    this.#timers = timers
    this.#log = log
  }

  /** To be told of every message stanza before Baileys decrypts it. */
  saw(stanza: BinaryNode, auth: AuthStore): void {
    if (!Array.isArray(stanza.content)) return
    for (const { tag, content } of stanza.content) {
      if (!(content instanceof Uint8Array)) continue
      if (tag === 'enc') this.#stanzas.set(content, stanza)
      if (tag === 'plaintext') {
        const entry = this.#entry(stanza, content, false)
        // Tracked, so the acknowledgement waits for it; a failure ends the connection there.
        Promise.resolve(auth.keys.set(entry)).catch(() => undefined)
      }
    }
  }

  /** Makes the repository write down what it decrypts, in the transaction of the decryption itself. */
  watch(repository: SignalRepositoryWithLIDStore, keys: SignalKeyStoreWithTransaction): SignalRepositoryWithLIDStore {
    const { decryptMessage, decryptGroupMessage } = repository
    const keep = async (ciphertext: Uint8Array, plain: Uint8Array): Promise<void> => {
      const stanza = this.#stanzas.get(ciphertext)
      if (stanza) await keys.set(this.#entry(stanza, plain, true))
    }
    repository.decryptMessage = (options) =>
      keys.transaction(async () => {
        const plain = await decryptMessage.call(repository, options)
        await keep(options.ciphertext, plain)
        return plain
      }, options.jid)
    repository.decryptGroupMessage = (options) =>
      keys.transaction(async () => {
        const plain = await decryptGroupMessage.call(repository, options)
        await keep(options.msg, plain)
        return plain
      }, options.group)
    return repository
  }

  /** The hub has these messages (or had them before). */
  done(ids: readonly string[]): void {
    for (const id of ids) {
      this.#done.add(id)
      this.#open.delete(id)
    }
    if (this.#done.size > 0) this.#cancelTidy ??= this.#timers.after(TIDY_AFTER_MS, () => void this.tidy())
  }

  stop(): Promise<void> {
    this.#cancelSweep?.()
    this.#cancelSweep = null
    this.#open.clear()
    return this.tidy()
  }

  async tidy(): Promise<void> {
    this.#cancelTidy?.()
    this.#cancelTidy = null
    const ids = [...this.#done]
    this.#done.clear()
    if (ids.length === 0) return
    await this.#store.set(ids.map((id) => ({ category: CATEGORY, id, value: null }))).catch(() => {
      this.#log.debug({ count: ids.length }, 'entries of the inbound journal stay for now')
    })
  }

  /** What was decrypted and is not in the hub, oldest first. */
  async left(baileys: Baileys, me: { id: string; lid: string }): Promise<{ message: WAMessage; isLive: boolean }[]> {
    const { values } = await this.#store.get(CATEGORY, null)
    const open = Object.entries(values).filter(([id]) => !this.#done.has(id))
    const entries = open.map(([, text]) => JSON.parse(text, baileys.BufferJSON.reviver) as Entry)
    entries.sort((a, b) => a.order - b.order)
    return entries.flatMap((entry) => {
      const message = this.#message(baileys, entry, me)
      return message ? [{ message, isLive: entry.attrs['offline'] === undefined }] : []
    })
  }

  #message(baileys: Baileys, entry: Entry, me: { id: string; lid: string }): WAMessage | null {
    try {
      const { fullMessage } = baileys.decodeMessageNode({ tag: 'message', attrs: entry.attrs }, me.id, me.lid)
      const message = baileys.proto.Message.decode(entry.isPadded ? baileys.unpadRandomMax16(entry.plain) : entry.plain)
      fullMessage.message = message.deviceSentMessage?.message ?? message
      baileys.cleanMessage(fullMessage, me.id, me.lid)
      return fullMessage
    } catch (error) {
      this.#log.warn({ id: entry.attrs['id'], reason: String(error).slice(0, 200) }, 'an entry of the inbound journal cannot be read')
      return null
    }
  }

  #sweep(): void {
    this.#cancelSweep = null
    const since = this.#timers.now() - OVERDUE_MS
    if ([...this.#open.values()].some((writtenMs) => writtenMs <= since)) this.onOverdue?.()
    // One that cannot be read stays: it is not asked for forever.
    for (const [id, writtenMs] of this.#open) if (writtenMs <= since - 20 * OVERDUE_MS) this.#open.delete(id)
    if (this.#open.size > 0) this.#cancelSweep = this.#timers.after(OVERDUE_MS, () => this.#sweep())
  }

  #entry(stanza: BinaryNode, plain: Uint8Array, isPadded: boolean): SignalDataSet {
    const id = stanza.attrs['id'] ?? ''
    this.#done.delete(id)
    this.#open.set(id, this.#timers.now())
    this.#cancelSweep ??= this.#timers.after(OVERDUE_MS, () => this.#sweep())
    this.#order = Math.max(this.#order + 1, this.#timers.now())
    const entry: Entry = { order: this.#order, attrs: stanza.attrs, plain, isPadded }
    // Baileys' list of categories is its own; the store below takes any.
    return { [CATEGORY]: { [id]: entry } } as unknown as SignalDataSet
  }
}
