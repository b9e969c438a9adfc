/**
 * The old `.env` of Automagik Omni: on a first start without instances it makes the default one.
 * Later starts ignore it, so that what the owner changed in the panel is never undone.
 */
import { ZodError } from 'zod'
import { agentFlagsSchema } from '../../../../src-shared/contract/agents.ts'
import {
  behaviourSchema,
  type CreateInstance,
  createInstanceSchema,
  type UpdateInstance,
} from '../../../../src-shared/contract/instances.ts'
import { mediaTextSettingsSchema } from '../../../../src-shared/contract/text-of-media.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { webAddress } from '../../agents/address.ts'
import { type AgentSources, type OwnAgentFields, planOwnAgent } from '../../answering/profiles/of-instance.ts'
import { V1_AGENT_TYPES, V1_DEFAULTS } from '../../answering/profiles/v1-fields.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Storage } from '../../storage/port.ts'
import type { InstanceService } from './service.ts'
import { endUnsigned, UNSIGNED_NOTE, UNSIGNED_UNTIL_REGISTERED } from './unsigned-until-registered.ts'

const SEEDED = 'env.seeded'
const DEFAULT_TIMEOUT_S = 60

interface Seed {
  input: CreateInstance
  agent: OwnAgentFields
  extra: Record<string, unknown>
  transcript: { baseUrl: string; apiKey: string } | null
}

/** The instance that these variables describe; null when they name no Evolution server. */
export function seedFromEnv(env: NodeJS.ProcessEnv): Seed | null {
  const first = (...names: string[]) => names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '')
  const isOn = (name: string, fallback: boolean) => /^(1|true|yes|on)$/i.test(first(name) ?? String(fallback))
  const url = first('EVOLUTION_API_URL', 'EVOLUTION_API_BASE_URL')
  const apiKey = first('EVOLUTION_API_KEY')
  if (url === undefined || apiKey === undefined) return null
  const agent = agentFromEnv(first, isOn)
  const remoteName = first('WHATSAPP_INSTANCE') ?? 'default'
  const name = remoteName.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64) || 'default'
  const timeoutS = Number(first('AGENT_API_TIMEOUT') ?? DEFAULT_TIMEOUT_S)
  return {
    input: createInstanceSchema.parse({
      name,
      channel: 'whatsapp',
      provider: 'evolution',
      settings: { url, remoteName: remoteName === name ? '' : remoteName, webhookBase64: isOn('USE_BASE64_MEDIA', true) },
      secrets: { apiKey },
      behaviour: behaviourSchema.parse({ sessionPrefix: first('SESSION_ID_PREFIX') ?? '' }),
    }),
    agent: {
      ...agent,
      timeoutMs: Math.round(Math.min(600, Math.max(1, Number.isFinite(timeoutS) ? timeoutS : DEFAULT_TIMEOUT_S)) * 1000),
    },
    extra: { agent_type: agent.agentType ?? null, agent_stream_mode: agent.isStreaming ?? null },
    transcript: transcriptFrom(first),
  }
}

/** The server that puts recordings into words; null: none is named. */
function transcriptFrom(first: (...names: string[]) => string | undefined): Seed['transcript'] {
  const url = first('EVOLUTION_TRANSCRIPT_API')
  if (url === undefined) return null
  if (webAddress(url) === null) throw new Error(`EVOLUTION_TRANSCRIPT_API is "${url}", which is not the address of a server.`)
  // As OpenAI's clients have it, the address ends before the path of the call.
  return { baseUrl: url.replace(/\/audio\/transcriptions\/?$/, ''), apiKey: first('EVOLUTION_TRANSCRIPT_API_KEY') ?? '' }
}

