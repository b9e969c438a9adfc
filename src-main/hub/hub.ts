/**
 * Starts the hub's parts in their order, and stops them in another: what takes work in stops first, what
 * others still need last. The hub is the whole product without a window; it knows nothing of Electron.
 */
import type { SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { OmniError } from '../../src-shared/errors.ts'
import { seedDefaultInstance } from './accounts/instances/seed.ts'
import { createHostCheck } from './api/http/hosts.ts'
import { listen } from './api/http/listen.ts'
import { serve } from './api/http/serve.ts'
import { router } from './api/rpc/router.ts'
import type { Services } from './api/services.ts'
import { createBackground } from './background.ts'
import { compose, createBackups, type HubParts } from './compose.ts'
import type { Hub, HubHost } from './host.ts'
import { createLineCleaner } from './log-secrets.ts'
import { createArchivist } from './maintenance/backups/archivist.ts'
import { restoreBackup } from './maintenance/backups/restore.ts'
import { startDigester } from './maintenance/digest/digester.ts'
import { openFaultLedger } from './observe/fault-ledger.ts'
import { giveBackWhenIdle } from './observe/give-back.ts'
import { openLog } from './observe/log.ts'
import type { Logger } from './observe/logger.ts'
import { createLogRing } from './observe/ring.ts'
import { publishCounters } from './panel/home/publish-counters.ts'
import { loginLink } from './people/panel-sessions.ts'
import { leaveOpenWorkToPeople } from './pipeline/receive/leave-to-people.ts'
import { keepPrivate, tellNarrowed } from './private-files.ts'
import { newOwnerSecret, noteRunning } from './running-file.ts'
import { databaseFile } from './runtime/config.ts'
import { realTimers } from './runtime/timers.ts'
import { within } from './runtime/within.ts'
import { type DataKey, openDataKey } from './secrets/data-key.ts'
import { phraseLeftIn } from './secrets/phrase-left.ts'
import { createRecoveryPhrase } from './secrets/recovery-phrase.ts'
import { createVault } from './secrets/vault.ts'
import type { Storage } from './storage/port.ts'
import { replaceDatabase } from './storage/sqlite/connection/replace.ts'
import { openSqliteStorage } from './storage/sqlite/storage.ts'

/** How long a stopping hub waits for what is at the platforms. */
const STOP_TIMEOUT_MS = 10_000

interface Running {
  services: Services
  baseUrl: string
  /** Undoes the start, the last first. */
  undo: AsyncDisposableStack
}

export function createHub(host: HubHost, parts: HubParts = {}): Hub {
  const { config } = host
  const now = () => Date.now()
  const faults = openFaultLedger(config.dataDirectory, now)
  let running: Running | null = null
  /** It is started again after it met with a fault. */
  let isAfterFault = false
  /** Zero becomes the port that was free: a hub that is started again is found where it was. */
  let chosenPort = config.port

  const openStorage = (log: Logger): Promise<Storage> =>
    openSqliteStorage({
      file: databaseFile(config),
      worker: host.storageWorker,
      onDamage: (path) => log.error({ path }, 'the call journal was damaged on the disk; what is left of it is kept in this file'),
    })

  const storageAt = (file: string): Promise<Storage> => openSqliteStorage({ file, worker: host.storageWorker })

  async function openKey(storage: Storage, log: Logger): Promise<DataKey> {
    const opened = await openDataKey({ storage, box: host.secretBox, recoveryPhrase: () => host.recoveryPhrase?.() ?? null, now })
    if (opened.wasRecovered) log.warn({ box: host.secretBox.name }, 'the recovery phrase has opened the saved secrets')
    if (host.phraseVariable !== undefined) log.warn({}, phraseLeftIn(host.phraseVariable, opened.wasRecovered))
    return opened
  }

  /** @param undo is told how each thing is stopped, the last first */
  async function startParts(undo: AsyncDisposableStack): Promise<Running> {
    let baseUrl = ''
    let port = 80
    const privacy = keepPrivate(config)
    const logRing = createLogRing()
    let clean = (line: string): string => line
    const { log, close: closeLog } = await openLog(config, host.kind === 'headless', logRing, (line) => clean(line))
    undo.defer(closeLog)
    tellNarrowed(privacy, log)
    const storage = await openStorage(log)
    undo.defer(async () => {
      await storage.close()
      log.info({}, 'the hub has stopped')
    })
    const dataKey = await openKey(storage, log)
    const { services, callIntake, agentReplies, media, mediaText, unknownSends, recovery } = compose(
      {
        host,
        storage,
        vault: createVault(dataKey.key),
        recoveryPhrase: createRecoveryPhrase({ storage, box: host.secretBox, now }, dataKey),
        log,
        logRing,
        faults,
        timers: realTimers,
        now,
        address: () => baseUrl,
      },
      parts,
    )
    clean = createLineCleaner(services)
    const { agentProfiles, access, apiKeys, instances, ownership, pipeline, receive, retention, scheduled, search } = services
    await Promise.all([
      agentProfiles.load(),
      services.agentSpend.load(),
      access.load(),
      apiKeys.load(),
      services.numberHealth.load(),
      services.setup.load(),
      services.tunnel.load(),
      services.answeringPause.load(),
      services.accountHold.load(),
      services.backups.load(),
    ])
    if (config.apiKey !== undefined) await apiKeys.ensure(config.apiKey)

    const ownerSecret = newOwnerSecret()
    // Channels report their webhook's address, so the port must be known before they start. Calls
    // that come in between are answered 503: the sender tries again.
    let isReady = false
    const { app, closeSockets } = await serve({
      services,
      hosts: createHostCheck(config, () => port),
      callIntake,
      recovery,
      agentReplies,
      ownerSecret,
      panelDirectory: host.panelDirectory,
      log,
      isReady: () => isReady,
    })
    undo.defer(() => retention.stop())
    undo.defer(async () => {
      await within(STOP_TIMEOUT_MS, services.backups.stop())
    })
    undo.defer(() => search.stop())
    undo.defer(() => services.summaries.stop())
    // Turns that wait for a file are released once they can no longer be answered.
    undo.defer(async () => {
      await Promise.all([within(STOP_TIMEOUT_MS, pipeline.stop()), media.stop(), mediaText.stop()])
    })
    undo.defer(() => callIntake.stop())
    undo.defer(() => recovery.stop())
    undo.defer(() => unknownSends.stop())
    undo.defer(() => instances.stop())
    undo.defer(async () => {
      await within(STOP_TIMEOUT_MS, services.tunnel.stop())
    })
    undo.defer(() => app.close())
    undo.defer(closeSockets)
    undo.defer(async () => {
      await Promise.all([ownership.stop(), scheduled.stop()])
    })
    baseUrl = await listen(app, config.host, chosenPort)
    port = Number(new URL(baseUrl).port || 80)
    chosenPort = port
    undo.defer(noteRunning(config.dataDirectory, { baseUrl, ownerSecret }))

    await callIntake.load()
    await instances.start(receive)
    // A process that was killed says nothing of what it was at; a fault that was met within it does.
    if (!isAfterFault) await storage.forgiveTakenUp()
    await recovery.load()
    receive.open()
    await seedDefaultInstance({ instances, agents: services.agents, agentProfiles, storage, env: host.env, log })
    await services.uploads.start()
    await mediaText.start()
    unknownSends.start()
    // What was acknowledged may take back, or change, what was left open: it is looked at first.
    void callIntake.start().then(() => recovery.start())
    ownership.start()
    scheduled.start()
    search.start()
    retention.start()
    services.backups.start()
    media.notice()
    isReady = true
    // Its public address is the other computer's for as long as that one runs.
    if (services.accountHold.state() === null) await services.tunnel.start()
    undo.defer(startDigester({ storage, log, timers: realTimers, isBusy: () => pipeline.depth > 0, isRush: () => callIntake.depth > 0 }))
    undo.defer(giveBackWhenIdle())
    undo.defer(publishCounters(services))
    log.info({ baseUrl, version: services.version }, 'the hub is up')
    return { services, baseUrl, undo }
  }

  function whatRuns(): Running {
    if (running === null) throw new OmniError('internal', 'The hub is not running.')
    return running
  }

  return {
    faults,
    async start() {
      const undo = new AsyncDisposableStack()
      try {
        running = await startParts(undo)
      } catch (error) {
        await undo.disposeAsync()
        throw error
      }
    },
    async unlock() {
      await using undo = new AsyncDisposableStack()
      const { log, close } = await openLog(config, false)
      undo.defer(close)
      const storage = await openStorage(log)
      undo.defer(() => storage.close())
      return (await openKey(storage, log)).wasRecovered
    },
    async backUp(path) {
      await using undo = new AsyncDisposableStack()
      keepPrivate(config)
      const { log, close } = await openLog(config, false)
      undo.defer(close)
      const storage = await openStorage(log)
      undo.defer(() => storage.close())
      const dataKey = await openKey(storage, log)
      const backups = createBackups({
        host,
        storage,
        recoveryPhrase: createRecoveryPhrase({ storage, box: host.secretBox, now }, dataKey),
        bus: { publish: () => undefined },
        log,
        timers: realTimers,
      })
      await backups.load()
      return await backups.create(path)
    },
    restore(backup) {
      keepPrivate(config)
      const file = databaseFile(config)
      return restoreBackup(
        {
          archivist: createArchivist(host.backupWorker),
          openStorage: storageAt,
          replace: (atMs, fill) => replaceDatabase(file, atMs, fill),
          leaveOpenWork: leaveOpenWorkToPeople,
          box: host.secretBox,
          now,
        },
        backup,
      )
    },
    async stop(why) {
      const stopping = running
      running = null
      isAfterFault = why === 'fault'
      await stopping?.undo.disposeAsync()
    },
    servePort(port: SupportedMessagePort) {
      new PortHandler(router).upgrade(port, { context: { ...whatRuns().services, sessionId: null } })
    },
    async readMedia(id) {
      return running === null ? null : running.services.storage.readMedia(id)
    },
    background: () => createBackground(whatRuns().services),
    async createLoginLink() {
      const { baseUrl, services } = whatRuns()
      return loginLink(baseUrl, services.sessions)
    },
    get baseUrl() {
      return running?.baseUrl ?? ''
    },
  }
}
