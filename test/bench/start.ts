/** From starting the headless process to `/health` answering 200, with 100,000 messages stored. */
import { join } from 'node:path'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { inbound, instanceRecord } from '../support/storage-conformance.ts'
import { storageWorker } from '../support/storage-worker.ts'
import type { Bench } from './bench.ts'
import { percentile } from './http-load.ts'
import { startHubProcess } from './processes.ts'
import { withFolder } from './with-folder.ts'

async function fill(folder: string, messages: number): Promise<void> {
  const storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  await storage.createInstance({ ...instanceRecord('shop'), isActive: false, secrets: {} })
  const raw = JSON.stringify({ filler: 'x'.repeat(700) })
  for (let n = 0; n < messages; n += 1000) {
    await Promise.all(
      Array.from({ length: 1000 }, async (_, index) => {
        const chat = `1555${(n + index) % 2000}`
        const { turnId } = await storage.acceptInbound(
          inbound({
            raw,
            externalId: `m${n + index}`,
            chat: { externalId: `${chat}@s.whatsapp.net`, kind: 'direct', name: null },
            sender: { identities: [{ kind: 'phone', value: chat }], name: 'Ann', avatarUrl: null },
          }),
        )
        await storage.finishTurn(turnId ?? '', {
          state: 'completed',
          stopCode: null,
          reason: 'Answered.',
          errorStage: null,
          steps: [],
          completedAt: new Date().toISOString(),
          totalDurationMs: 1,
          channelSucceeded: true,
        })
      }),
    )
  }
  await storage.close()
}

export const start: Bench = {
  name: 'start',
  run: ({ isQuick, log }) =>
    withFolder(async (folder) => {
      const messages = isQuick ? 10_000 : 100_000
      await fill(folder, messages)
      const times: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const startedAt = performance.now()
        const hub = await startHubProcess(folder)
        const response = await fetch(`http://127.0.0.1:${hub.port}/health`)
        if (response.status !== 200) throw new Error(`/health answered ${response.status}`)
        times.push(performance.now() - startedAt)
        await hub.stop()
      }
      log(times.map((time) => `${time.toFixed(0)} ms`).join(', '))
      return [
        {
          bench: 'start',
          figure: `process start to /health, ${messages} messages (median of 5)`,
          value: percentile(times, 0.5),
          unit: 'ms',
          bound: { atMost: 1500 },
        },
      ]
    }),
}
