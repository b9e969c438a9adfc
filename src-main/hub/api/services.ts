/** What the panel's procedures work with. */

import type { AnsweringPause } from '../accounts/instances/answering-pause.ts'
import type { AccountHold } from '../accounts/instances/held-accounts.ts'
import type { ProfilePictures } from '../accounts/instances/profile-picture.ts'
import type { InstanceService } from '../accounts/instances/service.ts'
import type { NumberHealthService } from '../accounts/number-health/service.ts'
import type { AgentBreakers } from '../agents/breaker.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { AnswerCache } from '../answering/cache/service.ts'
import type { AgentProfiles } from '../answering/profiles/service.ts'
import type { RoutingService } from '../answering/routing/service.ts'
import type { AgentSpend } from '../answering/spend/service.ts'
import type { Summaries } from '../answering/summaries/service.ts'
import type { ChannelDriver } from '../channels/port.ts'
import type { AccessService } from '../guard/service.ts'
import type { Ownership } from '../inbox/conversations/ownership.ts'
import type { MediaFetcher } from '../inbox/media/fetcher.ts'
import type { MediaTextService } from '../inbox/media-text/service.ts'
import type { SearchService } from '../inbox/search/service.ts'
import type { UploadService } from '../inbox/uploads/service.ts'
import type { LiveBus } from '../live/bus.ts'
import type { LiveEvents } from '../live/events.ts'
import type { NotificationLeader } from '../live/notification-leader.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { BackupService } from '../maintenance/backups/service.ts'
import type { RetentionService } from '../maintenance/retention/service.ts'
import type { FaultLedger } from '../observe/fault-ledger.ts'
import type { Logger } from '../observe/logger.ts'
import type { LogRing } from '../observe/ring.ts'
import type { DraftService } from '../operator/drafts/service.ts'
import type { ChangeSent } from '../operator/outbound/change-sent.ts'
import type { OutboundService } from '../operator/outbound/service.ts'
import type { ScheduledService } from '../operator/scheduled/service.ts'
import type { DryRuns } from '../panel/playground/dry-run.ts'
import type { ExampleService } from '../panel/playground/examples.ts'
import type { SetupService } from '../panel/setup/service.ts'
import type { WebhookCalls } from '../panel/webhook-log/webhook-log.ts'
import type { ApiKeyService } from '../people/api-keys.ts'
import type { PanelSessions } from '../people/panel-sessions.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Receive } from '../pipeline/receive/receive.ts'
import type { ProcessConfig } from '../runtime/config.ts'
import type { DesktopPowers } from '../runtime/desktop-powers.ts'
import type { Outside } from '../runtime/http/outside.ts'
import type { RecoveryPhrase } from '../secrets/recovery-phrase.ts'
import type { Storage } from '../storage/port.ts'
import type { TunnelService } from '../tunnel/service.ts'

export interface Services {
  config: ProcessConfig
  hostKind: 'desktop' | 'headless'
  desktop: DesktopPowers | null
  version: string
  startedAt: string
  baseUrl: () => string
  now: () => number
  storage: Storage
  drivers: ChannelDriver[]
  instances: InstanceService
  answeringPause: AnsweringPause
  accountHold: AccountHold
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
  mediaText: Pick<MediaTextService, 'read'>
  outbound: OutboundService
  changeSent: ChangeSent
  pipeline: Pipeline
  receive: Receive
  bus: LiveBus
  liveEvents: LiveEvents
  streams: LiveStreams
  notificationLeader: NotificationLeader
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
  tunnel: TunnelService
  recoveryPhrase: RecoveryPhrase
  log: Logger
  logRing: LogRing
  faults: FaultLedger
}

export interface PanelContext extends Services {
  /** Of the browser that asks; null for the desktop's own window. */
  sessionId: string | null
}
