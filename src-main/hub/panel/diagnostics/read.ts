import type { Services } from '../../api/services.ts'
import { readUsage } from '../../maintenance/retention/usage.ts'
import { diagnosticReport } from './report.ts'

type Parts = Pick<
  Services,
  | 'storage'
  | 'agentProfiles'
  | 'backups'
  | 'config'
  | 'retention'
  | 'instances'
  | 'pipeline'
  | 'logRing'
  | 'version'
  | 'hostKind'
  | 'startedAt'
  | 'now'
>

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
    hasPublicUrl: config.publicUrl !== undefined,
    isLoopbackOnly: /^(127\.|localhost$|::1$)/.test(config.host),
    lines: logRing.lines(),
  })
}
