/**
 * What the hub is built of, and how its parts are tied together. Nothing runs here yet: hub.ts starts
 * them in their order and stops them.
 */
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { addressesToPaste } from './accounts/instances/addresses-to-paste.ts'
import { createAnsweringPause } from './accounts/instances/answering-pause.ts'
import { createAccountHold } from './accounts/instances/held-accounts.ts'
import { createProfilePictures } from './accounts/instances/profile-picture.ts'
import { createInstanceService } from './accounts/instances/service.ts'
import { createNumberHealth } from './accounts/number-health/service.ts'
import { AgentBreakers } from './agents/breaker.ts'
import { type AgentRegistry, createAgentRegistry } from './agents/registry.ts'
import { createAnswerCache } from './answering/cache/service.ts'
import { type AgentReplies, createAgentReplies } from './answering/late-replies/service.ts'
import { createAgentProfiles } from './answering/profiles/service.ts'
import { createRoutingService } from './answering/routing/service.ts'
import { createAgentSpend } from './answering/spend/service.ts'
import { createSummaries } from './answering/summaries/service.ts'
import { createPublicListeners, publicLimits } from './api/http/public-listener.ts'
import type { Services } from './api/services.ts'
import type { ChannelDriver } from './channels/port.ts'
import { drivers as allDrivers } from './channels/registry.ts'
import { createAccessService } from './guard/service.ts'
import type { HubHost } from './host.ts'
import { createOwnership } from './inbox/conversations/ownership.ts'
import { createMediaFetcher, type MediaFetcher } from './inbox/media/fetcher.ts'
import { createDocumentReader } from './inbox/media-text/documents/reader.ts'
import { createMediaTextService, type MediaTextService } from './inbox/media-text/service.ts'
import { createHear } from './inbox/media-text/transcribe.ts'
import { createSearchService } from './inbox/search/service.ts'
import { createUploadService } from './inbox/uploads/service.ts'
import { createLiveBus, type LiveBus } from './live/bus.ts'
import { createLiveEvents } from './live/events.ts'
import { createNotificationLeader } from './live/notification-leader.ts'
import { createLiveStreams } from './live/streams.ts'
import { type BackupService, createBackupService } from './maintenance/backups/service.ts'
import { createRetentionService } from './maintenance/retention/service.ts'
import type { FaultLedger } from './observe/fault-ledger.ts'
import type { Logger } from './observe/logger.ts'
import { payloadTextOf } from './observe/payload-text.ts'
import type { LogRing } from './observe/ring.ts'
import { createDraftService } from './operator/drafts/service.ts'
import { createChangeSent } from './operator/outbound/change-sent.ts'
import { createOutboundService } from './operator/outbound/service.ts'
import { createUnknownSends, type UnknownSends } from './operator/outbound/unknown-sends.ts'
import { createScheduledService } from './operator/scheduled/service.ts'
import { createDryRuns } from './panel/playground/dry-run.ts'
import { createExampleService } from './panel/playground/examples.ts'
import { createSetupService } from './panel/setup/service.ts'
import { createWebhookCalls } from './panel/webhook-log/webhook-log.ts'
import { createApiKeyService } from './people/api-keys.ts'
import { createPanelSessions } from './people/panel-sessions.ts'
import { createAttemptDelivery } from './pipeline/deliver/attempt-delivery.ts'
import { createDeliveryPlanner } from './pipeline/deliver/delivery-planner.ts'
import { createDeliveryRunner } from './pipeline/deliver/delivery-runner.ts'
import { createRightOfWay } from './pipeline/deliver/right-of-way.ts'
import { createTurnEnd } from './pipeline/lanes/turn-end.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { createAfterAccept } from './pipeline/receive/after-accept.ts'
import { type CallIntake, createCallIntake } from './pipeline/receive/call-intake.ts'
import { createOnPhone } from './pipeline/receive/on-phone.ts'
import { createReceive } from './pipeline/receive/receive.ts'
import { createRecovery, type Recovery } from './pipeline/receive/recover.ts'
import { createThink } from './pipeline/think/think.ts'
import { createOutside } from './runtime/http/outside.ts'
import type { Timers } from './runtime/timers.ts'
import { createWaits } from './runtime/waits.ts'
import type { RecoveryPhrase } from './secrets/recovery-phrase.ts'
import type { Vault } from './secrets/vault.ts'
import type { Storage } from './storage/port.ts'
import { withPrivateTraces } from './storage/private-traces.ts'
import type { TunnelProvider } from './tunnel/port.ts'
import { tunnelProviders } from './tunnel/registry.ts'
import { createTunnelService } from './tunnel/service.ts'

export interface HubParts {
  /** Replaced in benches; everything else is always real. */
  agents?: AgentRegistry
  drivers?: ChannelDriver[]
  tunnelProviders?: readonly TunnelProvider[]
}

