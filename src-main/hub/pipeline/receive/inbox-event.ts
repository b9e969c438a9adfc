/** What is kept of an event that a channel reported. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { ChannelEvent, InboundMessage } from '../../channels/port.ts'
import { plainFileName } from '../../inbox/media/file-name.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import { newId } from '../../runtime/ids.ts'
import type { MessageUpdate, NewInbound } from '../../storage/port.ts'
import { whenSaid } from './freshness.ts'
import { messageTraceId } from './trace-id.ts'

/** What is kept of an event: one thing to be taken into the inbox. */
export type InboxEvent =
  | { type: 'message'; inbound: NewInbound }
  | { type: 'update'; update: MessageUpdate }
  | { type: 'contact'; contact: Pick<Extract<ChannelEvent, { type: 'contact' }>, 'identities' | 'name' | 'avatarUrl'>; at: string }
  | { type: 'chat'; externalId: string; name: string }

interface Options {
  /** ISO 8601 UTC: when the hub got it. */
  at: string
  payloadText: PayloadText
}

function toInbound(instance: RunningInstance, event: InboundMessage, { at, payloadText }: Options): NewInbound {
  const isNew = event.freshness === 'new'
  const { sentAt, isMissed } = whenSaid(event.sentAt, Date.parse(at))
  return {
    instanceName: instance.record.name,
    messageId: newId(),
    // By the time as stated: it is known before this is.
    turnId: isNew ? messageTraceId(instance.record.id, { externalId: event.externalId, sentAtMs: Date.parse(event.sentAt) }) : null,
    externalId: event.externalId,
    chat: event.chat,
    sender: event.sender,
    author: event.author,
    kind: event.kind,
    text: event.text,
    media: event.media && { ...event.media, fileName: plainFileName(event.media.fileName) },
    location: event.location,
    sharedContacts: event.sharedContacts,
    quote: event.quote,
    mentionsAccount: event.mentionsAccount,
    ...originOf(event),
    isMissed: isNew && isMissed,
    sentAt,
    receivedAt: at,
    countsAsUnread: isNew && event.author === 'customer',
    raw: payloadText && instance.hideSecrets(payloadText(event.raw)),
  }
}

function originOf({ chat: { within }, staffName, forAgents }: InboundMessage): Pick<NewInbound, 'origin'> {
  if (within === undefined && staffName === undefined && forAgents === undefined) return {}
  return {
    origin: {
      ...(within === undefined ? {} : { within }),
      ...(staffName === undefined ? {} : { staffName }),
      ...(forAgents === undefined ? {} : { forAgents }),
    },
  }
}

/** Null for an event that is only shown as it happens (typing), or says nothing. */
export function toInboxEvent(instance: RunningInstance, event: ChannelEvent, options: Options): InboxEvent | null {
  switch (event.type) {
    case 'message':
      return { type: 'message', inbound: toInbound(instance, event, options) }
    case 'receipt':
      return {
        type: 'update',
        update: { ...event, error: event.error && instance.hideSecrets(event.error), at: event.at ?? options.at },
      }
    case 'edit':
    case 'revoke':
      return { type: 'update', update: event }
    case 'reaction': {
      const by = event.isOwn ? 'You' : (event.byName ?? event.by[0]?.value ?? 'Somebody')
      const { targetExternalId, emoji } = event
      return { type: 'update', update: { type: 'reaction', targetExternalId, emoji, by } }
    }
    case 'contact': {
      const { identities, name, avatarUrl } = event
      return { type: 'contact', contact: { identities, name, avatarUrl }, at: options.at }
    }
    case 'chat': {
      const { externalId, name } = event.chat
      return name === null ? null : { type: 'chat', externalId, name }
    }
    case 'typing':
    case 'restriction':
      return null
  }
}
