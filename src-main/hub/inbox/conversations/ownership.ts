/**
 * Who owns a conversation. While a person has it, what comes in is stored and not answered;
 * it goes back to the agent when the person gives it back, or automatically when the time is up, also
 * while the program was off. A conversation that waits for a person is still answered: silence
 * would be worse for the customer than an agent who knows little.
 */

import type { Owner } from '../../../../src-shared/contract/conversations.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import { createAlarm } from '../../runtime/alarm.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { EventInput, NewOwner, Storage } from '../../storage/port.ts'
import type { ConversationRecord } from '../../storage/records.ts'
import { clockTime, conversationEvent } from './events.ts'

/** For how long a person who just answers has the conversation. */
const DEFAULT_MINUTES = 30
const MINUTE_MS = 60_000

const BOT: NewOwner = { kind: 'bot', name: null, until: null, reason: null, minutes: null }

interface Options {
  storage: Storage
  liveEvents: LiveEvents
  timers: Timers
  log: Logger
  /** A person has the conversation now: what is being thought for it is not to be said. `isOnPhone`: nor the rest of what is being said. */
  onTaken: (conversationId: string, reason: string, isOnPhone: boolean) => void
}

export interface Ownership {
  start(): void
  stop(): Promise<void>
  /** @param minutes null: until it is given back */
  takeOver(conversationId: string, by: string, minutes: number | null): Promise<ConversationRecord>
  /** A person writes by hand: takes the conversation over, or keeps it for as long again. */
  wroteByHand(conversation: ConversationRecord, by: string): Promise<void>
  /**
   * Somebody wrote on the account's own phone, or as its staff (`by`) in the same channel: the same, for `minutes` from then on. Resolves to the
   * conversation as it is now; null if nothing changed.
   */
  wroteOnPhone(conversation: ConversationRecord, sentAt: string, minutes: number, by: string | null): Promise<ConversationRecord | null>
  /** It was not a person who wrote on the phone. */
  endPhoneTakeover(conversationId: string): Promise<ConversationRecord | null>
  giveBack(conversationId: string, by: string): Promise<ConversationRecord>
  /** Marks that a person is needed, unless one has it. */
  askForPerson(conversationId: string, reason: NonNullable<Owner['reason']>): Promise<void>
}

/** "paused: Ana took over at 14:02", or null while the agent has it. */
export function pausedReason({ owner }: ConversationRecord): string | null {
  if (owner.kind !== 'person') return null
  if (owner.reason === 'phone' && owner.name === null)
    return `Paused: somebody answered on the phone at ${clockTime(owner.since ?? new Date().toISOString())}.`
  return `Paused: ${owner.name ?? 'a person'} took over at ${clockTime(owner.since ?? new Date().toISOString())}.`
}

export function createOwnership({ storage, liveEvents, timers, log, onTaken }: Options): Ownership {
  const iso = (ms = timers.now()) => new Date(ms).toISOString()
  const alarm = createAlarm(
    timers,
    () => storage.nextGiveBackAt(),
    async () => {
      for (const { conversation, message } of await storage.giveBackDue(iso(), conversationEvent('time_over'))) {
        liveEvents.message(message)
        liveEvents.conversation(conversation)
      }
    },
    (error) => log.error({ error: errorMessage(error) }, 'a conversation could not be given back to the agent'),
  )

  async function set(
    conversationId: string,
    owner: NewOwner,
    from: NewOwner['kind'][],
    what: EventInput | null,
    at = iso(),
  ): Promise<ConversationRecord | null> {
    const changed = await storage.setOwner(conversationId, owner, from, at, what)
    if (changed === null) return null
    if (changed.message !== null) liveEvents.message(changed.message)
    liveEvents.conversation(changed.conversation)
    alarm.reset()
    const reason = pausedReason(changed.conversation)
    if (reason !== null) onTaken(conversationId, reason, owner.reason === 'phone')
    return changed.conversation
  }

  const asPerson = (by: string, minutes: number | null): NewOwner => ({
    kind: 'person',
    name: by,
    until: minutes === null ? null : iso(timers.now() + minutes * MINUTE_MS),
    reason: null,
    minutes,
  })
  const onPhone = (sentAt: string, minutes: number, by: string | null): NewOwner => ({
    kind: 'person',
    name: by,
    until: iso(Date.parse(sentAt) + minutes * MINUTE_MS),
    reason: 'phone',
    minutes,
  })

  return {
    start: () => alarm.reset(),
    stop: () => alarm.stop(),

    async takeOver(conversationId, by, minutes) {
      const owner = asPerson(by, minutes)
      const conversation = await set(
        conversationId,
        owner,
        ['bot', 'waiting', 'person'],
        conversationEvent('took_over', { by, until: owner.until }),
      )
      if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
      return conversation
    },

    async wroteByHand({ id, owner }, by) {
      if (owner.kind !== 'person') {
        const taken = asPerson(by, DEFAULT_MINUTES)
        await set(id, taken, ['bot', 'waiting'], conversationEvent('took_over', { by, until: taken.until }))
        return
      }
      if (owner.until === null) return
      const kept = asPerson(owner.name ?? by, owner.minutes ?? DEFAULT_MINUTES)
      if ((kept.until ?? '') > owner.until) await set(id, kept, ['person'], null)
    },

    async wroteOnPhone({ id, owner }, sentAt, minutes, by) {
      const taken = onPhone(sentAt, minutes, by)
      const { until } = taken
      const what = by === null ? conversationEvent('answered_on_phone', { until }) : conversationEvent('took_over', { by, until })
      if (owner.kind !== 'person') return set(id, taken, ['bot', 'waiting'], what, sentAt)
      // Whoever has it keeps it.
      if (owner.until === null || (taken.until ?? '') <= owner.until) return null
      const kept = owner.reason === 'phone' ? taken : { ...asPerson(owner.name ?? '', owner.minutes ?? DEFAULT_MINUTES), name: owner.name }
      return set(id, kept, ['person'], null)
    },

    async endPhoneTakeover(conversationId) {
      return set(conversationId, BOT, ['person'], conversationEvent('automatic_on_phone'))
    },

    async giveBack(conversationId, by) {
      const changed = await set(conversationId, BOT, ['waiting', 'person'], conversationEvent('gave_back', { by }))
      const conversation = changed ?? (await storage.getConversation(conversationId))
      if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
      return conversation
    },

    async askForPerson(conversationId, reason) {
      await set(conversationId, { ...BOT, kind: 'waiting', reason }, ['bot'], conversationEvent('asked_for_person', { reason }))
    },
  }
}
