/** A line in the thread that nobody wrote: a missed call, who joined a group. */
import type { ChatRef, IdentityRef, InboundMessage } from '../../port.ts'

interface Line {
  externalId: string
  chat: ChatRef
  identities: IdentityRef[]
  /** One plain sentence; the panel says it in its own language. */
  text: string
  /** ISO 8601 UTC. */
  sentAt: string
  freshness: InboundMessage['freshness']
}

export function systemLine({ externalId, chat, identities, text, sentAt, freshness }: Line): InboundMessage {
  return {
    type: 'message',
    externalId,
    chat,
    sender: identities.length === 0 ? null : { identities, name: null, avatarUrl: null },
    author: 'customer',
    kind: 'system',
    text,
    media: null,
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: false,
    sentAt,
    freshness,
    raw: null,
  }
}
