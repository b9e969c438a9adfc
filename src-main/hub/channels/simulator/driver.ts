/**
 * A channel without a platform: the owner types as a customer in the panel and the real pipeline
 * answers. What is sent to it is delivered at once.
 */

import { randomUUID } from 'node:crypto'
import { SWITCHED_OFF } from '../account/account-view.ts'
import type { Channel, ChannelContext, ChannelDriver, InboundMessage } from '../port.ts'

/** There is no platform that would mind. */
const A_YEAR = 365 * 24 * 60

function createSimulator(context: ChannelContext): Channel {
  const connected = async () =>
    context.reportConnection({ state: 'connected', message: null, account: 'simulator', profileName: 'Simulator', qr: null })
  return {
    start: connected,
    async stop() {},
    connect: connected,
    async disconnect() {
      context.reportConnection({ state: 'disconnected', message: SWITCHED_OFF })
    },
    restart: connected,
    async logout() {
      context.reportConnection({ state: 'disconnected', message: SWITCHED_OFF })
    },
    async remove() {},
    async send(part) {
      // The delivery's id is the message's id, so that a replay after a crash is recognised.
      return {
        externalId: `sim-${part.deliveryId}`,
        chatExternalId: null,
        // The bytes of a file have no place in a trace.
        request: { to: part.chatExternalId, content: 'base64' in part.content ? { ...part.content, base64: null } : part.content },
        response: { delivered: true },
      }
    },
    async edit() {},
    async revoke() {},
    async setTyping() {},
    async markRead() {},
    async findSent(sends) {
      return sends.map(({ part }) => ({ externalId: `sim-${part.deliveryId}`, sentAt: null }))
    },
  }
}

export const driver: ChannelDriver = {
  channel: 'simulator',
  provider: null,
  type: {
    channel: 'simulator',
    provider: null,
    icon: 'simulator',
    name: 'Simulator',
    label: 'Try it here',
    description: 'No account needed: you write as a customer and watch the answer.',
    fields: [],
    linking: 'none',
    isForTrying: true,
    offers: { files: true, reactions: true, editMinutes: A_YEAR, deleteMinutes: A_YEAR },
  },
  capabilities: { deduplicatesSends: true, canEdit: false, maxTextLength: 60_000, hasGroups: false },
  parseSettings: () => ({}),
  recipients: {
    chatIdFor: (recipient) => recipient,
    identityOf: (recipient) => ({ kind: 'simulator', value: recipient }),
    addressOf: ([first]) => first?.value ?? null,
  },
  create: createSimulator,
}

/** The chat id of a simulated customer: stable for a name, so that opening it twice finds it again. */
export function simulatorChatId(customerName: string): string {
  return `sim:${customerName.trim().toLowerCase().replace(/\s+/g, '-')}`
}

/** What a simulated customer says. `id` makes a repetition recognisable. */
export function simulatorMessage(options: {
  id?: string
  chatExternalId: string
  customerName: string
  text: string
  at: string
}): InboundMessage {
  return {
    type: 'message',
    externalId: `sim-in-${options.id ?? randomUUID()}`,
    chat: { externalId: options.chatExternalId, kind: 'direct', name: options.customerName },
    sender: { identities: [{ kind: 'simulator', value: options.chatExternalId }], name: options.customerName, avatarUrl: null },
    author: 'customer',
    kind: 'text',
    text: options.text,
    media: null,
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: false,
    sentAt: options.at,
    freshness: 'new',
    raw: { source: 'simulator', text: options.text },
  }
}
