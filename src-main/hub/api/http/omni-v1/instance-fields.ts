/** Between the flat snake_case instance of Omni v1 and the product's own settings. */

import type { AnswerCacheSettings } from '../../../../../src-shared/contract/answer-cache.ts'
import type {
  Behaviour,
  ChannelKind,
  ChannelProvider,
  CreateInstance,
  Splitting,
  UpdateInstance,
} from '../../../../../src-shared/contract/instances.ts'
import { behaviourSchema, channelKindSchema, createInstanceSchema, houseTextsSchema } from '../../../../../src-shared/contract/instances.ts'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../../src-shared/house-profile.ts'
import { hasWordsToSay } from '../../../../../src-shared/house-words.ts'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import { isUnsignedForNow, UNSIGNED_NOTE } from '../../../accounts/instances/unsigned-until-registered.ts'
import { type AgentSources, agentOfInstance, type OwnAgentFields, type OwnAgentPlan } from '../../../answering/profiles/of-instance.ts'
import { fieldsOf, V1_DEFAULTS } from '../../../answering/profiles/v1-fields.ts'
import { V1_ROLES, type V1RoleAgents } from '../../../answering/profiles/v1-roles.ts'
import { NO_ROUTING } from '../../../answering/routing/service.ts'
import type { ChannelDriver } from '../../../channels/port.ts'
import type { EvolutionServer } from '../../../runtime/config.ts'
import { newId } from '../../../runtime/ids.ts'
import type { AgentProfileRecord } from '../../../storage/records.ts'
import type { InstanceFields } from './schemas.ts'

/** Kept and given back as they were written; later versions of the product act on them. */
const KEPT = [
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

const KEPT_DEFAULTS: Record<string, unknown> = { agent_type: V1_DEFAULTS.agentType, agent_stream_mode: V1_DEFAULTS.isStreaming }

/** Secrets of v1 by the field that keeps them here. */
const SECRETS = {
  discord_bot_token: 'discordBotToken',
  slack_bot_token: 'slackBotToken',
  slack_app_token: 'slackAppToken',
  slack_signing_secret: 'slackSigningSecret',
  default_agent_key: 'agentDefaultKey',
  technical_agent_key: 'agentTechnicalKey',
  billing_agent_key: 'agentBillingKey',
  sales_agent_key: 'agentSalesKey',
} as const satisfies Partial<Record<keyof InstanceFields, string>>

/** The wire knows these names, whether this version can connect them or not. */
const KNOWN_KINDS: readonly ChannelKind[] = ['whatsapp', 'discord', 'slack', 'instagram']

function channelOf(fields: InstanceFields, kinds: readonly ChannelKind[]): { channel: ChannelKind; provider: ChannelProvider } {
  const parsed = channelKindSchema.safeParse(fields.channel_type?.trim().toLowerCase() ?? 'whatsapp')
  if (!parsed.success || ![...KNOWN_KINDS, ...kinds].includes(parsed.data))
    throw new OmniError('bad_request', `Unknown channel type "${String(fields.channel_type)}".`)
  const isOnServer = Boolean(given(fields, 'evolution_url', 'whatsapp_web_url') || given(fields, 'evolution_key', 'whatsapp_web_key'))
  return { channel: parsed.data, provider: parsed.data !== 'whatsapp' ? null : isOnServer ? 'evolution' : 'web' }
}

/** v1 had one Evolution server for the whole process: who names none means that one. Its key goes to no other address. */
function withServerOfProcess(fields: InstanceFields, server: EvolutionServer | null): InstanceFields {
  if (server === null || given(fields, 'evolution_url', 'whatsapp_web_url')) return fields
  return { ...fields, evolution_url: server.url, evolution_key: given(fields, 'evolution_key', 'whatsapp_web_key') || server.apiKey }
}

/** The value that a request gives to a field: undefined when it does not mention it, null when it clears it. */
function given<K extends keyof InstanceFields>(fields: InstanceFields, ...keys: K[]): InstanceFields[K] | undefined {
  for (const key of keys) if (fields[key] !== undefined) return fields[key]
  return undefined
}

/** Adds `target[name] = value` unless the field was not mentioned; null gives the default back. */
function put(target: Record<string, unknown>, name: string, value: unknown, fallback: unknown): void {
  if (value !== undefined) target[name] = value === null ? fallback : value
}

function settingsOf(fields: InstanceFields): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  put(settings, 'url', given(fields, 'evolution_url', 'whatsapp_web_url'), '')
  put(settings, 'remoteName', fields.whatsapp_instance, '')
  put(settings, 'integration', fields.integration, 'WHATSAPP-BAILEYS')
  put(settings, 'webhookBase64', fields.webhook_base64, true)
  return settings
}

