/**
 * Stage 1, receive: what a channel reports becomes durable, and only then is it acknowledged.
 * New messages are handed to their conversation's lane; everything else updates what is known.
 */

import type { AccessService } from '../access/service.ts'
import type { AcceptedEvent, ChannelEvent, InboundMessage } from '../channels/port.ts'
import { newId } from '../ids.ts'
import type { RunningInstance } from '../instances/service.ts'
import type { LiveNews } from '../live/news.ts'
import type { Storage } from '../storage/port.ts'
import { admit } from './admit.ts'
import { beginStep } from './steps.ts'
import type { LaneItem, TurnItem } from './work.ts'

interface Options {
  storage: Storage
  access: AccessService
  news: LiveNews
  now: () => number
  /** Whether raw payloads are kept with traces. */
  keepsPayloads: boolean
  enqueue: (instanceName: string, conversationId: string, item: LaneItem) => void
}

export type Receive = (instance: RunningInstance, events: ChannelEvent[]) => Promise<AcceptedEvent[]>

export function createReceive(options: Options): Receive {
  const { storage, access, news, now } = options
  const iso = () => new Date(now()).toISOString()

  async function acceptMessage(instance: RunningInstance, event: InboundMessage): Promise<AcceptedEvent> {
    const tick = performance.now()
    const receivedAtMs = now()
    const isLive = event.freshness === 'live'
    const accepted = await storage.acceptInbound({
      instanceName: instance.record.name,
      messageId: newId(),
      turnId: isLive ? newId() : null,
      externalId: event.externalId,
      chat: event.chat,
      sender: event.sender,
      author: event.author,
      kind: event.kind,
      text: event.text,
      media: event.media,
      location: event.location,
      sharedContacts: event.sharedContacts,
      quote: event.quote,
      mentionsAccount: event.mentionsAccount,
      sentAt: event.sentAt,
      receivedAt: new Date(receivedAtMs).toISOString(),
      countsAsUnread: isLive && event.author === 'customer',
      raw: options.keepsPayloads ? instance.hideSecrets(JSON.stringify(event.raw)) : null,
    })
    const { message, conversation, contact, turnId } = accepted
    if (!accepted.isNew) return { status: 'duplicate', turnId }
    news.message(message)
    news.conversation(conversation)
    if (turnId === null) return { status: 'stored', turnId: null }
    const item: TurnItem = {
      kind: 'turn',
      turnId,
      instanceName: instance.record.name,
      message,
      conversation,
      contact,
      receivedAtMs,
      receivedTick: tick,
      steps: [],
      isRecovered: false,
    }
    const done = beginStep(item, 'receive')
    done('ok', `Stored durably ${Math.round((performance.now() - tick) * 10) / 10} ms after it came.`)
    const admission = admit(instance.record, message, conversation, contact, access)
    options.enqueue(instance.record.name, conversation.id, item)
    return { status: !admission.admitted && admission.code === 'access_denied' ? 'blocked' : 'stored', turnId }
  }

  async function acceptOne(instance: RunningInstance, event: ChannelEvent): Promise<AcceptedEvent> {
    const { name } = instance.record
    const ignored: AcceptedEvent = { status: 'ignored', turnId: null }
    const stored: AcceptedEvent = { status: 'stored', turnId: null }
    switch (event.type) {
      case 'message':
        return acceptMessage(instance, event)
      case 'receipt': {
        const changed = await storage.updateMessage(name, { ...event, at: event.at ?? iso() })
        if (changed !== null) news.message(changed.message)
        return changed === null ? ignored : stored
      }
      case 'edit':
      case 'revoke': {
        const changed = await storage.updateMessage(name, event)
        if (changed !== null) news.message(changed.message)
        return changed === null ? ignored : stored
      }
      case 'reaction': {
        const by = event.isOwn ? 'You' : (event.byName ?? event.by[0]?.value ?? 'Somebody')
        const changed = await storage.updateMessage(name, {
          type: 'reaction',
          targetExternalId: event.targetExternalId,
          emoji: event.emoji,
          by,
        })
        if (changed !== null) news.message(changed.message)
        return changed === null ? ignored : stored
      }
      case 'contact':
        return (await storage.upsertContact(name, event, iso())) === null ? ignored : stored
      case 'chat': {
        if (event.chat.name === null) return ignored
        const conversation = await storage.renameChat(name, event.chat.externalId, event.chat.name)
        if (conversation !== null) news.conversation(conversation)
        return conversation === null ? ignored : stored
      }
      case 'typing': {
        if (!news.isWatched) return ignored
        const conversation = await storage.findConversation(name, event.chatExternalId)
        if (conversation !== null) news.typing(conversation.id, conversation.contactName ?? conversation.name ?? '', event.isTyping)
        return ignored
      }
    }
  }

  // Calls are issued in order and the storage applies them in order; awaiting them together lets
  // one commit serve all.
  return (instance, events) => Promise.all(events.map((event) => acceptOne(instance, event)))
}
