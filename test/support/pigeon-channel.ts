/** A channel that no panel has ever heard of: what the wizard, the cards and the inbox know of it, it says itself. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type {
  Channel,
  ChannelContext,
  ChannelDriver,
  InboundMessage,
  WebhookCall,
  WebhookDeclaration,
  WebhookOutcome,
} from '../../src-main/hub/channels/port.ts'

export interface PigeonLoft {
  driver: ChannelDriver
  /** What was sent, by any instance; with `edits`, everything that each message has said. */
  sent: { to: string; text: string; edits: string[] }[]
  /** Called before each send and edit; what it throws is what the platform does. */
  onCall: (call: 'send' | 'edit') => void | Promise<void>
  /** A message arrives at this instance. */
  arrive(instanceName: string, from: string, text: string): Promise<void>
}

/** The only ring that opens the loft. */
export const RING = 'ring-of-the-loft'

export const SIGNATURE_HEADER = 'x-pigeon-signature'

/** What the platform signs its calls with: HMAC-SHA256 over the bytes of the body, by the ring. */
export const signed = (raw: Uint8Array, ring = RING): string => createHmac('sha256', ring).update(raw).digest('hex')

const webhook: WebhookDeclaration = {
  paths: ['/pigeon/:name'],
  caller: 'the pigeon post',
  verification: {
    by: 'signature',
    verify({ headers, raw, secret }) {
      const ring = secret('ring')
      const given = Buffer.from(String(headers[SIGNATURE_HEADER] ?? ''))
      const expected = Buffer.from(ring === null ? '' : signed(raw, ring))
      const isSigned = ring !== null && given.length === expected.length && timingSafeEqual(given, expected)
      return isSigned ? 'ok' : { refused: 'The seal of the letter is broken.' }
    },
    sign: ({ raw, secret }) => ({ [SIGNATURE_HEADER]: signed(raw, secret('ring') ?? '') }),
  },
  testBody: () => ({}),
}

/** `isPasted`: a person has to tell the platform the address. */
export function createPigeonLoft({ canEdit = false, isPasted = false } = {}): PigeonLoft {
  const contexts = new Map<string, ChannelContext>()
  const sent: PigeonLoft['sent'] = []
  const ids: string[] = []

  async function edit({ externalId }: { externalId: string }, text: string): Promise<void> {
    await loft.onCall('edit')
    const message = sent[ids.indexOf(externalId)]
    if (message === undefined) throw new Error('no such message')
    message.edits.push(text)
    message.text = text
  }

  function create(context: ChannelContext): Channel {
    contexts.set(context.instanceName, context)
    async function connect(): Promise<void> {
      const isOurs = context.secrets['ring'] === RING
      context.reportConnection(
        isOurs
          ? { state: 'connected', message: null, account: String(context.settings['loft']), profileName: 'Carrier pigeons' }
          : { state: 'error', message: 'The ring does not belong to this loft.' },
      )
    }
    return {
      start: connect,
      async stop() {},
      connect: () => connect(),
      async disconnect() {
        context.reportConnection({ state: 'disconnected', message: null })
      },
      restart: connect,
      async logout() {},
      async remove() {},
      async send(part) {
        await loft.onCall('send')
        sent.push({ to: part.chatExternalId, text: part.content.type === 'text' ? part.content.text : '', edits: [] })
        ids.push(part.deliveryId)
        return { externalId: part.deliveryId, chatExternalId: null, request: {}, response: {} }
      },
      ...(canEdit ? { edit } : {}),
      async handleWebhook({ body }: WebhookCall): Promise<WebhookOutcome> {
        const { from, text } = body as { from?: string; text?: string }
        if (from === undefined || text === undefined) return { status: 'ignored', turnId: null }
        const [accepted] = await context.accept([message(from, text)])
        return { status: 'success', turnId: accepted?.turnId ?? null }
      },
      async setTyping() {},
      async markRead() {},
      async findSent(sends) {
        return sends.map(() => null)
      },
    }
  }

  const message = (from: string, text: string): InboundMessage => ({
    type: 'message',
    externalId: crypto.randomUUID(),
    chat: { externalId: from, kind: 'direct', name: from },
    sender: { identities: [{ kind: 'pigeon', value: from }], name: from, avatarUrl: null },
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
  })

  const loft: PigeonLoft = {
    sent,
    onCall: () => {},
    async arrive(instanceName, from, text) {
      await contexts.get(instanceName)?.accept([message(from, text)])
    },
    driver: {
      channel: 'pigeon',
      provider: null,
      type: {
        channel: 'pigeon',
        provider: null,
        icon: 'pigeon',
        name: 'Pigeons',
        label: 'Carrier pigeons',
        description: 'For places without a network.',
        fields: [
          { name: 'loft', label: 'Loft', help: 'Where they come home to.', kind: 'text', required: true },
          {
            name: 'speed',
            label: 'Speed',
            kind: 'choice',
            required: true,
            options: [
              { value: 'slow', label: 'Slow' },
              { value: 'fast', label: 'Fast' },
            ],
          },
          { name: 'ring', label: 'Ring', kind: 'secret', required: true },
          { name: 'isHungry', label: 'They are hungry', kind: 'boolean', required: false, advanced: true },
        ],
        ids: [{ kind: 'pigeon', label: 'Ring number' }],
        linking: 'none',
        offers: { files: false, reactions: false },
      },
      capabilities: { deduplicatesSends: false, canEdit, maxTextLength: 200, hasGroups: false },
      parseSettings: (settings) => settings,
      recipients: {
        chatIdFor: (recipient) => recipient,
        identityOf: (recipient) => ({ kind: 'pigeon', value: recipient }),
        addressOf: ([first]) => first?.value ?? null,
      },
      webhook: isPasted ? { ...webhook, paste: { field: 'Home, under Flights' } } : webhook,
      create,
    },
  }
  return loft
}