function secretsOf(fields: InstanceFields): Record<string, string | null> {
  const secrets: Record<string, string | null> = {}
  put(secrets, 'apiKey', given(fields, 'evolution_key', 'whatsapp_web_key'), null)
  for (const [wire, name] of Object.entries(SECRETS)) put(secrets, name, fields[wire as keyof typeof SECRETS], null)
  return secrets
}

/**
 * The agent that the request names with its instance; null clears a field. Who names only the default agent
 * of the routing means the instance's own. `before`: as clients were told so far.
 */
function agentOf(fields: InstanceFields, before: { url: string; defaultUrl: string }): OwnAgentFields {
  const { default_agent_url: defaultUrl, agent_timeout: timeout, agent_stream_mode: isStreaming } = fields
  // Clients of v1 send the older name with every agent, also with one that its address alone names.
  const { agent_id: agentId, default_agent: agentIdIfAny } = fields
  const isFree = fields.agent_api_url === null || (fields.agent_api_url === undefined && ['', before.defaultUrl].includes(before.url))
  const namesDefault = defaultUrl !== undefined && isFree
  const url = namesDefault ? defaultUrl : fields.agent_api_url
  const wasDefault = url === undefined && before.url !== '' && before.url === before.defaultUrl
  const defaultKey = wasDefault || (namesDefault && url !== null) ? fields.default_agent_key : undefined
  const apiKey = defaultKey === undefined ? fields.agent_api_key : defaultKey
  const agent: OwnAgentFields = {}
  if (url !== undefined) agent.url = url ?? ''
  if (namesDefault && url !== null) agent.isOfGuide = true
  if (agentId !== undefined) agent.agentId = agentId ?? V1_DEFAULTS.agentId
  else if (agentIdIfAny !== undefined) agent.agentIdIfAny = agentIdIfAny ?? V1_DEFAULTS.agentId
  if (timeout !== undefined) agent.timeoutMs = timeout === null ? V1_DEFAULTS.timeoutMs : timeout * 1000
  if (fields.agent_type !== undefined) agent.agentType = fields.agent_type ?? V1_DEFAULTS.agentType
  if (isStreaming !== undefined) agent.isStreaming = isStreaming ?? V1_DEFAULTS.isStreaming
  if (fields.agent_instance_type !== undefined) agent.kind = fields.agent_instance_type
  if (apiKey !== undefined) agent.apiKey = apiKey
  return agent
}

/** The agents for technical questions, billing and sales, as far as the request mentions them. */
export function roleAgentsOf(fields: InstanceFields): V1RoleAgents {
  const agents: V1RoleAgents = {}
  for (const role of V1_ROLES) {
    const url = fields[`${role}_agent_url`]
    const key = fields[`${role}_agent_key`]
    if (url !== undefined || key !== undefined) agents[role] = { url, key }
  }
  return agents
}

const namesRoles = (fields: InstanceFields): boolean => V1_ROLES.some((role) => Boolean(fields[`${role}_agent_url`]))

/** Does the request leave the account with another agent than the built-in one, be it for some messages? */
export const hasOtherAgents = (fields: InstanceFields, own: Pick<OwnAgentPlan, 'answers'>): boolean => own.answers || namesRoles(fields)

/**
 * Whether the account answers from now on, though the request does not say so: whoever names an agent for an account
 * of which nobody has said yet whether it answers, wants it to. `agentProfileId` and `house`: as they are after the request.
 */
