/**
 * A channel without a platform: the owner types as a customer in the panel and the real pipeline
 * answers. What is sent to it is delivered at once.
 */

import { randomUUID } from 'node:crypto'
import { OmniError } from '../../../../src-shared/errors.ts'
import { SWITCHED_OFF } from '../account/account-view.ts'
import { type Channel, type ChannelContext, type ChannelDriver, type InboundMessage, type OutboundPart, SendError } from '../port.ts'

/** There is no platform that would mind. */
const A_YEAR = 365 * 24 * 60

function createSimulator(context: ChannelContext): Channel {
  let isConnected = false
  const connected = async () => {
    isConnected = true
    context.reportConnection({ state: 'connected', message: null, account: 'simulator', profileName: 'Simulator', qr: null })
  }
  const disconnected = async () => {
    isConnected = false
    context.reportConnection({ state: 'disconnected', message: SWITCHED_OFF })
  }
  return {
    start: connected,
    async stop() {},
    connect: connected,
    disconnect: disconnected,
    restart: connected,
    logout: disconnected,
    async remove() {},
    async send(part) {
      if (!isConnected) throw switchedOff(part)
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

/** As every channel: what is switched off sends nothing, and what waits leaves once it is connected again. */
function switchedOff(part: OutboundPart): SendError {
  const error = new OmniError('not_connected', 'You disconnected this account. Connect it to send messages again.')
  return new SendError({
    error,
    wasSent: 'no',
    isTransient: true,
    retryAfterMs: null,
    request: { to: part.chatExternalId },
    response: null,
  })
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
    ids: [{ kind: 'simulator', label: 'Simulated' }],
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
