/** From the product's own settings to the flat snake_case instance that v1 clients read. */

import type { AnswerCacheSettings } from '../../../../../../src-shared/contract/answer-cache.ts'
import { HOUSE_PROFILE_ID } from '../../../../../../src-shared/house-profile.ts'
import type { RunningInstance } from '../../../../accounts/instances/running-instance.ts'
import { isUnsignedForNow, UNSIGNED_NOTE } from '../../../../accounts/instances/unsigned-until-registered.ts'
import { type AgentSources, agentOfInstance } from '../../../../answering/profiles/of-instance.ts'
import { fieldsOf, V1_DEFAULTS } from '../../../../answering/profiles/v1-fields.ts'
import type { AgentProfileRecord } from '../../../../storage/records.ts'
import { KEPT, KEPT_DEFAULTS, SECRETS } from './kept.ts'

/** An instance as v1 clients read it. Secrets are shown only as `has_…`. */
export function toAnswer(instance: RunningInstance, sources: AgentSources) {
  const { record } = instance
  const agent = agentOfInstance(sources, record)
  const told = fieldsOf(sources.agents, agent, record.extra)
  const { settings, behaviour, house, connection, secrets } = record
  const has = (field: string) => secrets[field] !== undefined
  const kept = Object.fromEntries(KEPT.map((key) => [key, record.extra[key] ?? KEPT_DEFAULTS[key] ?? null]))
  const text = (name: string) => (typeof settings[name] === 'string' && settings[name] !== '' ? (settings[name] as string) : null)
  return {
    id: record.id,
    name: record.name,
    channel_type: record.channel,
    evolution_url: text('url'),
    whatsapp_web_url: text('url'),
    whatsapp_instance: instance.driver.v1?.remoteName(settings, record.name) ?? null,
    session_id_prefix: behaviour.sessionPrefix === '' ? null : behaviour.sessionPrefix,
    webhook_base64: settings['webhookBase64'] ?? null,
    integration: text('integration'),
    ...kept,
    ...wiredFields(instance),
    // Absent, not null: panels of v1 take a text or nothing.
    ...(told.url === '' ? {} : { agent_api_url: told.url }),
    agent_id: told.agentId,
    default_agent: told.agentId,
    agent_type: told.agentType,
    agent_stream_mode: told.isStreaming,
    agent_instance_type: kindTold(record, agent, sources),
    agent_timeout: (agent?.timeoutMs ?? V1_DEFAULTS.timeoutMs) / 1000,
    enable_auto_split: behaviour.splitting !== 'never',
    message_splitting: behaviour.splitting,
    is_default: record.isDefault,
    is_active: record.isActive,
    is_answering: record.isAnswering === true,
    display_name: record.displayName,
    message_debounce_ms: behaviour.gatherWindowMs,
    message_debounce_max_ms: behaviour.gatherWindowMaxMs,
    access_mode: behaviour.accessMode,
    group_mode: behaviour.groupMode,
    fallback_texts: {
      timeout: behaviour.fallback.timeout,
      unreachable: behaviour.fallback.unreachable,
      error: behaviour.fallback.error,
      empty: behaviour.fallback.empty,
      invalid: behaviour.fallback.invalid,
      rate_limited: behaviour.fallback.rateLimited,
      budget: behaviour.fallback.budget,
    },
    answer_cache: answerCacheTold(behaviour.answerCache),
    fixed_texts: behaviour.answerCache.fixed.map(({ isOn, ...fixed }) => ({ ...fixed, is_on: isOn })),
    session_timeout: behaviour.sessionTimeoutMs / 1000,
    phone_takeover: behaviour.phoneTakeover.isOn ? behaviour.phoneTakeover.minutes : 0,
    accepts_unsigned_webhooks: record.acceptsUnsignedWebhooks,
    ...(isUnsignedForNow(record) ? { message: UNSIGNED_NOTE } : {}),
    house_texts: {
      greeting: house.greeting,
      opening_hours: house.openingHours,
      address: house.address,
      price_list: house.priceList,
      handover: house.handover,
      faqs: house.faqs,
      simple_greeting: house.simpleGreeting,
    },
    has_evolution_key: has('apiKey'),
    has_whatsapp_web_key: has('apiKey'),
    has_agent_api_key: agent?.secrets['apiKey'] !== undefined,
    ...Object.fromEntries(Object.entries(SECRETS).map(([wire, field]) => [`has_${wire}`, has(field)])),
    webhook_url: instance.webhookUrl,
    connection_status: v1Status(connection.state),
    profile_name: connection.profileName,
    profile_pic_url: connection.profilePictureUrl,
    owner_jid: ownerJid(instance),
    ...statusFields(instance),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  }
}

/** Settings that the channel has v1's names for: as they are now, whoever changed them. */
const wiredFields = ({ driver: { wire }, record: { settings } }: RunningInstance): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(wire?.settings ?? {}).map(([setting, name]) => [name, settings[setting] === '' ? null : settings[setting]]),
  )

const answerCacheTold = ({ isOn, hours, similar }: AnswerCacheSettings) => ({
  is_on: isOn,
  hours,
  similar: { profile_id: similar.profileId, model: similar.model, threshold: similar.threshold },
})

/** How the account is linked, in the words of Evolution: the cards of v1's panel are drawn from it. */
function statusFields(instance: RunningInstance) {
  if (instance.driver.v1 === undefined) return {}
  const { id, connection, updatedAt } = instance.record
  const status = v1Status(connection.state)
  const told = {
    state: status === 'connected' ? 'open' : status === 'connecting' ? 'connecting' : 'close',
    owner_jid: ownerJid(instance),
    profile_name: connection.profileName,
    profile_picture_url: connection.profilePictureUrl,
    instance_id: String(id),
    last_updated: connection.since ?? updatedAt,
    error: connection.state === 'error' ? connection.message : null,
  }
  return { evolution_status: told, whatsapp_web_status: told }
}

/** A kind that was chosen and waits for its address is reported as it was chosen, though the house agent answers until then. */
function kindTold(record: RunningInstance['record'], agent: AgentProfileRecord | null, { agents }: AgentSources): string {
  if (agent === null) return HOUSE_PROFILE_ID
  if (record.agentProfileId !== HOUSE_PROFILE_ID) return agent.kind
  const isWaiting = fieldsOf(agents, agent, {}).url === '' && agent.kind !== V1_DEFAULTS.kind
  return isWaiting ? agent.kind : HOUSE_PROFILE_ID
}

function ownerJid({ driver, record }: RunningInstance): string | null {
  const { account } = record.connection
  return account === null ? null : (driver.v1?.ownerJid(account) ?? null)
}

export function v1Status(state: string): 'connected' | 'disconnected' | 'connecting' | 'error' {
  switch (state) {
    case 'connected':
    case 'disconnected':
    case 'error':
      return state
    default:
      return 'connecting'
  }
}
