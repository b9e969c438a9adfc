/**
 * Questions that were asked by a slash command and hold a place for their answer ("… is thinking"). The place is kept for
 * a quarter of an hour, also across a restart; after that the answer is a message like any other.
 */
import type { APIMessage, REST } from 'discord.js'
import { errorMessage } from '../../../../../src-shared/errors.ts'
import type { Logger } from '../../../observe/logger.ts'
import { BoundedMap } from '../../../runtime/bounded-map.ts'
import type { ChannelKeys } from '../../port.ts'
import type { Composed } from '../compose.ts'
import { refusalOf } from '../failures.ts'
import { routes } from '../routes.ts'
import { idAt, isLater, timeOf } from '../snowflake.ts'

const CATEGORY = 'interaction'
/** Discord's 15 minutes, less a moment. */
const LIVES_MS = 14.5 * 60_000
const ANSWERED = 200

interface Place {
  applicationId: string
  token: string
}

export class PendingInteractions {
  readonly #keys: ChannelKeys
  readonly #now: () => number
  readonly #log: Logger
  /** By the message that is the answer: it is edited by the same right. */
  readonly #answers = new BoundedMap<string, Place & { until: number }>(ANSWERED)

  constructor(keys: ChannelKeys, now: () => number, log: Logger) {
    this.#keys = keys
    this.#now = now
    this.#log = log
  }

  /** Durable when it resolves. */
  async hold(interactionId: string, place: Place): Promise<void> {
    const { values } = await this.#keys.get(CATEGORY, null)
    const oldest = idAt(this.#now() - LIVES_MS)
    const over = Object.keys(values).filter((id) => isLater(oldest, id))
    await this.#keys.set([
      ...over.map((id) => ({ category: CATEGORY, id, value: null })),
      { category: CATEGORY, id: interactionId, value: JSON.stringify(place) },
    ])
  }

  async isHeld(interactionId: string): Promise<boolean> {
    return (await this.#keys.get(CATEGORY, [interactionId])).values[interactionId] !== undefined
  }

  async release(interactionId: string): Promise<void> {
    await this.#keys.set([{ category: CATEGORY, id: interactionId, value: null }])
  }

  /** Puts the answer into the place of its question. Null where there is none, or no longer. Rejects as a call does. */
  async answer(rest: REST, interactionId: string, { body, files }: Composed, signal: AbortSignal): Promise<APIMessage | null> {
    const { values } = await this.#keys.get(CATEGORY, [interactionId])
    const text = values[interactionId]
    if (text === undefined) return null
    const until = timeOf(interactionId) + LIVES_MS
    if (this.#now() > until) return null
    const place = JSON.parse(text) as Place
    try {
      const route = routes.interactionAnswer(place.applicationId, place.token)
      // Twice is once: it is an edit.
      const message = (await rest.patch(route, { body, files, signal, auth: false })) as APIMessage
      this.#answers.set(message.id, { ...place, until })
      await this.release(interactionId).catch((error: unknown) =>
        this.#log.debug({ error: errorMessage(error) }, 'an answered command stays noted'),
      )
      return message
    } catch (error) {
      // Its place is gone.
      if (refusalOf(error).error.code === 'not_found') return null
      throw error
    }
  }

  /** True when the message was such an answer, and now says this. */
  async edit(rest: REST, messageId: string, body: Record<string, unknown>, signal: AbortSignal): Promise<boolean> {
    const place = this.#answers.get(messageId)
    if (place === undefined || this.#now() > place.until) return false
    await rest.patch(routes.interactionAnswer(place.applicationId, place.token), { body, signal, auth: false })
    return true
  }
}
