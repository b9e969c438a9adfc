/** Tells the panels what changed, in the shapes of the contract; costs nothing while nobody watches. */

import type { Conversation } from '../../../src-shared/contract/conversations.ts'
import type { ChannelKind } from '../../../src-shared/contract/instances.ts'
import type { MergedConversation } from '../storage/port.ts'
import type { ConversationRecord, MessageRecord, TurnRecord } from '../storage/records.ts'
import type { LiveBus } from './bus.ts'
import { toPanelConversation, toPanelMessage } from './views/conversation.ts'
import { toPanelTrace } from './views/trace.ts'

export interface LiveEvents {
  readonly isWatched: boolean
  message(message: MessageRecord): void
  conversation(conversation: ConversationRecord): void
  /** A conversation became part of another. */
  merged(merged: MergedConversation): void
  turn(turn: TurnRecord): void
  typing(conversationId: string, who: string, isTyping: boolean): void
}

/** `channelOf` knows no channel of a removed instance: its conversations went with it, and are announced to nobody. */
export function createLiveEvents(bus: LiveBus, channelOf: (instanceName: string) => ChannelKind | null): LiveEvents {
  function shown(conversation: ConversationRecord): Conversation | null {
    const channel = bus.hasSubscribers ? channelOf(conversation.instanceName) : null
    return channel === null ? null : toPanelConversation(conversation, channel)
  }

  return {
    get isWatched() {
      return bus.hasSubscribers
    },
    message(message) {
      if (bus.hasSubscribers) bus.publish({ type: 'message.changed', message: toPanelMessage(message) })
    },
    conversation(record) {
      const conversation = shown(record)
      if (conversation !== null) bus.publish({ type: 'conversation.changed', conversation })
    },
    merged({ fromId, conversation: record }) {
      const conversation = shown(record)
      if (conversation !== null) bus.publish({ type: 'conversation.merged', fromId, conversation })
    },
    turn(turn) {
      if (bus.hasSubscribers) bus.publish({ type: 'trace.changed', trace: toPanelTrace(turn) })
    },
    typing(conversationId, who, isTyping) {
      if (bus.hasSubscribers) bus.publish({ type: 'typing', conversationId, who, isTyping })
    },
  }
}
