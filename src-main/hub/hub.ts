/**
 * The composition root: what is built, in what order it starts and stops. The hub is the whole
 * product without a window; it knows nothing of Electron.
 */
import { join } from 'node:path'
import type { SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import type { FastifyInstance } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { OmniError } from '../../src-shared/errors.ts'
import { createAccessService } from './access/service.ts'
import { createAgentProfiles } from './agent-profiles/service.ts'
import { createAgentReplies } from './agent-replies/service.ts'
import { createAgentSpend } from './agent-spend/service.ts'
import { AgentBreakers } from './agents/breaker.ts'
import { type AgentRegistry, createAgentRegistry } from './agents/registry.ts'
import { createAnswerCache } from './answer-cache/service.ts'
import { createBackupService } from './backups/service.ts'
import type { ChannelDriver } from './channels/port.ts'
import { drivers as allDrivers } from './channels/registry.ts'
import { createOwnership } from './conversations/ownership.ts'
import { startDigester } from './digest/digester.ts'
import { createDraftService } from './drafts/service.ts'
import { publishCounters } from './home/publish-counters.ts'
import type { Hub, HubHost } from './host.ts'
import { createProfilePictures } from './instances/profile-picture.ts'
import { seedDefaultInstance } from './instances/seed.ts'
import { createInstanceService } from './instances/service.ts'
import { createLiveBus } from './live/bus.ts'
import { createLiveNews } from './live/news.ts'
import { createLiveStreams } from './live/streams.ts'
import { createTurns } from './live/turns.ts'
import { createLogRing, type LogRing } from './logs/ring.ts'
import { createMediaFetcher } from './media/fetcher.ts'
import { createNumberHealth } from './number-health/service.ts'
import { giveBackWhenIdle } from './observe/give-back.ts'
import { openLog } from './observe/log.ts'
import type { Logger } from './observe/logger.ts'
import { createChangeSent } from './outbound/change-sent.ts'
import { createOutboundService } from './outbound/service.ts'
import { createBacklog } from './pipeline/backlog.ts'
import { createDeliver } from './pipeline/deliver.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { createReceive } from './pipeline/receive.ts'
import { recoverOpenWork } from './pipeline/recover.ts'
import { createTakenIn } from './pipeline/taken-in.ts'
import { createThink } from './pipeline/think.ts'
import { createDryRuns } from './playground/dry-run.ts'
import { createExampleService } from './playground/examples.ts'
import { createRetentionService } from './retention/service.ts'
import { createRoutingService } from './routing/service.ts'
import type { Services } from './rpc/context.ts'
import { router } from './rpc/router.ts'
import { createScheduledService } from './scheduled/service.ts'
import { createSearchService } from './search/service.ts'
import { openVault } from './secrets/vault.ts'
import { createApiKeyService } from './server/api-keys.ts'
import { createHostCheck } from './server/hosts.ts'
import { listen } from './server/listen.ts'
import { serve } from './server/serve.ts'
import { createPanelSessions, type PanelSessions } from './server/sessions.ts'
import { createSetupService } from './setup/service.ts'
import type { Storage } from './storage/port.ts'
import { openSqliteStorage } from './storage/sqlite/storage.ts'
import { createSummaries } from './summaries/service.ts'
import { realTimers } from './timers.ts'
import { payloadTextOf } from './traces/payload-text.ts'
import { createDocumentReader } from './understanding/documents/reader.ts'
import { createHear } from './understanding/hear.ts'
import { createUnderstanding } from './understanding/service.ts'
import { createUploadService } from './uploads/service.ts'
import { createWebhookCalls } from './webhooks/calls.ts'
import { within } from './within.ts'

/** How long a stopping hub waits for what is at the platforms. */
const STOP_TIMEOUT_MS = 10_000

export interface HubParts {
  /** Replaced in benches; everything else is always real. */
  agents?: AgentRegistry
  drivers?: ChannelDriver[]
}

export function createHub(host: HubHost, parts: HubParts = {}): Hub {
  const { config } = host
  const now = () => Date.now()
  let running: { services: Services; sessions: PanelSessions; app: FastifyInstance; stop(): Promise<void> } | null = null
  let baseUrl = ''
  let port = 80

  async function start(): Promise<void> {
    const logRing = createLogRing()
    const { log, close: closeLog } = await openLog(config, host.kind === 'headless', logRing)
    const storage = await openSqliteStorage({
      file: config.databaseFile ?? join(config.dataDirectory, 'omni.db'),
      worker: host.storageWorker,
    })
    try {
      await startParts(storage, log, logRing, closeLog)
    } catch (error) {
      await storage.close()
      throw error
    }
  }

  async function startParts(storage: Storage, log: Logger, logRing: LogRing, closeLog: () => void): Promise<void> {
    const vault = await openVault(storage, host.secretBox)
    const bus = createLiveBus()
    const streams = createLiveStreams(bus)
    const access = createAccessService(storage, now)
    const apiKeys = createApiKeyService(storage, now)
    const sessions = createPanelSessions(storage, now)
    const agents = parts.agents ?? createAgentRegistry()
    const drivers = parts.drivers ?? allDrivers
    const payloadText = payloadTextOf(config)
    const breakers = new AgentBreakers()
    const publicAddress = (path: string) => `${config.publicUrl?.replace(/\/$/, '') ?? baseUrl}${path}`
    const agentReplies = createAgentReplies({
      storage,
      address: (token) => publicAddress(`/webhook/reply/${token}`),
      now,
      timers: realTimers,
    })
    const agentProfiles = createAgentProfiles({
      storage,
      vault,
      agents,
      bus,
      log,
      now,
      replies: agentReplies,
      instances: () => instances.list().map(({ record }) => record),
      onChanged: (names) => {
        for (const name of names) breakers.forget(name)
      },
    })
    const instances = createInstanceService({
      onAgentChanged: (name) => breakers.forget(name),
      agentProfiles,
      storage,
      vault,
      bus,
      log,
      now,
      drivers,
      publicAddress,
    })
    const agentSpend = createAgentSpend({ storage, bus, now, instances: () => instances.list().map(({ record }) => record) })
    const channelOf = (name: string) => instances.find(name)?.record.channel ?? 'simulator'
    const news = createLiveNews(bus, channelOf)
    const timers = realTimers
    const ownership = createOwnership({
      storage,
      news,
      timers,
      log,
      onTaken: (conversationId, reason) => pipeline.interrupt(conversationId, reason),
    })
    const routing = createRoutingService({ storage, profiles: agentProfiles, agents, breakers })
    const answerCache = createAnswerCache({
      storage,
      profiles: agentProfiles,
      agents,
      spend: agentSpend,
      instances: () => instances.list().map(({ record }) => record),
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
    const deliver = createDeliver({ storage, instances, news, log, now, timers, random: Math.random, payloadText, numberHealth })
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
        document: createDocumentReader({ worker: host.documentWorker }),
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
      notYetInLanes: () => backlog.depth,
    })
    const takenIn = createTakenIn({ access, news, enqueue: pipeline.enqueue, now, media, understanding })
    const backlog = createBacklog({ storage, instances, log, now, timers })
    const receive = createReceive({ storage, news, takenIn, numberHealth, now, payloadText })
    const outbound = createOutboundService({ storage, instances, pipeline, numberHealth, news, now })
    const changeSent = createChangeSent({ storage, instances, outbound, news, now, timers })
    const scheduled = createScheduledService({ storage, outbound, bus, news, timers, log })
    const search = createSearchService({ storage, channelOf, isBusy: () => pipeline.depth > 0, timers, log })
    const uploads = createUploadService({ storage, folder: join(config.dataDirectory, 'uploads'), timers })
    const webhookCalls = createWebhookCalls()
    const retention = createRetentionService({ storage, answerCache, timers, log, isBusy: () => pipeline.depth > 0 })
    const backups = createBackupService({ storage, folder: join(config.dataDirectory, 'backups'), log, now })
    const hosts = createHostCheck(config, () => port)
    const services: Services = {
      config,
      hostKind: host.kind,
      version: packageJson.version,
      startedAt: new Date(now()).toISOString(),
      baseUrl: () => baseUrl,
      now,
      storage,
      drivers,
      instances,
      access,
      apiKeys,
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
      profilePictures: createProfilePictures(),
      setup: createSetupService({ storage, instances, agentProfiles, bus }),
      dryRuns: createDryRuns({ storage, instances, agents, agentProfiles, now }),
      examples: createExampleService(storage, now),
      retention,
      backups,
      logRing,
    }

    await Promise.all([agentProfiles.load(), agentSpend.load(), access.load(), apiKeys.load(), numberHealth.load(), services.setup.load()])
    if (config.apiKey !== undefined) await apiKeys.ensure(config.apiKey)

    // Channels report their webhook's address, so the port must be known before they start. Calls
    // that come in between are answered 503: the sender tries again.
    let isReady = false
    const { app, closeSockets } = await serve({
      services,
      sessions,
      hosts,
      backlog,
      agentReplies,
      panelDirectory: host.panelDirectory,
      log,
      isReady: () => isReady,
    })
    baseUrl = await listen(app, config.host, config.port)
    port = Number(new URL(baseUrl).port || 80)

    await backlog.load()
    // What comes now stands in its lane behind what was left open.
    const { promise: recovered, resolve: takeInNow } = Promise.withResolvers<void>()
    await instances.start(async (...reported) => {
      await recovered
      return receive(...reported)
    })
    await seedDefaultInstance({ instances, agentProfiles, storage, env: host.env, log })
    await uploads.start()
    await understanding.start()
    await recoverOpenWork({ storage, instances, pipeline, log, now })
    takeInNow()
    backlog.start()
    ownership.start()
    scheduled.start()
    search.start()
    retention.start()
    media.notice()
    isReady = true
    log.info({ baseUrl, version: services.version }, 'the hub is up')

    const stopCounters = publishCounters(services)
    const stopDigester = startDigester({ storage, log, timers, isBusy: () => pipeline.depth > 0 })
    const stopGivingBack = giveBackWhenIdle()
    running = {
      services,
      sessions,
      app,
      async stop() {
        stopCounters()
        stopGivingBack()
        await Promise.all([ownership.stop(), scheduled.stop()])
        closeSockets()
        await app.close()
        await instances.stop()
        await backlog.stop()
        // Turns that wait for a file are let go once they cannot be answered any more.
        await Promise.all([within(STOP_TIMEOUT_MS, pipeline.stop()), media.stop(), understanding.stop()])
        await summaries.stop()
        await search.stop()
        await retention.stop()
        await stopDigester()
        await storage.close()
        log.info({}, 'the hub has stopped')
        closeLog()
      },
    }
  }

  return {
    start,
    async stop() {
      const stopping = running
      running = null
      await stopping?.stop()
    },
    servePort(port: SupportedMessagePort) {
      if (running === null) throw new OmniError('internal', 'The hub is not running.')
      new PortHandler(router).upgrade(port, { context: running.services })
    },
    async readMedia(id) {
      return running === null ? null : running.services.storage.readMedia(id)
    },
    async createLoginLink() {
      if (running === null) throw new OmniError('internal', 'The hub is not running.')
      return `${baseUrl}/login?token=${running.sessions.createLoginToken()}`
    },
    get baseUrl() {
      return baseUrl
    },
  }
}
