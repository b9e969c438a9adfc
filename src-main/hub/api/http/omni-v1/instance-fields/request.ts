/** From the flat snake_case fields of a request to the product's own settings. */

import {
  type ChannelKind,
  type ChannelProvider,
  type CreateInstance,
  createInstanceSchema,
  houseTextsSchema,
  type UpdateInstance,
} from '../../../../../../src-shared/contract/instances.ts'
import { HOUSE_PROFILE_ID } from '../../../../../../src-shared/house-profile.ts'
import type { RunningInstance } from '../../../../accounts/instances/running-instance.ts'
import { type AgentSources, agentOfInstance, type OwnAgentFields } from '../../../../answering/profiles/of-instance.ts'
import { fieldsOf } from '../../../../answering/profiles/v1-fields.ts'
import { NO_ROUTING } from '../../../../answering/routing/service.ts'
import type { ChannelDriver } from '../../../../channels/port.ts'
import type { EvolutionServer } from '../../../../runtime/config.ts'
import type { InstanceFields } from '../schemas.ts'
import { agentOf } from './agent.ts'
import { behaviourOf } from './behaviour.ts'
import { channelOf, settingsOf, wiredSettingsOf, withServerOfProcess } from './channel.ts'
import { given } from './given.ts'
import { houseOf } from './house.ts'
import { keptOf, secretsOf } from './kept.ts'

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
  const { wire } = drivers.find((driver) => driver.channel === channel && driver.provider === provider) ?? {}
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
          : wire !== undefined
            ? wiredSettingsOf(fields, { wire })
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
  const settings = record.provider === 'evolution' || movesToServer ? settingsOf(fields) : wiredSettingsOf(fields, instance.driver)
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
