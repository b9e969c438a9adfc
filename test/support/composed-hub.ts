/**
 * The hub as it is composed, on a real database file, without its threads, server and panel: it starts in some
 * milliseconds, and everything in it runs in the process of the test.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AgentRegistry, createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { type Composed, compose } from '../../src-main/hub/compose.ts'
import { openFaultLedger } from '../../src-main/hub/observe/fault-ledger.ts'
import { silentLog } from '../../src-main/hub/observe/log.ts'
import { createLogRing } from '../../src-main/hub/observe/ring.ts'
import { readProcessConfig } from '../../src-main/hub/runtime/config.ts'
import { realTimers, type Timers } from '../../src-main/hub/runtime/timers.ts'
import { type Means, openDataKey } from '../../src-main/hub/secrets/data-key.ts'
import { createRecoveryPhrase } from '../../src-main/hub/secrets/recovery-phrase.ts'
import type { SecretBox } from '../../src-main/hub/secrets/secret-box.ts'
import { createVault } from '../../src-main/hub/secrets/vault.ts'
import type { TurnRecord } from '../../src-main/hub/storage/records.ts'
import { createInstanceSchema } from '../../src-shared/contract/instances.ts'
import { newDataFolder } from './data-folder.ts'
import { openStorageInThread, type StorageInThread } from './storage-in-thread.ts'
import { backupWorker, documentWorker, storageWorker } from './storage-worker.ts'

interface Options {
  agents?: AgentRegistry
  drivers: ChannelDriver[]
  timers?: Timers
}

export interface ComposedHub extends Composed {
  database: StorageInThread
  /** Adds an account, with what is usual for all that is not given. */
  addAccount(input: { name: string; channel: string; provider: string | null } & Record<string, unknown>): Promise<void>
  /** How the turn ended, or stands. */
  turn(turnId: string): Promise<TurnRecord>
  stop(): Promise<void>
}

export async function composeHub({
  agents = createAgentRegistry({ house: { msPerWord: 0 } }),
  drivers,
  timers = realTimers,
}: Options): Promise<ComposedHub> {
  const folder = newDataFolder()
  const env = { OMNI_DATA_DIR: folder, OMNI_MEDIA_HOSTS: '127.0.0.1' }
  const database = openStorageInThread(join(folder, 'omni.db'))
  const box: SecretBox = { name: 'test', wrap: async (plain) => plain, unwrap: async (wrapped) => wrapped }
  const means: Means = { storage: database.storage, box, recoveryPhrase: () => null, now: () => timers.now() }
  const dataKey = await openDataKey(means)
  const composed = compose(
    {
      host: {
        kind: 'headless',
        config: readProcessConfig(env),
        env,
        secretBox: box,
        storageWorker,
        documentWorker,
        backupWorker,
        panelDirectory: null,
      },
      storage: database.storage,
      vault: createVault(dataKey.key),
      recoveryPhrase: createRecoveryPhrase(means, dataKey),
      log: silentLog,
      logRing: createLogRing(),
      faults: openFaultLedger(folder, Date.now),
      timers,
      now: () => timers.now(),
      address: () => 'http://127.0.0.1:1',
    },
    { agents, drivers },
  )
  const { agentProfiles, agentSpend, access, apiKeys, instances, numberHealth, pipeline, receive, setup } = composed.services
  await Promise.all([agentProfiles.load(), agentSpend.load(), access.load(), apiKeys.load(), numberHealth.load(), setup.load()])
  await instances.start(receive)
  receive.open()
  return {
    ...composed,
    database,
    async addAccount(input) {
      await instances.create(createInstanceSchema.parse(input))
    },
    async turn(turnId) {
      const turn = await database.storage.getTrace(turnId)
      if (turn === null) throw new Error(`there is no turn ${turnId}`)
      return turn
    },
    async stop() {
      await instances.stop()
      await pipeline.stop()
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
