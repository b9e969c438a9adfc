/**
 * Names of groups. Messages do not carry them, and Evolution's event for a changed subject never
 * reaches a webhook (its list of events lacks it), so they are asked for now and then.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../timers.ts'
import type { ChannelEvent } from '../port.ts'
import { groupEvents } from '../whatsapp/normalize/people.ts'
import type { EvolutionApi } from './api.ts'

const FRESH_MS = 6 * 3_600_000
const MAX_GROUPS = 5000

export class GroupNames {
  readonly #api: EvolutionApi
  readonly #timers: Timers
  readonly #log: Logger
  readonly #tell: (event: ChannelEvent) => Promise<void>
  readonly #askedAt = new Map<string, number>()

  constructor(api: EvolutionApi, timers: Timers, log: Logger, tell: (event: ChannelEvent) => Promise<void>) {
    this.#api = api
    this.#timers = timers
    this.#log = log
    this.#tell = tell
  }

  /** Asks, in the background, for the names of groups that were not asked for lately. */
  notice(events: readonly ChannelEvent[]): void {
    for (const event of events) {
      if (event.type !== 'message' || event.chat.kind !== 'group') continue
      const group = event.chat.externalId
      const askedAt = this.#askedAt.get(group)
      if (askedAt !== undefined && this.#timers.now() - askedAt < FRESH_MS) continue
      if (this.#askedAt.size >= MAX_GROUPS) this.#askedAt.clear()
      this.#askedAt.set(group, this.#timers.now())
      this.#ask(group)
    }
  }

  #ask(group: string): void {
    this.#api
      .groupInfo(group)
      .then(async (info) => {
        const [event] = groupEvents({ ...info, id: group })
        if (event) await this.#tell(event)
      })
      .catch((error: unknown) => this.#log.debug({ group, error: errorMessage(error) }, 'the name of a group could not be read'))
  }
}
