/**
 * The record of an instance as what a person enters makes it: checked, its defaults filled in, its
 * secrets sealed.
 */
import { randomBytes } from 'node:crypto'
import type { Connection, CreateInstance, UpdateInstance } from '../../../../src-shared/contract/instances.ts'
import { behaviourSchema, houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { routingSchema } from '../../../../src-shared/contract/routing.ts'
import { secretAddress } from '../../../../src-shared/secret-address.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import { checkRouting } from '../../answering/routing/service.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { InstanceRecord } from '../../storage/records.ts'
import { accountOf } from './account-of.ts'
import { bindSecrets, changeSecrets, refuseStraySecrets, WEBHOOK_SECRET } from './secrets.ts'
import { OWNER_DECIDED } from './unsigned-until-registered.ts'
import { requireWords } from './words-first.ts'

interface Means {
  vault: Vault
  agentProfiles: Pick<AgentProfiles, 'get' | 'isSetUp'>
}

export const NOT_CONNECTED: Omit<Connection, 'since'> = {
  state: 'disconnected',
  message: null,
  account: null,
  profileName: null,
  profilePictureUrl: null,
  qr: null,
  foreignWebhook: null,
  invite: null,
}

export const newWebhookSecret = (): string => randomBytes(24).toString('base64url')

/** The server, and the account there: another one is told another webhook secret. */
const whereOf = (driver: ChannelDriver, settings: Record<string, unknown>, name: string): string =>
  `${driver.provider} ${secretAddress(driver.type.fields, settings)} ${accountOf(driver, settings, name)}`

/** Settings that came with a later version have their defaults from here on. */
export function withDefaults(vault: Vault, driver: ChannelDriver, stored: InstanceRecord): InstanceRecord {
  return {
    ...stored,
    secrets: bindSecrets(vault, stored, driver.type.fields),
    connection: { ...NOT_CONNECTED, ...stored.connection },
    behaviour: behaviourSchema.parse(stored.behaviour),
    routing: routingSchema.parse(stored.routing),
    house: houseTextsSchema.parse(stored.house),
  }
}

/**
 * Throws a ZodError that names the field for settings that the driver does not take, and OmniError for rules that could
 * never work, or an account that is to answer without words.
 */
export function newRecord(
  { vault, agentProfiles }: Means,
  driver: ChannelDriver,
  input: CreateInstance,
  { isDefault, extra, at }: { isDefault: boolean; extra: Record<string, unknown>; at: string },
): Omit<InstanceRecord, 'id'> {
  const secrets: Record<string, string> = { ...input.secrets, [WEBHOOK_SECRET]: newWebhookSecret() }
  const settings = driver.parseSettings(input.settings)
  const { isForTrying = false } = driver.type
  const routing = checkRouting(input.routing, agentProfiles)
  const house = isForTrying ? { ...input.house, simpleGreeting: true } : input.house
  if (input.isAnswering === true) requireWords(agentProfiles, { agentProfileId: input.agentProfileId, routing, house })
  return {
    name: input.name,
    displayName: input.displayName ?? input.name,
    channel: input.channel,
    provider: driver.provider,
    isActive: true,
    isAnswering: input.isAnswering ?? (isForTrying ? true : null),
    isDefault,
    settings,
    secrets: changeSecrets(vault, input.name, {}, secrets, { fields: driver.type.fields, settings }),
    agentProfileId: input.agentProfileId,
    behaviour: behaviourSchema.parse({ ...driver.behaviour, ...input.behaviour }),
    routing,
    house,
    acceptsUnsignedWebhooks: false,
    extra,
    connection: { ...NOT_CONNECTED, since: at },
    createdAt: at,
    updatedAt: at,
  }
}

/**
 * `driver` is the one of the way that the instance has from now on, `former` the one that it had. Throws a ZodError that names the
 * field for settings that it does not take, and OmniError for rules that could never work, a saved secret that
 * would go to another address, or an account that is to answer without words.
 */
export function changedRecord(
  { vault, agentProfiles }: Means,
  { driver, former }: { driver: ChannelDriver; former: ChannelDriver },
  before: InstanceRecord,
  input: UpdateInstance,
  { extra, at }: { extra: Record<string, unknown> | undefined; at: string },
): InstanceRecord {
  const { provider = before.provider } = input
  const keepsSettings = input.settings === undefined && provider === before.provider
  const settings = keepsSettings ? before.settings : driver.parseSettings({ ...before.settings, ...input.settings })
  const form = { fields: driver.type.fields, settings }
  const typed = input.secrets ?? {}
  if (!keepsSettings) refuseStraySecrets(vault, before, typed, form)
  const isElsewhere = !keepsSettings && whereOf(driver, settings, before.name) !== whereOf(former, before.settings, before.name)
  // Who brought the messages until now, or can read what was registered there, knows the old one.
  const secrets = isElsewhere ? { [WEBHOOK_SECRET]: newWebhookSecret(), ...typed } : typed
  const answerer = {
    agentProfileId: input.agentProfileId ?? before.agentProfileId,
    routing: input.routing === undefined ? before.routing : checkRouting(input.routing, agentProfiles),
    house: houseTextsSchema.parse({ ...before.house, ...input.house }),
  }
  if (input.isAnswering === true) requireWords(agentProfiles, answerer)
  return {
    ...before,
    provider,
    displayName: input.displayName ?? before.displayName,
    isActive: input.isActive ?? before.isActive,
    isAnswering: input.isAnswering ?? before.isAnswering,
    settings,
    secrets: changeSecrets(vault, before.name, before.secrets, secrets, form),
    ...answerer,
    behaviour: behaviourSchema.parse({ ...before.behaviour, ...input.behaviour }),
    acceptsUnsignedWebhooks: input.acceptsUnsignedWebhooks ?? before.acceptsUnsignedWebhooks,
    extra: { ...before.extra, ...(input.acceptsUnsignedWebhooks === undefined ? {} : OWNER_DECIDED), ...extra },
    updatedAt: at,
  }
}
