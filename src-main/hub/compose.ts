/**
 * What the hub is built of, and how its parts are tied together. Nothing runs here yet: hub.ts starts
 * them in their order and stops them.
 */
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { createAccessService } from './access/service.ts'
import { createAgentProfiles } from './agent-profiles/service.ts'
import { type AgentReplies, createAgentReplies } from './agent-replies/service.ts'
import { createAgentSpend } from './agent-spend/service.ts'
import { AgentBreakers } from './agents/breaker.ts'
import { type AgentRegistry, createAgentRegistry } from './agents/registry.ts'
import { createAnswerCache } from './answer-cache/service.ts'
import { createBackupService } from './backups/service.ts'
import type { ChannelDriver } from './channels/port.ts'
import { drivers as allDrivers } from './channels/registry.ts'
import { createOwnership } from './conversations/ownership.ts'
import { createDraftService } from './drafts/service.ts'
import type { FaultLedger } from './faults/ledger.ts'
import type { HubHost } from './host.ts'
import { createOutside } from './http/outside.ts'
import { createProfilePictures } from './instances/profile-picture.ts'
import { createInstanceService } from './instances/service.ts'
import { createLiveBus } from './live/bus.ts'
import { createLiveNews } from './live/news.ts'
import { createLiveStreams } from './live/streams.ts'
import { createTurns } from './live/turns.ts'
import type { LogRing } from './logs/ring.ts'
import { createMediaFetcher, type MediaFetcher } from './media/fetcher.ts'
import { createNumberHealth } from './number-health/service.ts'
import type { Logger } from './observe/logger.ts'
import { createChangeSent } from './outbound/change-sent.ts'
import { createOutboundService } from './outbound/service.ts'
import { createUnknownSends, type UnknownSends } from './outbound/unknown-sends.ts'
import { type Backlog, createBacklog } from './pipeline/backlog.ts'
import { createDeliver } from './pipeline/deliver.ts'
import { createOnPhone } from './pipeline/on-phone.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { createReceive } from './pipeline/receive.ts'
import { createRecovery, type Recovery } from './pipeline/recover.ts'
import { createRightOfWay } from './pipeline/right-of-way.ts'
import { createTakenIn } from './pipeline/taken-in.ts'
import { createThink } from './pipeline/think/think.ts'
import { createTurnEnd } from './pipeline/turn-end.ts'
import { createDryRuns } from './playground/dry-run.ts'
import { createExampleService } from './playground/examples.ts'
import { createRetentionService } from './retention/service.ts'
import { createRoutingService } from './routing/service.ts'
import type { Services } from './rpc/context.ts'
import { createScheduledService } from './scheduled/service.ts'
import { createSearchService } from './search/service.ts'
import type { Vault } from './secrets/vault.ts'
import { createApiKeyService } from './server/api-keys.ts'
import { createPanelSessions } from './server/sessions.ts'
import { createSetupService } from './setup/service.ts'
import type { Storage } from './storage/port.ts'
import { createSummaries } from './summaries/service.ts'
import type { Timers } from './timers.ts'
import { payloadTextOf } from './traces/payload-text.ts'
import { withPrivateTraces } from './traces/private-traces.ts'
import { createDocumentReader } from './understanding/documents/reader.ts'
import { createHear } from './understanding/hear.ts'
import { createUnderstanding, type UnderstandingService } from './understanding/service.ts'
import { createUploadService } from './uploads/service.ts'
import { createWaits } from './waits.ts'
import { createWebhookCalls } from './webhooks/calls.ts'

export interface HubParts {
  /** Replaced in benches; everything else is always real. */
  agents?: AgentRegistry
  drivers?: ChannelDriver[]
}

interface Ground {
  host: HubHost
  storage: Storage
  vault: Vault
  log: Logger
  logRing: LogRing
  faults: FaultLedger
  timers: Timers
  now: () => number
  /** Where the server listens, as `http://host:port`; empty until it does. */
  address: () => string
}

export interface Composed {
  services: Services
  backlog: Backlog
  agentReplies: AgentReplies
  media: MediaFetcher
  understanding: UnderstandingService
  unknownSends: UnknownSends
  recovery: Recovery
}

