import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { RetentionService } from '../../maintenance/retention/service.ts'
import { readUsage, type UsageSources } from '../../maintenance/retention/usage.ts'
import type { LogRing } from '../../observe/ring.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { ProcessConfig } from '../../runtime/config.ts'
import type { TunnelService } from '../../tunnel/service.ts'
import { diagnosticReport } from './report.ts'

interface Parts extends UsageSources {
  agentProfiles: Pick<AgentProfiles, 'find'>
  config: ProcessConfig
  retention: Pick<RetentionService, 'get'>
  instances: Pick<InstanceService, 'list'>
  tunnel: Pick<TunnelService, 'publicUrl'>
  pipeline: Pick<Pipeline, 'depth'>
  logRing: Pick<LogRing, 'lines'>
  version: string
  hostKind: 'desktop' | 'headless'
  startedAt: string
  now: () => number
}

export async function readDiagnostics(parts: Parts): Promise<string> {
  const { config, version, hostKind, startedAt, now, pipeline, logRing, agentProfiles } = parts
  const [usage, { retention }] = await Promise.all([readUsage(parts), parts.retention.get()])
  return diagnosticReport({
    version,
    hostKind,
    startedAt,
    nowMs: now(),
    usage,
    retention,
    instances: parts.instances
      .list()
      .map(({ record }) => ({ ...record, agent: { kind: agentProfiles.find(record.agentProfileId)?.kind ?? 'house' } })),
    queueDepth: pipeline.depth,
    hasPublicUrl: config.publicUrl !== undefined || parts.tunnel.publicUrl() !== null,
    isLoopbackOnly: /^(127\.|localhost$|::1$)/.test(config.host),
    lines: logRing.lines(),
  })
}
