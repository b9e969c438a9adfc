import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { healthRoutes } from '../../src-main/hub/api/http/health.ts'
import { openFaultLedger } from '../../src-main/hub/observe/fault-ledger.ts'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { storageWorker } from '../support/storage-worker.ts'

it('says that it is down, with 503, while the rest is not served yet and when its database does not answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'omni-health-'))
  const storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  const app = Fastify()
  let isReady = false
  healthRoutes(app, {
    storage,
    instances: { list: () => [] } as never,
    agentProfiles: { find: () => null } as never,
    breakers: { stateOf: () => 'unknown' },
    isReady: () => isReady,
    recovery: { left: 0 },
    tunnel: { status: () => ({ state: 'off' }) as never },
    pipeline: { depth: 0, oldestMs: 0 } as never,
    faults: openFaultLedger(folder, Date.now),
    keyGuard: async () => {},
    version: '1',
    now: Date.now,
  })
  const health = async () => {
    const answer = await app.inject('/health')
    return [answer.statusCode, answer.json().status, answer.json().checks.database]
  }
  expect(await health()).toEqual([503, 'down', 'ok'])
  isReady = true
  expect(await health()).toEqual([200, 'healthy', 'ok'])
  await storage.close()
  expect(await health()).toEqual([503, 'down', 'down'])
  await app.close()
  rmSync(folder, { recursive: true })
})
