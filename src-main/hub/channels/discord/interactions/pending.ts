/**
 * Questions that were asked by a slash command and hold a place for their answer ("… is thinking"). The place is kept for
 * a quarter of an hour, also across a restart; after that the answer is a message like any other.
 */
import type { APIMessage, REST } from 'discord.js'
import { errorMessage } from '../../../../../src-shared/errors.ts'
import type { Logger } from '../../../observe/logger.ts'
import { BoundedMap } from '../../../runtime/bounded-map.ts'
import { sleep, type Timers } from '../../../runtime/timers.ts'
import type { ChannelKeys } from '../../port.ts'
import type { Composed } from '../compose.ts'
import { made, refusalOf } from '../failures.ts'
import { routes } from '../routes.ts'
import { idAt, isLater, timeOf } from '../snowflake.ts'

const CATEGORY = 'interaction'
/** Discord's 15 minutes, less a moment. */
const LIVES_MS = 14.5 * 60_000
const ANSWERED = 200
/** The place is made within seconds of the question. */
const ONE_LOOK_MS = 1000
const MADE_WITHIN = 5
const NEVER = new AbortController().signal

interface Place {
  applicationId: string
  token: string
}

export class PendingInteractions {
  readonly #keys: ChannelKeys
  readonly #timers: Timers
  readonly #log: Logger
  /** By the message that is the answer: it is edited by the same right. */
  readonly #answers = new BoundedMap<string, Place & { until: number }>(ANSWERED)

  constructor(keys: ChannelKeys, timers: Timers, log: Logger) {
    this.#keys = keys
    this.#timers = timers
    this.#log = log
  }

  /** Durable when it resolves. */
  async hold(interactionId: string, place: Place): Promise<void> {
    const { values } = await this.#keys.get(CATEGORY, null)
    const oldest = idAt(this.#timers.now() - LIVES_MS)
    const over = Object.keys(values).filter((id) => isLater(oldest, id))
    await this.#keys.set([
      ...over.map((id) => ({ category: CATEGORY, id, value: null })),
      { category: CATEGORY, id: interactionId, value: JSON.stringify(place) },
    ])
  }

  async release(interactionId: string): Promise<void> {
    await this.#keys.set([{ category: CATEGORY, id: interactionId, value: null }])
  }

  /** Nobody answers it: its place goes, so that nothing "is thinking" there for good. */
  async clear(rest: REST, interactionId: string): Promise<void> {
    const { values } = await this.#keys.get(CATEGORY, [interactionId])
    const text = values[interactionId]
    if (text === undefined) return
    const { applicationId, token } = JSON.parse(text) as Place
    for (let tries = 1; ; tries += 1) {
      try {
        await rest.delete(routes.interactionAnswer(applicationId, token), { auth: false })
        break
      } catch (error) {
        if (refusalOf(error).error.code !== 'not_found') throw error
        // Discord may not have made the place yet: it is told of it at this moment.
        if (tries === MADE_WITHIN) break
        await sleep(this.#timers, ONE_LOOK_MS, NEVER)
      }
    }
    await this.release(interactionId)
  }

  /** Puts the answer into the place of its question. Null where there is none, or no longer. Rejects as a call does. */
  async answer(rest: REST, interactionId: string, { body, files }: Composed, signal: AbortSignal): Promise<APIMessage | null> {
    const { values } = await this.#keys.get(CATEGORY, [interactionId])
    const text = values[interactionId]
    if (text === undefined) return null
    const until = timeOf(interactionId) + LIVES_MS
    if (this.#timers.now() > until) return null
    const place = JSON.parse(text) as Place
    try {
      const route = routes.interactionAnswer(place.applicationId, place.token)
      // Twice is once: it is an edit.
      const message = made<APIMessage>(await rest.patch(route, { body, files, signal, auth: false }))
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
    if (place === undefined || this.#timers.now() > place.until) return false
    await rest.patch(routes.interactionAnswer(place.applicationId, place.token), { body, signal, auth: false })
    return true
  }
}