interface Ground {
  host: HubHost
  storage: Storage
  vault: Vault
  recoveryPhrase: RecoveryPhrase
  log: Logger
  logRing: LogRing
  faults: FaultLedger
  timers: Timers
  now: () => number
  /** Where the server listens, as `http://host:port`; empty until it does. */
  address: () => string
}

/** Also what a data folder needs for a backup while no hub runs on it. */
export const createBackups = ({
  host,
  recoveryPhrase,
  ...ground
}: Pick<Ground, 'host' | 'storage' | 'recoveryPhrase' | 'log' | 'timers'> & { bus: Pick<LiveBus, 'publish'> }): BackupService =>
  createBackupService({
    ...ground,
    worker: host.backupWorker,
    defaultFolder: join(host.config.dataDirectory, 'backups'),
    workFolder: join(host.config.dataDirectory, 'backup-work'),
    identity: recoveryPhrase.backupIdentity,
    app: packageJson.version,
  })

export interface Composed {
  services: Services
  callIntake: CallIntake
  agentReplies: AgentReplies
  media: MediaFetcher
  mediaText: MediaTextService
  unknownSends: UnknownSends
  recovery: Recovery
}

export function compose(ground: Ground, parts: HubParts): Composed {
  const { host, storage: written, vault, recoveryPhrase, log, logRing, faults, timers, now, address } = ground
  const { config } = host
  const storage = config.traceSensitive ? written : withPrivateTraces(written)
  const bus = createLiveBus()
  const streams = createLiveStreams(bus)
  const access = createAccessService(storage, now)
  const apiKeys = createApiKeyService(storage, now)
  const sessions = createPanelSessions(storage, now, address)
  const webhookCalls = createWebhookCalls()
  const agents = parts.agents ?? createAgentRegistry()
  const drivers = parts.drivers ?? allDrivers
  const payloadText = payloadTextOf(config)
  const breakers = new AgentBreakers()
  const outside = createOutside(config.mediaHosts)
  const publicAddress = (path: string) => `${tunnel.publicUrl() ?? config.publicUrl?.replace(/\/$/, '') ?? address()}${path}`
  const records = () => instances.list().map(({ record }) => record)
  const agentReplies = createAgentReplies({
    storage,
    address: (token) => publicAddress(`/webhook/reply/${token}`),
    now,
    timers,
  })
  const agentProfiles = createAgentProfiles({
    storage,
    vault,
    agents,
    bus,
    log,
    now,
    replies: agentReplies,
    instances: records,
    onChanged: (names) => {
      for (const name of names) breakers.forget(name)
    },
  })
  const accountHold = createAccountHold(storage)
  const instances = createInstanceService({
    hold: accountHold,
    onAgentChanged: (name) => breakers.forget(name),
    onSilenced: (name) => pipeline.silence(name),
    // What is known by the name alone must not pass to a later instance of that name.
    onRemoved: (name) => {
      accountHold.forget(name)
      access.forgetInstance(name)
      apiKeys.forgetInstance(name)
      webhookCalls.forget(name)
    },
    onConnected: (name) => {
      unknownSends.lookSoon(name)
      waits.connected(name)
    },
    agentProfiles,
    storage,
    vault,
    bus,
    log,
    now,
    drivers,
    publicAddress,
    outside,
  })
  const agentSpend = createAgentSpend({ storage, bus, now, instances: records })
  const channelOf = (name: string) => instances.find(name)?.record.channel ?? null
  const liveEvents = createLiveEvents(bus, channelOf)
  const unknownSends = createUnknownSends({ storage, instances, liveEvents, log, now, timers })
  const ownership = createOwnership({
    storage,
    liveEvents,
    timers,
    log,
    onTaken: (conversationId, reason, isOnPhone) => pipeline.interrupt(conversationId, reason, isOnPhone),
  })
  const routing = createRoutingService({ storage, profiles: agentProfiles, agents, breakers })
  const answerCache = createAnswerCache({
    storage,
    profiles: agentProfiles,
    agents,
    spend: agentSpend,
    instances: records,
    bus,
    log,
    timers,
  })
  const summaries = createSummaries({ storage, profiles: agentProfiles, agents, spend: agentSpend, bus, log, now })
  const think = createThink({
    storage,
    agents,
    breakers,
    profiles: agentProfiles,
    spend: agentSpend,
    streams,
    now,
    payloadText,
    routing,
    summaries,
    answerCache,
  })
  const numberHealth = createNumberHealth({ storage, instances, bus, timers, log, random: Math.random })
  const waits = createWaits(timers)
  const rightOfWay = createRightOfWay()
  const planner = createDeliveryPlanner(Math.random)
  const runner = createDeliveryRunner({
    attempt: createAttemptDelivery({ storage, now, timers, random: Math.random, payloadText }),
    rightOfWay,
    waits,
    storage,
    instances,
    liveEvents,
    log,
    now,
    numberHealth,
    onUnknown: unknownSends.lookSoon,
  })
  const drafts = createDraftService({
    storage,
    answerCache,
    instances,
    planner,
    liveEvents,
    now,
    enqueue: (instanceName, conversationId, item) => pipeline.enqueue(instanceName, conversationId, item),
  })
  const media = createMediaFetcher({
    storage,
    instances,
    liveEvents,
    log,
    timers,
    maxBytes: config.mediaMaxBytes,
    timeoutMs: config.mediaDownloadTimeoutMs,
    onSettled: (message) => mediaText.fileSettled(message),
  })
  const mediaText = createMediaTextService({
    storage,
    instances,
    readers: {
      speech: createHear({ agents, profiles: agentProfiles, spend: agentSpend }),
      document: createDocumentReader({ worker: host.documentWorker, log }),
    },
    liveEvents,
    log,
    timers,
  })
  const pipeline = createPipeline({
    storage,
    answerCache,
    instances,
    access,
    think,
    planner,
    runner,
    rightOfWay,
    ownership,
    drafts,
    streams,
    liveEvents,
    log,
    now,
    timers,
    media,
    mediaText,
    numberHealth,
    summaries,
    notYetInLanes: () => callIntake.depth + recovery.left,
  })
  const onPhone = createOnPhone({ ownership, drafts, isAnswering: pipeline.isAnswering, now })
  const afterAccept = createAfterAccept({
    access,
    liveEvents,
    enqueue: pipeline.enqueue,
    changed: pipeline.changed,
    onPhone,
    now,
    media,
    mediaText,
  })
  const recovery = createRecovery({
    storage,
    instances,
    pipeline,
    ownership,
    turnEnd: createTurnEnd({ storage, instances, ownership, liveEvents, log, now }),
    onPhone,
    log,
    now,
    timers,
  })
  const callIntake = createCallIntake({ storage, instances, log, now, timers })
  const tunnel = createTunnelService({
    providers: parts.tunnelProviders ?? tunnelProviders,
    storage,
    vault,
    bus,
    log,
    timers,
    openListener: createPublicListeners({
      drivers,
      instances,
      callIntake,
      agentReplies,
      calls: webhookCalls,
      config,
      log,
      timers,
      limits: publicLimits,
      panelPort: () => (address() === '' ? null : Number(new URL(address()).port || 80)),
    }),
    onMoved: instances.webhooksMoved,
    toPaste: (publicUrl) => addressesToPaste(instances.list(), publicUrl),
  })
  const receive = createReceive({ storage, liveEvents, afterAccept, numberHealth, now, payloadText })
  const outbound = createOutboundService({ storage, instances, pipeline, numberHealth, unknownSends, rightOfWay, waits, liveEvents, now })
  const changeSent = createChangeSent({ storage, instances, outbound, liveEvents, now, timers })
  const scheduled = createScheduledService({ storage, outbound, bus, liveEvents, timers, log })
  const search = createSearchService({ storage, channelOf, isBusy: () => pipeline.depth > 0, timers, log })
  const uploads = createUploadService({ storage, folder: join(config.dataDirectory, 'uploads'), timers })
  const retention = createRetentionService({ storage, answerCache, timers, log, isBusy: () => pipeline.depth > 0 })
  const backups = createBackups({ host, storage, recoveryPhrase, bus, log, timers })
  const services: Services = {
    config,
    hostKind: host.kind,
    desktop: host.desktop ?? null,
    version: packageJson.version,
    startedAt: new Date(now()).toISOString(),
    baseUrl: address,
    now,
    storage,
    drivers,
    instances,
    answeringPause: createAnsweringPause({ storage, instances }),
    accountHold,
    access,
    apiKeys,
    sessions,
    log,
    agents,
    agentProfiles,
    agentSpend,
    breakers,
    routing,
    answerCache,
    outbound,
    changeSent,
    numberHealth,
    media,
    outside,
    mediaText,
    pipeline,
    receive,
    bus,
    liveEvents,
    streams,
    notificationLeader: createNotificationLeader(),
    ownership,
    drafts,
    summaries,
    scheduled,
    search,
    uploads,
    webhookCalls,
    profilePictures: createProfilePictures(outside),
    setup: createSetupService({ storage, instances, agentProfiles, recoveryPhrase, bus }),
    dryRuns: createDryRuns({ storage, instances, agents, agentProfiles, now }),
    examples: createExampleService(storage, now),
    retention,
    backups,
    tunnel,
    recoveryPhrase,
    logRing,
    faults,
  }
  return { services, callIntake, agentReplies, media, mediaText, unknownSends, recovery }
}
