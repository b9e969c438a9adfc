/** An instance as the panel sees it: settings without secrets. */
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import type { AgentProfileRecord, InstanceRecord } from '../../storage/records.ts'

export function toPanelInstance(
  record: InstanceRecord,
  driver: ChannelDriver,
  agent: Pick<AgentProfileRecord, 'id' | 'name' | 'kind'>,
  webhookUrl: string | null,
  lastMessageAt: string | null,
): Instance {
  const secretFields = driver.type.fields.filter((field) => field.kind === 'secret').map((field) => field.name)
  return {
    name: record.name,
    displayName: record.displayName,
    channel: record.channel,
    provider: record.provider,
    isActive: record.isActive,
    isAnswering: record.isAnswering === true,
    isDefault: record.isDefault,
    settings: record.settings,
    hasSecrets: Object.fromEntries(secretFields.map((field) => [field, record.secrets[field] !== undefined])),
    agent: { profileId: agent.id, name: agent.name, kind: agent.kind },
    behaviour: record.behaviour,
    routing: record.routing,
    house: record.house,
    webhookUrl,
    webhookSecretHeader: driver.webhook?.verification.by === 'secret_header' ? driver.webhook.verification.header : null,
    acceptsUnsignedWebhooks: record.acceptsUnsignedWebhooks,
    connection: record.connection,
    isAdopted: driver.isAdopted?.(record.settings, record.name) ?? false,
    lastMessageAt,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  }
}