export function startsAnswering(
  { isAnswering, house }: Pick<RunningInstance['record'], 'isAnswering' | 'house'>,
  fields: InstanceFields,
  agentProfileId: string,
): boolean {
  if (isAnswering !== null || typeof fields.is_answering === 'boolean') return false
  const isHouseNamed = fields.agent_instance_type === HOUSE_PROFILE_ID ? hasWordsToSay(house) : givesWords(fields)
  if (isHouseNamed || namesRoles(fields)) return true
  const names = [fields.agent_api_url, fields.default_agent_url, fields.agent_instance_type, fields.agent_id, fields.default_agent]
  // A kind that still waits for its address answers nobody.
  return names.some(Boolean) && agentProfileId !== HOUSE_PROFILE_ID
}

/** v1 knows only on and off: on leaves an account that splits as it is. */
function splittingField(
  { message_splitting: named, enable_auto_split: isOn }: InstanceFields,
  current: Splitting,
): Splitting | null | undefined {
  if (named !== undefined) return named
  return isOn == null ? isOn : !isOn ? 'never' : current === 'never' ? 'readable' : current
}

function behaviourOf(fields: InstanceFields, current: Behaviour = behaviourSchema.parse({})): Record<string, unknown> {
  const defaults = behaviourSchema.parse({})
  const behaviour: Record<string, unknown> = {}
  put(behaviour, 'splitting', splittingField(fields, current.splitting), defaults.splitting)
  put(behaviour, 'gatherWindowMs', fields.message_debounce_ms, defaults.gatherWindowMs)
  put(behaviour, 'gatherWindowMaxMs', fields.message_debounce_max_ms, defaults.gatherWindowMaxMs)
  put(behaviour, 'accessMode', fields.access_mode, defaults.accessMode)
  put(behaviour, 'groupMode', fields.group_mode, defaults.groupMode)
  put(behaviour, 'sessionPrefix', fields.session_id_prefix, '')
  put(behaviour, 'fallback', fallbackOf(fields, current), defaults.fallback)
  put(
    behaviour,
    'sessionTimeoutMs',
    fields.session_timeout == null ? fields.session_timeout : Math.round(fields.session_timeout * 1000),
    defaults.sessionTimeoutMs,
  )
  put(behaviour, 'phoneTakeover', phoneTakeoverOf(fields, current), defaults.phoneTakeover)
  if (fields.answer_cache !== undefined || fields.fixed_texts !== undefined)
    behaviour['answerCache'] = answerCacheOf(fields, current.answerCache, defaults.answerCache)
  return behaviour
}

function fallbackOf({ fallback_texts: texts }: InstanceFields, current: Behaviour) {
  if (texts == null) return texts
  const { rate_limited: rateLimited, ...same } = texts
  return { ...current.fallback, ...same, ...(rateLimited === undefined ? {} : { rateLimited }) }
}

function phoneTakeoverOf({ phone_takeover: minutes }: InstanceFields, { phoneTakeover }: Behaviour) {
  if (minutes == null) return minutes
  return minutes === 0 ? { ...phoneTakeover, isOn: false } : { isOn: true, minutes }
}

function answerCacheOf(
  { answer_cache: kept, fixed_texts: fixed }: InstanceFields,
  current: AnswerCacheSettings,
  defaults: AnswerCacheSettings,
) {
  const settings = kept === null ? { ...defaults, fixed: current.fixed } : { ...current, similar: { ...current.similar } }
  if (kept?.is_on !== undefined) settings.isOn = kept.is_on
  if (kept?.hours !== undefined) settings.hours = kept.hours
  if (kept?.similar?.profile_id !== undefined) settings.similar.profileId = kept.similar.profile_id
  if (kept?.similar?.model !== undefined) settings.similar.model = kept.similar.model
  if (kept?.similar?.threshold !== undefined) settings.similar.threshold = kept.similar.threshold
  if (fixed !== undefined)
    settings.fixed = (fixed ?? []).map(({ id, is_on, name, phrases, topic, text }) => ({
      id: id ?? newId(),
      isOn: is_on ?? true,
      name,
      phrases: phrases ?? [],
      topic: topic ?? null,
      text,
    }))
  return settings
}

