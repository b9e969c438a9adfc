/** What follows once an event is in the inbox: watching panels are notified, and a message gets its place in the lane. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AcceptedEvent } from '../../channels/port.ts'
import type { AccessService } from '../../guard/service.ts'
import type { MediaFetcher } from '../../inbox/media/fetcher.ts'
import type { MediaTextService } from '../../inbox/media-text/service.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { AcceptedInbound, Storage } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'
import { admit, isWorthMediaText } from '../admit/admit.ts'
import type { LaneItem, TurnItem } from '../lanes/lane-item.ts'
import { beginStep } from '../lanes/steps.ts'
import type { OnPhone } from './on-phone.ts'

interface Options {
  access: AccessService
  liveEvents: LiveEvents
  enqueue: (instanceName: string, conversationId: string, item: LaneItem) => void
  changed: (message: MessageRecord) => void
  onPhone: OnPhone
  now: () => number
  media: Pick<MediaFetcher, 'notice'>
  mediaText: Pick<MediaTextService, 'notice'>
}

/** What an event has become in the inbox. */
export type StoredEvent =
  | { type: 'message'; accepted: AcceptedInbound }
  /** `isOfWords`: not of its receipts or reactions. */
  | { type: 'update'; changed: Awaited<ReturnType<Storage['updateMessage']>>; isOfWords: boolean }
  | { type: 'contact'; known: Awaited<ReturnType<Storage['upsertContact']>> }
  | { type: 'chat'; conversation: Awaited<ReturnType<Storage['renameChat']>> }

/** `receivedTick`: `performance.now()` when the event came. */
export type AfterAccept = (
  instance: RunningInstance,
  event: StoredEvent,
  receivedTick: number,
  detail: string,
) => AcceptedEvent | Promise<AcceptedEvent>

export const IGNORED: AcceptedEvent = { status: 'ignored', turnId: null }
const STORED: AcceptedEvent = { status: 'stored', turnId: null }

export function createAfterAccept({ access, liveEvents, enqueue, changed, onPhone, now, media, mediaText }: Options): AfterAccept {
  function message(
    instance: RunningInstance,
    accepted: AcceptedInbound,
    receivedTick: number,
    detail: string,
  ): AcceptedEvent | Promise<AcceptedEvent> {
    const { turnId, confirmed } = accepted
    if (confirmed !== undefined) liveEvents.message(confirmed.message)
    if (confirmed !== undefined) liveEvents.conversation(confirmed.conversation)
    if (!accepted.isNew) return { status: 'duplicate', turnId }
    for (const merged of accepted.merged) liveEvents.merged(merged)
    // What belongs before everything else is read with its page: a panel need not be notified of a thousand of them.
    if (turnId !== null || accepted.message.seq > 0) liveEvents.message(accepted.message)
    liveEvents.conversation(accepted.conversation)
    if (accepted.message.media?.isFetching === true) media.notice()
    if (turnId === null) return STORED
    const takeIn = (conversation: ConversationRecord) => enter(instance, { ...accepted, conversation }, turnId, receivedTick, detail)
    // As a rule nothing has to be waited for, and so nothing is.
    const taken = onPhone(instance, accepted)
    return taken === null ? takeIn(accepted.conversation) : taken.then((conversation) => takeIn(conversation ?? accepted.conversation))
  }

  function enter(
    instance: RunningInstance,
    accepted: AcceptedInbound,
    turnId: string,
    receivedTick: number,
    detail: string,
  ): AcceptedEvent {
    const decision = admit(instance.record, accepted.message, accepted.conversation, accepted.contact, access)
    const item: TurnItem = {
      kind: 'turn',
      turnId,
      instanceName: instance.record.name,
      message: accepted.message,
      conversation: accepted.conversation,
      contact: accepted.contact,
      receivedAtMs: Math.round(now() - (performance.now() - receivedTick)),
      receivedTick,
      steps: [],
      decision,
      isRecovered: false,
    }
    beginStep(item, 'receive', receivedTick)('ok', detail)
    // Noted before the turn can end: a kill in between is made good when the turn is taken up again.
    if (isWorthMediaText(decision)) mediaText.notice(instance, accepted.message)
    enqueue(instance.record.name, accepted.conversation.id, item)
    return {
      status: decision.admitted || decision.code !== 'access_denied' ? 'stored' : decision.isBlocked === true ? 'blocked' : 'not_allowed',
      turnId,
    }
  }

  return (instance, event, receivedTick, detail) => {
    switch (event.type) {
      case 'message':
        return message(instance, event.accepted, receivedTick, detail)
      case 'update':
        if (event.changed === null) return IGNORED
        liveEvents.message(event.changed.message)
        if (event.isOfWords) changed(event.changed.message)
        // The list shows what was said last.
        if (event.changed.message.editedAt !== null || event.changed.message.revokedAt !== null)
          liveEvents.conversation(event.changed.conversation)
        return STORED
      case 'contact':
        if (event.known === null) return IGNORED
        for (const merged of event.known.merged) liveEvents.merged(merged)
        return STORED
      case 'chat':
        if (event.conversation === null) return IGNORED
        liveEvents.conversation(event.conversation)
        return STORED
    }
  }
}
