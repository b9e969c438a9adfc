/** WhatsApp through an Evolution API 2.x server of the user's own. */
import type { ChannelDriver } from '../port.ts'
import { EvolutionChannel } from './channel.ts'
import { chatIdFor } from './jid.ts'
import { fields, settingsSchema } from './settings.ts'

export { EVOLUTION_NOTICE } from './settings.ts'

export const driver: ChannelDriver = {
  channel: 'whatsapp',
  provider: 'evolution',
  type: {
    channel: 'whatsapp',
    provider: 'evolution',
    label: 'WhatsApp (Evolution API)',
    description: 'Through an Evolution API server that you already run. Link it by scanning a code with the phone.',
    fields,
    linking: 'qr',
  },
  // A repeated sendText is a second message: Evolution chooses the id.
  capabilities: { deduplicatesSends: false, canEdit: false, maxTextLength: 60_000 },
  parseSettings: (settings) => settingsSchema.parse(settings),
  chatIdFor,
  create: (context) => new EvolutionChannel(context),
}
