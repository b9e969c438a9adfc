/**
 * From starting the headless process to `/health` answering 200, with 100,000 messages stored; and to the first call that is
 * taken, with and without turns that a kill has left open.
 */
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

const OPEN = 2000

/** Turns of a process that ended before it had answered them. */
async function leaveOpen(folder: string, round: number): Promise<void> {
  const storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  const accepted = Array.from({ length: OPEN }, (_, n) =>
    storage.acceptInbound(
      inbound({
        externalId: `open-${round}-${n}`,
        chat: { externalId: `1666${n % 500}@s.whatsapp.net`, kind: 'direct', name: null },
        sender: { identities: [{ kind: 'phone', value: `1666${n % 500}` }], name: 'Ben', avatarUrl: null },
      }),
    ),
  )
  await Promise.all(accepted)
  await storage.close()
}

/** In milliseconds. A hub that does not take calls yet answers 503, which `rest` rejects. */
async function firstCallMs(folder: string): Promise<number> {
  const startedAt = performance.now()
  const hub = await startHubProcess(folder)
  await hub.rest('GET', '/instances')
  const tookMs = performance.now() - startedAt
  await hub.stop()
  return tookMs
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
      const cold: number[] = []
      const withOpen: number[] = []
      for (let n = 0; n < 5; n += 1) {
        cold.push(await firstCallMs(folder))
        await leaveOpen(folder, n)
        withOpen.push(await firstCallMs(folder))
      }
      log(
        `first call: ${cold.map((ms) => ms.toFixed(0)).join(', ')} ms; with ${OPEN} open turns ${withOpen.map((ms) => ms.toFixed(0)).join(', ')} ms`,
      )
      return [
        {
          bench: 'start',
          figure: `process start to /health, ${messages} messages (median of 5)`,
          value: percentile(times, 0.5),
          unit: 'ms',
          bound: { atMost: 1500 },
        },
        {
          bench: 'start',
          figure: `first call with ${OPEN} open turns, ratio to none`,
          value: percentile(withOpen, 0.5) / percentile(cold, 0.5),
          unit: '',
          bound: { atMost: 2 },
        },
      ]
    }),
}
