/** Is the hub well? For people, load balancers and monitoring; never says a secret. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import type { AgentProfiles } from '../agent-profiles/service.ts'
import type { FaultLedger } from '../faults/ledger.ts'
import type { InstanceService } from '../instances/service.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Recovery } from '../pipeline/recover.ts'
import type { Storage } from '../storage/port.ts'
import type { KeyGuard } from './key-guard.ts'

/** A queue whose head is older than this says that something is stuck. */
const STUCK_MS = 120_000

interface Options {
  storage: Storage
  instances: InstanceService
  agentProfiles: Pick<AgentProfiles, 'find'>
  pipeline: Pipeline
  recovery: Pick<Recovery, 'left'>
  faults: FaultLedger
  keyGuard: KeyGuard
  version: string
  now: () => number
}

export function healthRoutes(app: FastifyInstance, options: Options): void {
  const { storage, instances, agentProfiles, pipeline, recovery, faults, keyGuard, version, now } = options
  const health = async (_request: FastifyRequest, reply: FastifyReply) => {
    const database = await storage.getSetting('health').then(
      () => 'ok' as const,
      () => 'down' as const,
    )
    const channels = Object.fromEntries(
      instances.list().map(({ record }) => [record.name, record.isActive ? record.connection.state : 'inactive']),
    )
    const agents = Object.fromEntries(
      instances.list().map(({ record }) => [record.name, agentProfiles.find(record.agentProfileId)?.kind ?? 'house']),
    )
    const isStuck = pipeline.oldestMs > STUCK_MS
    const hasTrouble = instances.list().some(({ record }) => record.isActive && record.connection.state !== 'connected')
    const status = database === 'down' ? 'down' : isStuck || hasTrouble ? 'degraded' : 'healthy'
    return reply.code(status === 'down' ? 503 : 200).send({
      status,
      timestamp: new Date(now()).toISOString(),
      version,
      checks: {
        database,
        channels,
        agents,
        queue: { depth: pipeline.depth, oldest_ms: Math.round(pipeline.oldestMs), recovering: recovery.left },
        tunnel: 'off',
      },
    })
  }
  const described = (summary: string, more: object = {}) => ({ tags: ['health'], summary, ...more })
  for (const path of ['/health', '/api/v1/health'])
    app.get(path, { schema: described('Is Omni well? Needs no key', { security: [] }) }, health)

  const isLoopback = (request: FastifyRequest) => ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const guard: KeyGuard = async (request, reply) => {
    // A tunnel's traffic comes from loopback too, but with the forwarding headers of a proxy.
    if (!isLoopback(request) || request.headers['x-forwarded-for'] !== undefined) await keyGuard(request, reply)
  }
  let registry: Promise<Registry> | null = null
  for (const path of ['/metrics', '/api/v1/metrics']) {
    app.get(
      path,
      { onRequest: guard, schema: described('Prometheus text; needs no key from this machine') },
      async (_request, reply: FastifyReply) => {
        registry ??= import('./metrics.ts').then(({ createMetrics }) => createMetrics({ instances, pipeline, faults }))
        const metrics = await registry
        return reply.type(metrics.contentType).send(await metrics.metrics())
      },
    )
  }
}
