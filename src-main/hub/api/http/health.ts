/** Is the hub well? For people, load balancers and monitoring; never says a secret. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AgentBreakers } from '../../agents/breaker.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { FaultLedger } from '../../observe/fault-ledger.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { Recovery } from '../../pipeline/receive/recover.ts'
import type { Storage } from '../../storage/port.ts'
import type { InstanceRecord } from '../../storage/records.ts'
import type { TunnelService } from '../../tunnel/service.ts'
import type { KeyGuard } from './key-guard.ts'
import { requireAllInstances } from './omni-v1/auth.ts'

/** A queue whose head is older than this says that something is stuck. */
const STUCK_MS = 120_000

interface Options {
  storage: Storage
  instances: InstanceService
  agentProfiles: Pick<AgentProfiles, 'find'>
  breakers: Pick<AgentBreakers, 'stateOf'>
  pipeline: Pipeline
  recovery: Pick<Recovery, 'left'>
  tunnel: Pick<TunnelService, 'status'>
  faults: FaultLedger
  keyGuard: KeyGuard
  version: string
  now: () => number
  /** False until everything else is served, too. */
  isReady: () => boolean
}

/** Of the accounts on Evolution servers; where there is none, none is missed. */
function evolutionStatus(active: InstanceRecord[]): 'up' | 'degraded' | 'down' | 'not_configured' {
  const states = active.filter(({ provider }) => provider === 'evolution').map(({ connection }) => connection.state)
  if (states.length === 0) return 'not_configured'
  if (states.every((state) => state === 'connected')) return 'up'
  return states.every((state) => state === 'error') ? 'down' : 'degraded'
}

export function healthRoutes(app: FastifyInstance, options: Options): void {
  const { storage, instances, agentProfiles, breakers, pipeline, recovery, faults, keyGuard, version, now } = options
  const health = async (_request: FastifyRequest, reply: FastifyReply) => {
    const database = await storage.getSetting('health').then(
      () => 'ok' as const,
      () => 'down' as const,
    )
    const records = instances.list().map(({ record }) => record)
    const channels = Object.fromEntries(
      instances
        .list()
        .map(({ isHeld, record: { name, isActive, connection } }) => [name, !isActive ? 'inactive' : isHeld ? 'held' : connection.state]),
    )
    const agents = Object.fromEntries(
      records.map(({ name, agentProfileId }) => [
        name,
        { kind: agentProfiles.find(agentProfileId)?.kind ?? 'house', status: breakers.stateOf(name) },
      ]),
    )
    const active = records.filter(({ isActive }) => isActive)
    const hasTrouble = active.some(({ name, connection }) => connection.state !== 'connected' || agents[name]?.status === 'failing')
    const { state: tunnelState } = options.tunnel.status()
    const isTunnelDown = tunnelState === 'retrying' || tunnelState === 'failed'
    const isReady = options.isReady()
    const isDown = database === 'down' || !isReady
    const isStuck = pipeline.oldestMs > STUCK_MS
    if (isDown) reply.header('retry-after', '5')
    return reply.code(isDown ? 503 : 200).send({
      status: isDown ? 'down' : isStuck || hasTrouble || isTunnelDown ? 'degraded' : 'healthy',
      timestamp: new Date(now()).toISOString(),
      version,
      checks: {
        database,
        channels,
        agents,
        queue: { depth: pipeline.depth, oldest_ms: Math.round(pipeline.oldestMs), recovering: recovery.left },
        tunnel: tunnelState,
      },
      // As the panels of v1 read it.
      services: {
        api: { status: isReady ? 'up' : 'down' },
        database: { status: database === 'ok' ? 'up' : 'down' },
        evolution: { status: evolutionStatus(active) },
      },
    })
  }
  const described = (summary: string, more: object = {}) => ({ tags: ['health'], summary, ...more })
  for (const path of ['/health', '/api/v1/health'])
    app.get(path, { schema: described('Is Omni well? Needs no key', { security: [] }) }, health)

  const isLoopback = (request: FastifyRequest) => ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const guard: KeyGuard = async (request, reply) => {
    if (isLoopback(request)) return
    await keyGuard(request, reply)
    // It names every instance.
    requireAllInstances(request)
  }
  let registry: Promise<Registry> | null = null
  for (const path of ['/metrics', '/api/v1/metrics']) {
    app.get(
      path,
      { onRequest: guard, schema: described('Prometheus text; needs no key from this machine') },
      async (_request, reply: FastifyReply) => {
        registry ??= import('./metrics.ts').then(({ createMetrics }) =>
          createMetrics({ instances, pipeline, tunnel: options.tunnel, faults }),
        )
        const metrics = await registry
        return reply.type(metrics.contentType).send(await metrics.metrics())
      },
    )
  }
}
