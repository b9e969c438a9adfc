/**
 * WhatsApp through an Evolution API 2.x server of the user's own.
 *
 * Known limits: a webhook that names another Evolution instance is ignored; what other tools
 * send over the same server is seen only as receipts; a reaction to another member's message in a
 * group is sent without naming that member; calls and votes of polls are not shown.
 */

import type { ChannelDriver } from '../port.ts'
import { CHANGE_LIMITS } from '../whatsapp/change-limits.ts'
import { whatsappFromMarkdown } from '../whatsapp/from-markdown.ts'
import { whatsappIds } from '../whatsapp/ids.ts'
import { v1Fields, whatsappRecipients } from '../whatsapp/recipients.ts'
import { whatsappTexts } from '../whatsapp/texts.ts'
import { accountKey } from './account-key.ts'
import { EvolutionChannel } from './channel.ts'
import { discoverInstances } from './discover.ts'
import { fields, settingsSchema } from './settings.ts'
import { webhook } from './webhook.ts'

export { EVOLUTION_NOTICE } from './settings.ts'

export const driver: ChannelDriver = {
  channel: 'whatsapp',
  provider: 'evolution',
  type: {
    channel: 'whatsapp',
    provider: 'evolution',
    icon: 'whatsapp',
    name: 'WhatsApp',
    label: 'WhatsApp (Evolution API)',
    description: 'I have an Evolution server: link through it by scanning a code with the phone.',
    ids: whatsappIds,
    fields,
    linking: 'qr',
    offers: { files: true, reactions: true, ...CHANGE_LIMITS },
  },
  // A repeated sendText is a second message: Evolution chooses the id.
  capabilities: { deduplicatesSends: false, canEdit: false, maxTextLength: 60_000, hasGroups: true },
  isAdopted: (settings, instanceName) => {
    const parsed = settingsSchema.parse(settings)
    return parsed.origin?.account === accountKey(parsed, instanceName) && !parsed.origin.isOurs
  },
  fromMarkdown: whatsappFromMarkdown,
  parseSettings: (settings) => settingsSchema.parse(settings),
  accountKey: (settings, instanceName) => accountKey(settingsSchema.parse(settings), instanceName),
  recipients: whatsappRecipients,
  texts: whatsappTexts,
  v1: v1Fields,
  webhook,
  create: (context) => new EvolutionChannel(context),
  discover: (settings, secrets) => discoverInstances({ url: String(settings['url'] ?? ''), apiKey: secrets['apiKey'] ?? '' }),
}
