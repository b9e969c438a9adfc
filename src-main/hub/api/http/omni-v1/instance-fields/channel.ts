/** The channel of an instance, and the server that its account is on. */

import { type ChannelKind, type ChannelProvider, channelKindSchema } from '../../../../../../src-shared/contract/instances.ts'
import { OmniError } from '../../../../../../src-shared/errors.ts'
import type { ChannelDriver } from '../../../../channels/port.ts'
import type { EvolutionServer } from '../../../../runtime/config.ts'
import type { InstanceFields } from '../schemas.ts'
import { given, put } from './given.ts'

/** The wire knows these names, whether this version can connect them or not. */
const KNOWN_KINDS: readonly ChannelKind[] = ['whatsapp', 'discord', 'slack', 'instagram']

export function channelOf(fields: InstanceFields, kinds: readonly ChannelKind[]): { channel: ChannelKind; provider: ChannelProvider } {
  const parsed = channelKindSchema.safeParse(fields.channel_type?.trim().toLowerCase() ?? 'whatsapp')
  if (!parsed.success || ![...KNOWN_KINDS, ...kinds].includes(parsed.data))
    throw new OmniError('bad_request', `Unknown channel type "${String(fields.channel_type)}".`)
  const isOnServer = Boolean(given(fields, 'evolution_url', 'whatsapp_web_url') || given(fields, 'evolution_key', 'whatsapp_web_key'))
  return { channel: parsed.data, provider: parsed.data !== 'whatsapp' ? null : isOnServer ? 'evolution' : 'web' }
}

/** v1 had one Evolution server for the whole process: who names none means that one. Its key goes to no other address. */
export function withServerOfProcess(fields: InstanceFields, server: EvolutionServer | null): InstanceFields {
  if (server === null || given(fields, 'evolution_url', 'whatsapp_web_url')) return fields
  return { ...fields, evolution_url: server.url, evolution_key: given(fields, 'evolution_key', 'whatsapp_web_key') || server.apiKey }
}

/** Settings that the channel has v1's names for; null gives the default back. */
export function wiredSettingsOf(fields: InstanceFields, { wire }: Pick<ChannelDriver, 'wire'>): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const [setting, name] of Object.entries(wire?.settings ?? {}))
    put(settings, setting, (fields as Record<string, unknown>)[name], undefined)
  return settings
}

export function settingsOf(fields: InstanceFields): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  put(settings, 'url', given(fields, 'evolution_url', 'whatsapp_web_url'), '')
  put(settings, 'remoteName', fields.whatsapp_instance, '')
  put(settings, 'integration', fields.integration, 'WHATSAPP-BAILEYS')
  put(settings, 'webhookBase64', fields.webhook_base64, true)
  return settings
}
