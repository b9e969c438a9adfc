/**
 * Stage 1, receive: what a channel reports becomes durable, and only then is it acknowledged. As a
 * rule it is taken in at once, in the commit that is waited for. When more comes than can be taken
 * in like that, it is journaled as it came; the backlog is taken in behind the acknowledgement.
 */
import type { AcceptedEvent, ChannelEvent } from '../channels/port.ts'
import type { RunningInstance } from '../instances/service.ts'
import type { LiveNews } from '../live/news.ts'
import type { NumberHealthService } from '../number-health/service.ts'
import type { InboxEvent, SettledEvent, Storage } from '../storage/port.ts'
import type { Backlog } from './backlog.ts'
import { toInboxEvent } from './inbox-event.ts'
import { IGNORED, STORED, type TakenIn } from './taken-in.ts'

/** With so many events on their way into the inbox, the next ones are journaled. */
const JOURNAL_FROM = 16

interface Options {
  storage: Storage
  news: LiveNews
  backlog: Backlog
  takenIn: TakenIn
  numberHealth: Pick<NumberHealthService, 'restrict'>
  now: () => number
  /** Whether raw payloads are kept with traces. */
  keepsPayloads: boolean
}

export type Receive = (instance: RunningInstance, events: ChannelEvent[]) => Promise<AcceptedEvent[]>

export function createReceive({ storage, news, backlog, takenIn, numberHealth, now, keepsPayloads }: Options): Receive {
  let underWay = 0

  async function store(event: InboxEvent): Promise<SettledEvent> {
    switch (event.type) {
      case 'message':
        return { type: 'message', accepted: await storage.acceptInbound(event.inbound), receivedAt: event.inbound.receivedAt }
      case 'update':
        return { type: 'update', changed: await storage.updateMessage(event.instanceName, event.update) }
      case 'contact':
        return { type: 'contact', known: await storage.upsertContact(event.instanceName, event.contact, event.at) }
      case 'chat':
        return { type: 'chat', conversation: await storage.renameChat(event.instanceName, event.externalId, event.name) }
    }
  }

  async function takeIn(instance: RunningInstance, event: InboxEvent): Promise<AcceptedEvent> {
    const tick = performance.now()
    underWay += 1
    try {
      const settled = await store(event)
      return takenIn(instance, settled, tick, `Stored durably ${Math.round((performance.now() - tick) * 10) / 10} ms after it came.`)
    } finally {
      underWay -= 1
    }
  }

  async function showTyping(instance: RunningInstance, event: Extract<ChannelEvent, { type: 'typing' }>): Promise<void> {
    if (!news.isWatched) return
    const conversation = await storage.findConversation(instance.record.name, event.chatExternalId)
    if (conversation !== null) news.typing(conversation.id, conversation.contactName ?? conversation.name ?? '', event.isTyping)
  }

  /** Which access rules apply is not looked at here: the message's trace tells. */
  async function journal(event: InboxEvent): Promise<AcceptedEvent> {
    const receipt = await backlog.journal(event)
    if (!receipt.isNew) return { status: 'duplicate', turnId: receipt.turnId }
    return event.type === 'message' ? { status: 'stored', turnId: event.inbound.turnId } : STORED
  }

  async function receiveOne(instance: RunningInstance, event: ChannelEvent): Promise<AcceptedEvent> {
    const kept = toInboxEvent(instance, event, { at: new Date(now()).toISOString(), keepsPayloads })
    if (kept === null) {
      if (event.type === 'typing') await showTyping(instance, event)
      else if (event.type === 'restriction') await numberHealth.restrict(instance.record.name, event.restriction)
      return IGNORED
    }
    // What came earlier must be taken in earlier: behind a backlog there is no short cut.
    return underWay >= JOURNAL_FROM || backlog.isOpen ? journal(kept) : takeIn(instance, kept)
  }

  // Calls are issued in order and the storage applies them in order; awaiting them together lets
  // one commit serve all.
  return (instance, events) => Promise.all(events.map((event) => receiveOne(instance, event)))
}
