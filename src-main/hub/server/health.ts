/** Is the hub well? For people, load balancers and monitoring; never says a secret. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { OmniError } from '../../../src-shared/errors.ts'
import type { InstanceService } from '../instances/service.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Storage } from '../storage/port.ts'
import type { ApiKeyService } from './api-keys.ts'

/** A queue whose head is older than this says that something is stuck. */
const STUCK_MS = 120_000

interface Options {
  storage: Storage
  instances: InstanceService
  pipeline: Pipeline
  apiKeys: ApiKeyService
  version: string
  now: () => number
}

export function healthRoutes(app: FastifyInstance, { storage, instances, pipeline, apiKeys, version, now }: Options): void {
  app.get('/health', async (_request, reply) => {
    const database = await storage.getSetting('health').then(
      () => 'ok' as const,
      () => 'down' as const,
    )
    const channels = Object.fromEntries(
      instances.list().map(({ record }) => [record.name, record.isActive ? record.connection.state : 'inactive']),
    )
    const agents = Object.fromEntries(instances.list().map(({ record }) => [record.name, record.agent.kind]))
    const isStuck = pipeline.oldestMs > STUCK_MS
    const hasTrouble = instances.list().some(({ record }) => record.isActive && record.connection.state !== 'connected')
    const status = database === 'down' ? 'down' : isStuck || hasTrouble ? 'degraded' : 'healthy'
    return reply.code(status === 'down' ? 503 : 200).send({
      status,
      timestamp: new Date(now()).toISOString(),
      version,
      checks: { database, channels, agents, queue: { depth: pipeline.depth, oldest_ms: Math.round(pipeline.oldestMs) }, tunnel: 'off' },
    })
  })

  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'omni_queue_depth',
    help: 'Turns and sends that wait or are worked on',
    registers: [registry],
    collect() {
      this.set(pipeline.depth)
    },
  })
  new Gauge({
    name: 'omni_queue_oldest_seconds',
    help: 'Age of the oldest of them',
    registers: [registry],
    collect() {
      this.set(pipeline.oldestMs / 1000)
    },
  })
  new Gauge({
    name: 'omni_instance_connected',
    help: '1 when the account is connected',
    labelNames: ['instance', 'channel'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { record } of instances.list())
        this.set({ instance: record.name, channel: record.channel }, record.connection.state === 'connected' ? 1 : 0)
    },
  })

  const isLoopback = (request: FastifyRequest) => ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  app.get('/metrics', async (request, reply) => {
    const key = request.headers['x-api-key']
    // A tunnel's traffic comes from loopback too, but with the forwarding headers of a proxy.
    const isLocal = isLoopback(request) && request.headers['x-forwarded-for'] === undefined
    if (!isLocal && (typeof key !== 'string' || apiKeys.verify(key) === null)) throw new OmniError('unauthorized', 'Missing API key')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
