import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { describeStorage, type StorageUnderTest } from '../../support/storage-conformance.ts'
import { describeAgentStorage } from '../../support/storage-conformance-agents.ts'
import { describeAnswerStorage } from '../../support/storage-conformance-answers.ts'
import { describeChannelKeyStorage } from '../../support/storage-conformance-channel-keys.ts'
import { describeCountStorage } from '../../support/storage-conformance-counts.ts'
import { describeInboxStorage } from '../../support/storage-conformance-inbox.ts'
import { describeMediaStorage } from '../../support/storage-conformance-media.ts'
import { describeMediaTextStorage } from '../../support/storage-conformance-media-texts.ts'
import { describeNumberStorage } from '../../support/storage-conformance-number.ts'
import { describePeopleStorage } from '../../support/storage-conformance-people.ts'
import { describeRetentionStorage } from '../../support/storage-conformance-retention.ts'
import { describeSummaryStorage } from '../../support/storage-conformance-summaries.ts'
import { describeThreadStorage } from '../../support/storage-conformance-thread.ts'
import { describeTraceStorage } from '../../support/storage-conformance-traces.ts'
import { storageWorker } from '../../support/storage-worker.ts'

async function openSqlite(): Promise<StorageUnderTest> {
  const folder = newDataFolder()
  const file = join(folder, 'omni.db')
  const worker = storageWorker
  let storage = await openSqliteStorage({ file, worker })
  return {
    storage,
    async restart() {
      // Closing does nothing to open work: what a killed process leaves, this leaves too.
      await storage.close()
      storage = await openSqliteStorage({ file, worker })
      return storage
    },
    async dispose() {
      await storage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describeStorage('SQLite', openSqlite)
describeInboxStorage('SQLite', openSqlite)
describeAgentStorage('SQLite', openSqlite)
describeAnswerStorage('SQLite', openSqlite)
describeTraceStorage('SQLite', openSqlite)
describeChannelKeyStorage('SQLite', openSqlite)
describeThreadStorage('SQLite', openSqlite)
describePeopleStorage('SQLite', openSqlite)
describeSummaryStorage('SQLite', openSqlite)
describeCountStorage('SQLite', openSqlite)
describeMediaStorage('SQLite', openSqlite)
describeMediaTextStorage('SQLite', openSqlite)
describeNumberStorage('SQLite', openSqlite)
describeRetentionStorage('SQLite', openSqlite, (file) => openSqliteStorage({ file, worker: storageWorker }))
