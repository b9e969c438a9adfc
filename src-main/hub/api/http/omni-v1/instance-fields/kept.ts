/** What is kept and given back as it was written, and where each secret is kept. */

import { V1_DEFAULTS } from '../../../../answering/profiles/v1-fields.ts'
import type { InstanceFields } from '../schemas.ts'
import { given, put } from './given.ts'

/** Kept and given back as they were written; later versions of the product act on them. */
export const KEPT = [
  'discord_client_id',
  'discord_guild_id',
  'discord_default_channel_id',
  'discord_voice_enabled',
  'discord_slash_commands_enabled',
  'slack_workspace_id',
  // Not handed to the channel: with a number saved, every connect would ask for a pairing code,
  // and WhatsApp rings that phone.
  'phone_number',
  'agent_type',
  'agent_stream_mode',
  'auto_qr',
  'default_agent_url',
  'technical_agent_url',
  'billing_agent_url',
  'sales_agent_url',
  'routing_strategy',
] as const satisfies (keyof InstanceFields)[]

export const KEPT_DEFAULTS: Record<string, unknown> = { agent_type: V1_DEFAULTS.agentType, agent_stream_mode: V1_DEFAULTS.isStreaming }

/** Secrets of v1 by the field that keeps them here. */
export const SECRETS = {
  discord_bot_token: 'discordBotToken',
  slack_bot_token: 'slackBotToken',
  slack_app_token: 'slackAppToken',
  slack_signing_secret: 'slackSigningSecret',
  default_agent_key: 'agentDefaultKey',
  technical_agent_key: 'agentTechnicalKey',
  billing_agent_key: 'agentBillingKey',
  sales_agent_key: 'agentSalesKey',
} as const satisfies Partial<Record<keyof InstanceFields, string>>

export function keptOf(fields: InstanceFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const key of KEPT) put(kept, key, fields[key], KEPT_DEFAULTS[key] ?? null)
  return kept
}

export function secretsOf(fields: InstanceFields): Record<string, string | null> {
  const secrets: Record<string, string | null> = {}
  put(secrets, 'apiKey', given(fields, 'evolution_key', 'whatsapp_web_key'), null)
  for (const [wire, name] of Object.entries(SECRETS)) put(secrets, name, fields[wire as keyof typeof SECRETS], null)
  return secrets
}
