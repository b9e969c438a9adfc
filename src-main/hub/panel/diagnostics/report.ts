/**
 * What somebody who helps needs to know about an installation, as plain text. Only what is named here
 * gets in: numbers, kinds and states, never a name, a number, a text or an address of the shop.
 */
import { arch, cpus, freemem, release, totalmem } from 'node:os'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { LogLine } from '../../../../src-shared/contract/logs.ts'
import type { Retention, StorageUsage } from '../../../../src-shared/contract/retention.ts'
import { anonymous } from './anonymous.ts'

const SHOWN_TROUBLES = 30

export interface DiagnosticFacts {
  version: string
  hostKind: string
  startedAt: string
  nowMs: number
  usage: StorageUsage
  retention: Retention
  instances: (Pick<Instance, 'channel' | 'provider' | 'isActive' | 'acceptsUnsignedWebhooks' | 'connection'> & {
    agent: { kind: string }
  })[]
  queueDepth: number
  hasPublicUrl: boolean
  isLoopbackOnly: boolean
  lines: LogLine[]
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`
const kept = (days: number | null) => (days === null ? 'for ever' : `${days} days`)

/** Of what goes with a line, only codes: they are ours, and everything else may quote somebody. */
function codesIn(facts: string): string {
  const codes = [...facts.matchAll(/"(?:code|sqliteCode|statusCode)":(?:"([a-z_]{2,40}|[A-Z_]{2,40})"|(\d{3}))(?=[,}])/g)].map(
    ([, word, number]) => word ?? number,
  )
  return codes.length === 0 ? '' : ` [${codes.join(', ')}]`
}

export function diagnosticReport(facts: DiagnosticFacts): string {
  const { usage, retention, instances } = facts
  const hours = (facts.nowMs - Date.parse(facts.startedAt)) / 3_600_000
  const troubles = facts.lines.filter(({ level }) => level === 'warn' || level === 'error').slice(-SHOWN_TROUBLES)
  return [
    `Omni Desktop ${facts.version} (${facts.hostKind}), ${new Date(facts.nowMs).toISOString()}`,
    `System: ${process.platform} ${release()} ${arch()}, Node ${process.versions.node}${process.versions['electron'] ? `, Electron ${process.versions['electron']}` : ''}`,
    `Machine: ${cpus().length} processors, ${megabytes(totalmem())} memory, ${megabytes(freemem())} free`,
    `Process: up ${hours.toFixed(1)} h, ${megabytes(process.memoryUsage().rss)} memory`,
    `Reachable: ${facts.isLoopbackOnly ? 'on this machine only' : 'from the network'}, public address ${facts.hasPublicUrl ? 'set' : 'not set'}`,
    `Queue: ${facts.queueDepth}`,
    '',
    `Database: ${megabytes(usage.databaseBytes)}, ${megabytes(usage.freeBytes)} of it empty`,
    `Messages: ${usage.messages}, traces: ${usage.traces}, files: ${usage.media.count} (${megabytes(usage.media.bytes)}), payloads: ${usage.payloads.count} (${megabytes(usage.payloads.bytes)})`,
    `Logs: ${megabytes(usage.logsBytes)}, backups: ${megabytes(usage.backupsBytes)}`,
    `Kept: messages ${kept(retention.messagesDays)}, files ${kept(retention.mediaDays)}, traces ${kept(retention.tracesDays)}, payloads ${kept(retention.payloadsDays)}`,
    '',
    `Accounts: ${instances.length}`,
    ...instances.map(
      ({ channel, provider, isActive, connection, agent, acceptsUnsignedWebhooks }, index) =>
        `  ${index + 1}. ${[channel, provider].filter(Boolean).join('/')}: ${connection.state} since ${connection.since}, ${isActive ? 'active' : 'paused'}, answered by ${agent.kind}${acceptsUnsignedWebhooks ? ', accepts unsigned webhooks' : ''}`,
    ),
    '',
    `Warnings and errors of this run: ${troubles.length === 0 ? 'none' : `the last ${troubles.length}`}`,
    ...troubles.map(({ at, level, message, facts: more }) => `  ${at} ${level} ${anonymous(message)}${codesIn(more)}`),
    '',
  ].join('\n')
}
