/**
 * The old `.env` of Automagik Omni: on a first start without instances it makes the default one.
 * Later starts ignore it, so that what the owner changed in the panel is never undone.
 */
import { agentSettingsSchema, behaviourSchema, type CreateInstance, createInstanceSchema } from '../../../src-shared/contract/instances.ts'
import { errorMessage } from '../../../src-shared/errors.ts'
import type { Logger } from '../observe/logger.ts'
import type { InstanceService } from './service.ts'

/** The instance that these variables describe; null when they name no Evolution server. */
export function seedFromEnv(env: NodeJS.ProcessEnv): { input: CreateInstance; extra: Record<string, unknown> } | null {
  const first = (...names: string[]) => names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '')
  const url = first('EVOLUTION_API_URL', 'EVOLUTION_API_BASE_URL')
  const apiKey = first('EVOLUTION_API_KEY')
  if (url === undefined || apiKey === undefined) return null
  const isHive = /^(1|true|yes|on)$/i.test(first('OMNI_TO_HIVE_ENABLED') ?? '')
  const agentUrl = (isHive ? first('HIVE_API_URL') : undefined) ?? first('AGENT_API_URL')
  const agentKey = (isHive ? first('HIVE_API_KEY') : undefined) ?? first('AGENT_API_KEY')
  const remoteName = first('WHATSAPP_INSTANCE') ?? 'default'
  const name = remoteName.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64) || 'default'
  const timeoutS = Number(first('AGENT_API_TIMEOUT') ?? '60')
  return {
    input: createInstanceSchema.parse({
      name,
      channel: 'whatsapp',
      provider: 'evolution',
      settings: { url, remoteName: remoteName === name ? '' : remoteName },
      secrets: { apiKey },
      agent: agentSettingsSchema.parse({
        kind: agentUrl === undefined ? 'house' : 'automagik',
        url: agentUrl ?? '',
        agentId: first('DEFAULT_AGENT_NAME') ?? 'default',
        timeoutMs: Number.isFinite(timeoutS) ? Math.min(600_000, Math.max(1000, timeoutS * 1000)) : undefined,
      }),
      agentApiKey: agentKey,
      behaviour: behaviourSchema.parse({ sessionPrefix: first('SESSION_ID_PREFIX') ?? '' }),
    }),
    extra: { agent_instance_type: isHive ? 'hive' : 'automagik' },
  }
}

/** Makes the instance and starts connecting it; what fails is logged and shown on the instance. */
export async function seedDefaultInstance(instances: InstanceService, env: NodeJS.ProcessEnv, log: Logger): Promise<void> {
  if (instances.list().length > 0) return
  try {
    const seed = seedFromEnv(env)
    if (seed === null) return
    await instances.create(seed.input, seed.extra)
    await instances.setDefault(seed.input.name)
    log.info({ instance: seed.input.name }, 'the default instance was made from the environment')
    instances
      .command(seed.input.name, (channel) => channel.connect({ phoneNumber: null }))
      .catch((error: unknown) =>
        log.warn({ instance: seed.input.name, error: errorMessage(error) }, 'the default instance could not be connected yet'),
      )
  } catch (error) {
    log.error({ error: errorMessage(error) }, 'the environment does not describe a usable default instance')
  }
}
