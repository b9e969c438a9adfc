/** WhatsApp by scanning a code: no server needed. */

import type { ChannelDriver } from '../port.ts'
import { CHANGE_LIMITS } from '../whatsapp/change-limits.ts'
import { whatsappFromMarkdown } from '../whatsapp/from-markdown.ts'
import { whatsappIds } from '../whatsapp/ids.ts'
import { v1Fields, whatsappRecipients } from '../whatsapp/recipients.ts'
import { whatsappTexts } from '../whatsapp/texts.ts'
import { acknowledgement } from './acknowledgement.ts'
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
    label: 'WhatsApp (scan with your phone)',
    description: 'Scan a code with the phone of the shop, and it is connected. No server needed.',
    ids: whatsappIds,
    fields: [],
    linking: 'qr',
    isRecommended: true,
    acknowledgement,
    offers: { files: true, reactions: true, ...CHANGE_LIMITS },
  },
  capabilities: { deduplicatesSends: true, canEdit: false, maxTextLength: 60_000, hasGroups: true, protectsNumber: true },
  // A bot that speaks in a family's group is the surest way to be reported.
  behaviour: { groupMode: 'never' },
  fromMarkdown: whatsappFromMarkdown,
  parseSettings: (settings) => settingsSchema.parse(settings),
  recipients: whatsappRecipients,
  texts: whatsappTexts,
  v1: v1Fields,
  create: (context) => new WhatsAppWebChannel(context),
}