/** Who is to answer. Throws an Error that names the variable which does not fit. */
function agentFromEnv(
  first: (...names: string[]) => string | undefined,
  isOn: (name: string, fallback: boolean) => boolean,
): OwnAgentFields {
  const agentId = first('DEFAULT_AGENT_NAME')
  if (isOn('OMNI_TO_HIVE_ENABLED', false)) {
    const url = first('HIVE_API_URL')
    if (url === undefined) throw new Error('OMNI_TO_HIVE_ENABLED is on, but HIVE_API_URL says nothing.')
    // The older gateway chooses an agent itself where none is named.
    return { kind: 'hive', url, apiKey: first('HIVE_API_KEY'), settings: { api: 'gateway', targetId: agentId ?? '' } }
  }
  const agentType = first('AGENT_TYPE')?.toLowerCase()
  if (agentType !== undefined && !V1_AGENT_TYPES.some((known) => known === agentType))
    throw new Error(`AGENT_TYPE is "${agentType}", which is none of ${V1_AGENT_TYPES.join(', ')}.`)
  const url = first('AGENT_API_URL')
  const kind = first('AGENT_INSTANCE_TYPE')
  return {
    agentId: agentId ?? V1_DEFAULTS.agentId,
    isStreaming: isOn('AGENT_STREAM_MODE', V1_DEFAULTS.isStreaming),
    apiKey: first('AGENT_API_KEY'),
    ...(agentType === undefined ? {} : { agentType }),
    ...(url === undefined ? {} : { url }),
    ...(kind === undefined ? {} : { kind }),
  }
}

/** Where what is wrong with an agent was written. */
const VARIABLES: Record<string, string> = {
  agent_instance_type: 'AGENT_INSTANCE_TYPE',
  agent_api_url: 'AGENT_API_URL',
  agent_id: 'DEFAULT_AGENT_NAME',
}

/** A saved agent for that server alone: it answers nobody. */
async function heardBy({ transcript, input }: Seed, agentProfiles: AgentSources['agentProfiles']): Promise<Partial<UpdateInstance>> {
  if (transcript === null) return {}
  const { id } = await agentProfiles.create({
    name: `${input.name} transcripts`,
    kind: 'openai',
    settings: { baseUrl: transcript.baseUrl },
    secrets: { apiKey: transcript.apiKey },
    timeoutMs: V1_DEFAULTS.timeoutMs,
    flags: agentFlagsSchema.parse({}),
  })
  return { behaviour: { mediaText: mediaTextSettingsSchema.parse({ voice: { agentProfileId: id } }) } }
}

interface Options extends AgentSources {
  instances: InstanceService
  storage: Storage
  env: NodeJS.ProcessEnv
  log: Logger
}

/** Makes the instance and starts connecting it; what fails is logged and shown on the instance. */
export async function seedDefaultInstance({ instances, agents, agentProfiles, storage, env, log }: Options): Promise<void> {
  // An owner who removed the instance does not want it back at the next start.
  if (instances.list().length > 0 || (await storage.getSetting(SEEDED)) !== null) return
  try {
    const seed = seedFromEnv(env)
    if (seed === null) return
    const { name, routing } = seed.input
    const own = planOwnAgent({ agents, agentProfiles }, { name, agentProfileId: HOUSE_PROFILE_ID, routing, extra: seed.extra }, seed.agent)
    const { record } = await instances.create(seed.input, seed.extra)
    const { agentProfileId } = await own.carryOut()
    // Its server still calls as it was set up for v1, without a secret.
    const heard = await heardBy(seed, agentProfiles)
    const answering = agentProfileId === HOUSE_PROFILE_ID ? {} : { isAnswering: true }
    const changes = { agentProfileId, acceptsUnsignedWebhooks: true, ...answering, ...heard }
    await instances.update({ name: record.name, ...changes }, UNSIGNED_UNTIL_REGISTERED)
    await storage.setSetting(SEEDED, true)
    await instances.setDefault(seed.input.name)
    log.info({ instance: seed.input.name }, 'the default instance was made from the environment')
    log.warn({ instance: seed.input.name }, UNSIGNED_NOTE)
    instances
      .command(seed.input.name, (channel) => channel.connect({ phoneNumber: null }))
      .then(() => endUnsigned(instances, seed.input.name))
      .catch((error: unknown) =>
        log.warn({ instance: seed.input.name, error: errorMessage(error) }, 'the default instance could not be connected yet'),
      )
  } catch (error) {
    const told = ({ path, message }: ZodError['issues'][number]) => [VARIABLES[String(path[0])], message].filter(Boolean).join(': ')
    const reason = error instanceof ZodError ? error.issues.map(told).join(' ') : errorMessage(error)
    log.error({ error: reason }, 'the environment does not describe a usable default instance')
  }
}
