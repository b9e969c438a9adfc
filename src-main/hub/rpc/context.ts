/** What the panel's procedures work with. */
import type { AccessService } from '../access/service.ts'
import type { AgentProfiles } from '../agent-profiles/service.ts'
import type { AgentSpend } from '../agent-spend/service.ts'
import type { AgentBreakers } from '../agents/breaker.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { AnswerCache } from '../answer-cache/service.ts'
import type { BackupService } from '../backups/service.ts'
import type { ChannelDriver } from '../channels/port.ts'
import type { ProcessConfig } from '../config.ts'
import type { Ownership } from '../conversations/ownership.ts'
import type { DraftService } from '../drafts/service.ts'
import type { FaultLedger } from '../faults/ledger.ts'
import type { Outside } from '../http/outside.ts'
import type { ProfilePictures } from '../instances/profile-picture.ts'
import type { InstanceService } from '../instances/service.ts'
import type { LiveBus } from '../live/bus.ts'
import type { LiveNews } from '../live/news.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { Turns } from '../live/turns.ts'
import type { LogRing } from '../logs/ring.ts'
import type { MediaFetcher } from '../media/fetcher.ts'
import type { NumberHealthService } from '../number-health/service.ts'
import type { Logger } from '../observe/logger.ts'
import type { ChangeSent } from '../outbound/change-sent.ts'
import type { OutboundService } from '../outbound/service.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Receive } from '../pipeline/receive.ts'
import type { DryRuns } from '../playground/dry-run.ts'
import type { ExampleService } from '../playground/examples.ts'
import type { RetentionService } from '../retention/service.ts'
import type { RoutingService } from '../routing/service.ts'
import type { ScheduledService } from '../scheduled/service.ts'
import type { SearchService } from '../search/service.ts'
import type { ApiKeyService } from '../server/api-keys.ts'
import type { PanelSessions } from '../server/sessions.ts'
import type { SetupService } from '../setup/service.ts'
import type { Storage } from '../storage/port.ts'
import type { Summaries } from '../summaries/service.ts'
import type { UnderstandingService } from '../understanding/service.ts'
import type { UploadService } from '../uploads/service.ts'
import type { WebhookCalls } from '../webhooks/calls.ts'

export interface Services {
  config: ProcessConfig
  hostKind: 'desktop' | 'headless'
  version: string
  startedAt: string
  baseUrl: () => string
  now: () => number
  storage: Storage
  drivers: ChannelDriver[]
  instances: InstanceService
  access: AccessService
  apiKeys: ApiKeyService
  sessions: PanelSessions
  agents: AgentRegistry
  agentProfiles: AgentProfiles
  agentSpend: AgentSpend
  breakers: AgentBreakers
  routing: RoutingService
  answerCache: AnswerCache
  numberHealth: NumberHealthService
  media: Pick<MediaFetcher, 'notice'>
  outside: Pick<Outside, 'check'>
  understanding: Pick<UnderstandingService, 'read'>
  outbound: OutboundService
  changeSent: ChangeSent
  pipeline: Pipeline
  receive: Receive
  bus: LiveBus
  news: LiveNews
  streams: LiveStreams
  turns: Turns
  ownership: Ownership
  drafts: DraftService
  summaries: Summaries
  scheduled: ScheduledService
  search: SearchService
  uploads: UploadService
  webhookCalls: WebhookCalls
  setup: SetupService
  profilePictures: ProfilePictures
  dryRuns: DryRuns
  examples: ExampleService
  retention: RetentionService
  backups: BackupService
  log: Logger
  logRing: LogRing
  faults: FaultLedger
}

export interface PanelContext extends Services {
  /** Of the browser that asks; null for the desktop's own window. */
  sessionId: string | null
}