export function compose({ host, storage: written, vault, log, logRing, faults, timers, now, address }: Ground, parts: HubParts): Composed {
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
  const publicAddress = (path: string) => `${config.publicUrl?.replace(/\/$/, '') ?? address()}${path}`
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
  const instances = createInstanceService({
    onAgentChanged: (name) => breakers.forget(name),
    onSilenced: (name) => pipeline.silence(name),
    // What is known by the name alone must not pass to a later instance of that name.
    onRemoved: (name) => {
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
  const channelOf = (name: string) => instances.find(name)?.record.channel ?? 'simulator'
  const news = createLiveNews(bus, channelOf)
  const unknownSends = createUnknownSends({ storage, instances, news, log, now, timers })
  const ownership = createOwnership({
    storage,
    news,
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
  const deliver = createDeliver({
    rightOfWay,
    waits,
    storage,
    instances,
    news,
    log,
    now,
    timers,
    random: Math.random,
    payloadText,
    numberHealth,
    onUnknown: unknownSends.lookSoon,
  })
  const drafts = createDraftService({
    storage,
    answerCache,
    instances,
    deliver,
    news,
    now,
    enqueue: (instanceName, conversationId, item) => pipeline.enqueue(instanceName, conversationId, item),
  })
  const media = createMediaFetcher({
    storage,
    instances,
    news,
    log,
    timers,
    maxBytes: config.mediaMaxBytes,
    timeoutMs: config.mediaDownloadTimeoutMs,
    onSettled: (message) => understanding.fileSettled(message),
  })
  const understanding = createUnderstanding({
    storage,
    instances,
    readers: {
      speech: createHear({ agents, profiles: agentProfiles, spend: agentSpend }),
      document: createDocumentReader({ worker: host.documentWorker, log }),
    },
    news,
    log,
    timers,
  })
  const pipeline = createPipeline({
    storage,
    answerCache,
    instances,
    access,
    think,
    deliver,
    rightOfWay,
    ownership,
    drafts,
    streams,
    news,
    log,
    now,
    timers,
    media,
    understanding,
    numberHealth,
    summaries,
    notYetInLanes: () => backlog.depth + recovery.left,
  })
  const onPhone = createOnPhone({ ownership, drafts, isAnswering: pipeline.isAnswering, now })
  const takenIn = createTakenIn({
    access,
    news,
    enqueue: pipeline.enqueue,
    changed: pipeline.changed,
    onPhone,
    now,
    media,
    understanding,
  })
  const recovery = createRecovery({
    storage,
    instances,
    pipeline,
    ownership,
    turnEnd: createTurnEnd({ storage, ownership, news, now }),
    onPhone,
    log,
    now,
    timers,
  })
  const backlog = createBacklog({ storage, instances, log, now, timers })
  const receive = createReceive({ storage, news, takenIn, numberHealth, now, payloadText })
  const outbound = createOutboundService({ storage, instances, pipeline, numberHealth, unknownSends, rightOfWay, waits, news, now })
  const changeSent = createChangeSent({ storage, instances, outbound, news, now, timers })
  const scheduled = createScheduledService({ storage, outbound, bus, news, timers, log })
  const search = createSearchService({ storage, channelOf, isBusy: () => pipeline.depth > 0, timers, log })
  const uploads = createUploadService({ storage, folder: join(config.dataDirectory, 'uploads'), timers })
  const retention = createRetentionService({ storage, answerCache, timers, log, isBusy: () => pipeline.depth > 0 })
  const backups = createBackupService({ storage, folder: join(config.dataDirectory, 'backups'), log, now })
  const services: Services = {
    config,
    hostKind: host.kind,
    version: packageJson.version,
    startedAt: new Date(now()).toISOString(),
    baseUrl: address,
    now,
    storage,
    drivers,
    instances,
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
    understanding,
    pipeline,
    receive,
    bus,
    news,
    streams,
    turns: createTurns(),
    ownership,
    drafts,
    summaries,
    scheduled,
    search,
    uploads,
    webhookCalls,
    profilePictures: createProfilePictures(outside),
    setup: createSetupService({ storage, instances, agentProfiles, bus }),
    dryRuns: createDryRuns({ storage, instances, agents, agentProfiles, now }),
    examples: createExampleService(storage, now),
    retention,
    backups,
    logRing,
    faults,
  }
  return { services, backlog, agentReplies, media, understanding, unknownSends, recovery }
}
