/**
 * Names of groups. Messages do not carry them, and not every change of one is announced (Evolution's never
 * reaches a webhook), so they are asked for now and then.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { JsonObject } from '../../runtime/json.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { ChannelEvent } from '../port.ts'
import { groupEvents } from './normalize/people.ts'

const FRESH_MS = 6 * 3_600_000
const MAX_GROUPS = 5000

export class GroupNames {
  readonly #facts: (group: string) => Promise<JsonObject>
  readonly #timers: Timers
  readonly #log: Logger
  readonly #tell: (event: ChannelEvent) => Promise<void>
  readonly #askedAt = new Map<string, number>()

  /** @param facts what the platform knows of a group, with its `subject` */
  constructor(facts: (group: string) => Promise<JsonObject>, timers: Timers, log: Logger, tell: (event: ChannelEvent) => Promise<void>) {
    this.#facts = facts
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
    this.#facts(group)
      .then(async (info) => {
        const [event] = groupEvents({ ...info, id: group })
        if (event) await this.#tell(event)
      })
      .catch((error: unknown) => this.#log.debug({ group, error: errorMessage(error) }, 'the name of a group could not be read'))
  }
}
