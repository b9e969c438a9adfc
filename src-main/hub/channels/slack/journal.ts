/** Events of Slack that are written down here, which Slack was told, and are not in the hub yet. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelKeys } from '../port.ts'

const CATEGORY = 'inbound'
/** What the hub has refused so often, minutes apart, it will never take. */
const MAX_REFUSALS = 5

export interface Written {
  id: string
  /** Later ones came later. */
  order: number
  refusals: number
  event: unknown
}

export class Journal {
  readonly #keys: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  #order = 0

  constructor(keys: ChannelKeys, timers: Timers, log: Logger) {
    this.#keys = keys
    this.#timers = timers
    this.#log = log
  }

  /** Resolves once it is durable; rejects where that failed. `id`: null where Slack gave it none. */
  async write(id: string | null, event: unknown): Promise<Written> {
    this.#order = Math.max(this.#order + 1, this.#timers.now())
    const written = { id: id ?? `no-id:${this.#order}`, order: this.#order, refusals: 0, event }
    await this.#save(written)
    return written
  }

  /** In their order. */
  async all(): Promise<Written[]> {
    const { values, unreadable } = await this.#keys.get(CATEGORY, null)
    if (unreadable.length > 0) this.#log.warn({ count: unreadable.length }, 'events of Slack cannot be read any more')
    return Object.entries(values)
      .map(([id, text]) => ({ ...(JSON.parse(text) as Omit<Written, 'id'>), id }))
      .sort((a, b) => a.order - b.order)
  }

  /** The hub has it, or it is nothing for the hub. Never rejects: what stays is recognised when it is handed over again. */
  async done(id: string): Promise<void> {
    await this.#keys.set([{ category: CATEGORY, id, value: null }]).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'an event of Slack stays written down for now')
    })
  }

  /** The hub did not take it. Never rejects. Resolves to whether it is kept for another time. */
  async refused(written: Written): Promise<boolean> {
    const refusals = written.refusals + 1
    if (refusals >= MAX_REFUSALS) {
      this.#log.error({ event: written.id }, 'an event of Slack is given up: it could not be taken in')
      await this.done(written.id)
      return false
    }
    await this.#save({ ...written, refusals }).catch((error: unknown) => {
      this.#log.debug({ error: errorMessage(error) }, 'an event of Slack could not be noted again')
    })
    return true
  }

  #save({ id, ...rest }: Written): Promise<void> {
    return this.#keys.set([{ category: CATEGORY, id, value: JSON.stringify(rest) }])
  }
}
