/** Stage 1, receive: what a channel reports becomes durable, and only then is it acknowledged. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { NumberHealthService } from '../../accounts/number-health/service.ts'
import type { AcceptedEvent, Arrival, ChannelEvent } from '../../channels/port.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import type { Storage } from '../../storage/port.ts'
import { type AfterAccept, IGNORED, type StoredEvent } from './after-accept.ts'
import { type InboxEvent, toInboxEvent } from './inbox-event.ts'

interface Options {
  storage: Storage
  liveEvents: LiveEvents
  afterAccept: AfterAccept
  numberHealth: Pick<NumberHealthService, 'restrict'>
  now: () => number
  payloadText: PayloadText
}

export interface Receive {
  (instance: RunningInstance, events: ChannelEvent[], arrival?: Arrival): Promise<AcceptedEvent[]>
  /** Called once what an earlier run left open stands in its lanes; what was reported before has waited for that. */
  open(): void
}

export function createReceive({ storage, liveEvents, afterAccept, numberHealth, now, payloadText }: Options): Receive {
  async function store(instanceName: string, event: InboxEvent): Promise<StoredEvent> {
    switch (event.type) {
      case 'message':
        return { type: 'message', accepted: await storage.acceptInbound(event.inbound) }
      case 'update':
        return {
          type: 'update',
          changed: await storage.updateMessage(instanceName, event.update),
          isOfWords: event.update.type === 'edit' || event.update.type === 'revoke',
        }
      case 'contact':
        return { type: 'contact', known: await storage.upsertContact(instanceName, event.contact, event.at) }
      case 'chat':
        return { type: 'chat', conversation: await storage.renameChat(instanceName, event.externalId, event.name) }
    }
  }

  async function showTyping(instance: RunningInstance, event: Extract<ChannelEvent, { type: 'typing' }>): Promise<void> {
    if (!liveEvents.isWatched) return
    const conversation = await storage.findConversation(instance.record.name, event.chatExternalId)
    if (conversation !== null) liveEvents.typing(conversation.id, conversation.contactName ?? conversation.name ?? '', event.isTyping)
  }

  function inWords(arrival: Arrival, tookMs: number): string {
    const ms = Math.round(tookMs * 10) / 10
    return arrival.isDurable ? `Stored durably when it came, and taken in ${ms} ms later.` : `Stored durably ${ms} ms after it came.`
  }

  async function receiveOne(instance: RunningInstance, event: ChannelEvent, arrival: Arrival): Promise<AcceptedEvent> {
    const kept = toInboxEvent(instance, event, { at: new Date(arrival.atMs).toISOString(), payloadText })
    if (kept === null) {
      if (event.type === 'typing') await showTyping(instance, event)
      else if (event.type === 'restriction') await numberHealth.restrict(instance.record.name, event.restriction)
      return IGNORED
    }
    const tick = performance.now() - Math.max(0, now() - arrival.atMs)
    const stored = await store(instance.record.name, kept)
    return afterAccept(instance, stored, tick, inWords(arrival, performance.now() - tick))
  }

  const { promise: opened, resolve: open } = Promise.withResolvers<void>()

  async function receive(instance: RunningInstance, events: ChannelEvent[], arrival: Arrival = { atMs: now(), isDurable: false }) {
    await opened
    // Calls are issued in order and the storage applies them in order; awaiting them together lets
    // one commit serve all.
    return Promise.all(events.map((event) => receiveOne(instance, event, arrival)))
  }

  return Object.assign(receive, { open })
}
