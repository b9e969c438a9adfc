/** WhatsApp by scanning a code: no server needed. */
import type { ChannelDriver } from '../port.ts'
import { chatIdFor } from '../whatsapp/jid.ts'
import { WhatsAppWebChannel } from './channel.ts'
import { settingsSchema } from './settings.ts'

export const driver: ChannelDriver = {
  channel: 'whatsapp',
  provider: 'web',
  type: {
    channel: 'whatsapp',
    provider: 'web',
    icon: 'whatsapp',
    name: 'WhatsApp',
    label: 'WhatsApp: scan with your phone',
    description: 'The simplest way: scan a code with the phone. No server needed.',
    fields: [],
    linking: 'qr',
    offers: { files: true, reactions: true },
  },
  capabilities: { deduplicatesSends: true, canEdit: true, maxTextLength: 60_000, protectsNumber: true },
  // A bot that speaks in a family's group is the surest way to be reported.
  behaviour: { groupMode: 'never' },
  parseSettings: (settings) => settingsSchema.parse(settings),
  chatIdFor,
  create: (context) => new WhatsAppWebChannel(context),
}
