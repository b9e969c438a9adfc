/** A WhatsApp-like channel without a platform: tests say what comes in, and read what went out. */
import type {
  Channel,
  ChannelContext,
  ChannelDriver,
  ChannelEvent,
  GroupFacts,
  InboundMessage,
  OutboundPart,
} from '../../src-main/hub/channels/port.ts'
import { v1Fields, whatsappRecipients } from '../../src-main/hub/channels/whatsapp/recipients.ts'
import { whatsappTexts } from '../../src-main/hub/channels/whatsapp/texts.ts'

export interface ScriptedChannel {
  driver: ChannelDriver
  /** What was sent, oldest first. */
  sent: { to: string; text: string; at: number }[]
  groups: GroupFacts[]
  /** Called before each send, which waits for it and fails with it; null: nothing is in the way. */
  beforeSend: ((part: OutboundPart) => Promise<void>) | null
  /** Hands events over as the channel of this instance would. */
  tell(instanceName: string, ...events: ChannelEvent[]): Promise<void>
}

let counter = 0

/** A text from a person (digits), in their own chat or in a group. */
export function textFrom(phone: string, text: string, overrides: Partial<InboundMessage> = {}): InboundMessage {
  counter += 1
  return {
    type: 'message',
    externalId: `scripted-${counter}-${crypto.randomUUID()}`,
    chat: { externalId: `${phone}@s.whatsapp.net`, kind: 'direct', name: null },
    sender: { identities: [{ kind: 'phone', value: phone }], name: `Person ${phone}`, avatarUrl: null },
    author: 'customer',
    kind: 'text',
    text,
    media: null,
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: false,
    sentAt: new Date().toISOString(),
    freshness: 'new',
    raw: {},
    ...overrides,
  }
}

/** @param capabilities what differs from a channel that protects its number */
export function createScriptedChannel(capabilities: Partial<ChannelDriver['capabilities']> = {}): ScriptedChannel {
  const contexts = new Map<string, ChannelContext>()
  const sent: ScriptedChannel['sent'] = []
  const groups: GroupFacts[] = []

  function create(context: ChannelContext): Channel {
    contexts.set(context.instanceName, context)
    const connect = async () => context.reportConnection({ state: 'connected', message: null, account: '15550001111', profileName: 'Shop' })
    return {
      start: connect,
      async stop() {},
      connect,
      disconnect: async () => context.reportConnection({ state: 'disconnected', message: null }),
      restart: connect,
      async logout() {},
      async remove() {},
      async send(part) {
        await scripted.beforeSend?.(part)
        sent.push({ to: part.chatExternalId, text: part.content.type === 'text' ? part.content.text : part.content.type, at: Date.now() })
        return { externalId: `sent-${part.deliveryId}`, chatExternalId: null, request: {}, response: {} }
      },
      async setTyping() {},
      async markRead() {},
      findSent: async (sends) => sends.map(() => null),
      listGroups: async () => groups,
    }
  }

  const scripted: ScriptedChannel = {
    sent,
    groups,
    beforeSend: null,
    async tell(instanceName, ...events) {
      await contexts.get(instanceName)?.accept(events)
    },
    driver: {
      channel: 'whatsapp',
      provider: 'scripted',
      type: {
        channel: 'whatsapp',
        provider: 'scripted',
        icon: 'whatsapp',
        name: 'WhatsApp',
        label: 'WhatsApp (scripted)',
        description: 'For tests.',
        fields: [],
        ids: [{ kind: 'phone', label: 'Phone' }],
        linking: 'none',
        offers: { files: true, reactions: true },
      },
      capabilities: {
        deduplicatesSends: true,
        canEdit: false,
        maxTextLength: 60_000,
        hasGroups: true,
        protectsNumber: true,
        ...capabilities,
      },
      behaviour: { groupMode: 'never' },
      parseSettings: (settings) => settings,
      recipients: whatsappRecipients,
      texts: whatsappTexts,
      v1: v1Fields,
      create,
    },
  }
  return scripted
}