function houseOf(fields: InstanceFields): Record<string, unknown> | undefined {
  if (fields.house_texts === undefined) return undefined
  if (fields.house_texts === null) return houseTextsSchema.parse({})
  const { opening_hours, price_list, simple_greeting, ...same } = fields.house_texts
  return {
    ...same,
    ...(opening_hours === undefined ? {} : { openingHours: opening_hours }),
    ...(price_list === undefined ? {} : { priceList: price_list }),
    ...(simple_greeting === undefined ? {} : { simpleGreeting: simple_greeting }),
  }
}

const givesWords = (fields: InstanceFields): boolean => hasWordsToSay(houseTextsSchema.parse(houseOf(fields) ?? {}))

function keptOf(fields: InstanceFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const key of KEPT) put(kept, key, fields[key], KEPT_DEFAULTS[key] ?? null)
  return kept
}

/** `drivers`: the channels of this version. `server`: the Evolution server of the process. */
export function toCreate(
  name: string,
  named: InstanceFields,
  drivers: readonly ChannelDriver[],
  server: EvolutionServer | null,
): { input: CreateInstance; agent: OwnAgentFields; extra: Record<string, unknown> } {
  const fields = withServerOfProcess(named, server)
  const { channel, provider } = channelOf(
    fields,
    drivers.map((driver) => driver.channel),
  )
  const secrets = Object.fromEntries(Object.entries(secretsOf(fields)).filter((entry): entry is [string, string] => entry[1] !== null))
  return {
    input: {
      name,
      displayName: fields.display_name ?? undefined,
      isAnswering: fields.is_answering ?? undefined,
      channel,
      provider,
      settings:
        provider === 'evolution'
          ? settingsOf(fields)
          : // The note is for the person at the screen. Who uses the API was told in its description.
            hasNote(drivers, channel, provider)
            ? { isAcknowledged: true }
            : {},
      secrets,
      agentProfileId: HOUSE_PROFILE_ID,
      // What is left out is as the channel would have it.
      behaviour: createInstanceSchema.shape.behaviour.parse(behaviourOf(fields)),
      routing: NO_ROUTING,
      house: houseTextsSchema.parse(houseOf(fields) ?? {}),
    },
    agent: agentOf(fields, { url: '', defaultUrl: '' }),
    extra: keptOf(fields),
  }
}

const hasNote = (drivers: readonly ChannelDriver[], channel: ChannelKind, provider: ChannelProvider): boolean =>
  drivers.find((driver) => driver.channel === channel && driver.provider === provider)?.type.acknowledgement !== undefined

export function toUpdate(
  instance: RunningInstance,
  fields: InstanceFields,
  sources: AgentSources,
): { input: UpdateInstance; agent: OwnAgentFields; extra: Record<string, unknown> } {
  const { record } = instance
  const current = agentOfInstance(sources, record)
  // Who names a server for an account that is linked from inside wants it there from now on.
  const movesToServer = record.provider === 'web' && Boolean(given(fields, 'evolution_url', 'whatsapp_web_url'))
  const settings = record.provider === 'evolution' || movesToServer ? settingsOf(fields) : {}
  const secrets = secretsOf(fields)
  const behaviour = behaviourOf(fields, record.behaviour)
  return {
    input: {
      name: record.name,
      displayName: fields.display_name === null ? record.name : fields.display_name,
      isActive: fields.is_active ?? undefined,
      provider: movesToServer ? 'evolution' : undefined,
      isAnswering: fields.is_answering ?? undefined,
      settings: Object.keys(settings).length > 0 ? settings : undefined,
      secrets: Object.keys(secrets).length > 0 ? secrets : undefined,
      behaviour,
      house: houseOf(fields),
      acceptsUnsignedWebhooks: fields.accepts_unsigned_webhooks === null ? false : fields.accepts_unsigned_webhooks,
    },
    agent: agentOf(fields, {
      url: fieldsOf(sources.agents, current, record.extra).url,
      defaultUrl: String(record.extra['default_agent_url'] ?? ''),
    }),
    extra: keptOf(fields),
  }
}

/** An instance as v1 clients read it. Secrets are told only by `has_…`. */
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

/** A kind that was chosen and waits for its address is told as it was chosen, though the house agent answers until then. */
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
