/**
 * The old `.env` of Automagik Omni: on a first start without instances it makes the default one.
 * Later starts ignore it, so that what the owner changed in the panel is never undone.
 */
import { ZodError } from 'zod'
import { behaviourSchema, type CreateInstance, createInstanceSchema } from '../../../src-shared/contract/instances.ts'
import { errorMessage } from '../../../src-shared/errors.ts'
import { type OwnAgentFields, setOwnAgent } from '../agent-profiles/of-instance.ts'
import type { AgentProfiles } from '../agent-profiles/service.ts'
import type { Logger } from '../observe/logger.ts'
import type { Storage } from '../storage/port.ts'
import type { InstanceService } from './service.ts'

const SEEDED = 'env.seeded'
const DEFAULT_TIMEOUT_S = 60

/** The instance that these variables describe; null when they name no Evolution server. */
export function seedFromEnv(
  env: NodeJS.ProcessEnv,
): { input: CreateInstance; agent: OwnAgentFields; extra: Record<string, unknown> } | null {
  const first = (...names: string[]) => names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '')
  const isOn = (name: string, fallback: boolean) => /^(1|true|yes|on)$/i.test(first(name) ?? String(fallback))
  const url = first('EVOLUTION_API_URL', 'EVOLUTION_API_BASE_URL')
  const apiKey = first('EVOLUTION_API_KEY')
  if (url === undefined || apiKey === undefined) return null
  const isHive = isOn('OMNI_TO_HIVE_ENABLED', false)
  const agentUrl = (isHive ? first('HIVE_API_URL') : undefined) ?? first('AGENT_API_URL')
  const agentKey = (isHive ? first('HIVE_API_KEY') : undefined) ?? first('AGENT_API_KEY')
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
      who: agentUrl === undefined ? 'house' : 'own',
      ...(agentUrl === undefined ? {} : { url: agentUrl }),
      agentId: first('DEFAULT_AGENT_NAME') ?? 'default',
      timeoutMs: Math.round(Math.min(600, Math.max(1, Number.isFinite(timeoutS) ? timeoutS : DEFAULT_TIMEOUT_S)) * 1000),
      apiKey: agentKey,
    },
    extra: { agent_instance_type: isHive ? 'hive' : 'automagik' },
  }
}

interface Options {
  instances: InstanceService
  agentProfiles: AgentProfiles
  storage: Storage
  env: NodeJS.ProcessEnv
  log: Logger
}

/** Makes the instance and starts connecting it; what fails is logged and shown on the instance. */
export async function seedDefaultInstance({ instances, agentProfiles, storage, env, log }: Options): Promise<void> {
  // An owner who removed the instance does not want it back at the next start.
  if (instances.list().length > 0 || (await storage.getSetting(SEEDED)) !== null) return
  try {
    const seed = seedFromEnv(env)
    if (seed === null) return
    const { record } = await instances.create(seed.input, seed.extra)
    const agentProfileId = await setOwnAgent(agentProfiles, record, seed.agent)
    await instances.update({ name: record.name, agentProfileId })
    await storage.setSetting(SEEDED, true)
    await instances.setDefault(seed.input.name)
    log.info({ instance: seed.input.name }, 'the default instance was made from the environment')
    instances
      .command(seed.input.name, (channel) => channel.connect({ phoneNumber: null }))
      .catch((error: unknown) =>
        log.warn({ instance: seed.input.name, error: errorMessage(error) }, 'the default instance could not be connected yet'),
      )
  } catch (error) {
    const reason = error instanceof ZodError ? error.issues.map((issue) => issue.message).join(' ') : errorMessage(error)
    log.error({ error: reason }, 'the environment does not describe a usable default instance')
  }
}
