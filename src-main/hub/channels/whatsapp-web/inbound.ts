/** What comes over the line, into the hub: durable there before it leaves the journal here. */
import type { BaileysEventMap } from 'baileys'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { JsonObject } from '../../runtime/json.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { ChannelContext } from '../port.ts'
import { GroupNames } from '../whatsapp/group-names.ts'
import { LidBook } from '../whatsapp/lid-book.ts'
import type { OwnAccount } from '../whatsapp/normalize/context.ts'
import { SealedEdits } from '../whatsapp/sealed-edits.ts'
import type { AuthStore } from './auth-store.ts'
import type { Baileys } from './baileys.ts'
import { toChannelEvents } from './content/to-channel-events.ts'
import type { InboundJournal } from './inbound-journal.ts'
import { learnLids } from './lid-lookup.ts'

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000

interface Parts {
  context: ChannelContext
  journal: InboundJournal
  own(): OwnAccount
  /** The phone's address for a LID's, as far as the library knows it. */
  phoneOf(lid: string): Promise<string | null>
  /** What WhatsApp knows of a group. */
  groupFacts(group: string): Promise<JsonObject>
  timers: Timers
  log: Logger
}

export class Inbound {
  readonly #parts: Parts
  readonly #lids = new LidBook()
  readonly #sealedEdits = new SealedEdits()
  readonly #stop = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  readonly #groups: GroupNames
  /** Batches are read in the order in which they came, also when something is looked up for one. */
  #read: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#groups = new GroupNames(parts.groupFacts, parts.timers, parts.log, async (event) => {
      await parts.context.accept([event])
    })
  }

  /** Hands a batch to the hub. Does not wait: order is kept by the hub, and one commit serves many. */
  take(batch: Partial<BaileysEventMap>): void {
    const work = this.#take(batch).finally(() => this.#underWay.delete(work))
    this.#underWay.add(work)
  }

  /** What a killed process, or a connection that ended, had decrypted and not handed over. */
  async replay(baileys: Baileys, auth: AuthStore): Promise<void> {
    const { me } = auth.creds
    if (!me) return
    const left = await this.#parts.journal.left(baileys, { id: me.id, lid: me.lid ?? '' })
    if (left.length > 0) this.#parts.log.info({ count: left.length }, 'messages that were decrypted before are taken up')
    for (const { message, isLive } of left)
      await this.#take({ 'messages.upsert': { messages: [message], type: isLive ? 'notify' : 'append' } })
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled([...this.#underWay])
  }

  async #take(batch: Partial<BaileysEventMap>): Promise<void> {
    const { context, log, timers, own, phoneOf } = this.#parts
    this.#read = this.#read.then(() => learnLids(batch, this.#lids, phoneOf))
    await this.#read
    const events = toChannelEvents(batch, {
      own: own(),
      nowMs: timers.now(),
      phoneOfLid: (lid) => this.#lids.phoneOf(lid),
      unsealed: (data, message, account) =>
        this.#sealedEdits.read(data, message, { own: account, lidsOf: (phone) => this.#lids.lidsOf(phone) }),
    })
    this.#lids.learnFrom(events)
    const ids = (batch['messages.upsert']?.messages ?? []).flatMap(({ key }) => key.id ?? [])
    for (let delayMs = FIRST_RETRY_MS; !this.#stop.signal.aborted; delayMs = Math.min(MAX_RETRY_MS, delayMs * 2)) {
      try {
        if (events.length > 0) await context.accept(events)
        this.#groups.notice(events)
        this.#parts.journal.done(ids)
        return
      } catch (error) {
        // The journal keeps messages; for all the rest this is the only place where it is.
        log.error({ error: errorMessage(error), events: events.length }, 'what WhatsApp brought could not be stored; trying again')
        await sleep(timers, delayMs, this.#stop.signal)
      }
    }
  }
}
