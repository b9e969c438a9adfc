/**
 * What a backup of a gigabyte costs those who write meanwhile: how long webhooks wait for their durable acknowledgement, before
 * it and during it, in slices of one run.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { backUpRunning } from '../../src-main/running-hub.ts'
import { startEvolutionServer } from '../support/evolution-server.ts'
import { instanceRecord } from '../support/storage-conformance.ts'
import { storageWorker } from '../support/storage-worker.ts'
import type { Bench } from './bench.ts'
import { type LoadResult, load, percentile } from './http-load.ts'
import { linkInstance } from './linked-instance.ts'
import { residentMb, startHubProcess } from './processes.ts'
import { webhookBody } from './webhook-body.ts'
import { withFolder } from './with-folder.ts'

const MB = 1024 * 1024
const FULL_MB = 1024
const QUICK_MB = 128
/** As many customers as write at once on a busy day. */
const CONNECTIONS = 4
const CHATS = 200
const SLICE_MS = 1000
const WARM_UP = 5
const SLICES_BEFORE = 15

/** Files of a shop, which no packing makes smaller. */
async function fill(folder: string, megabytes: number): Promise<void> {
  const storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  await storage.createInstance({ ...instanceRecord('files'), isActive: false, secrets: {} })
  const createdAt = new Date().toISOString()
  for (let n = 0; n < megabytes; n += 1)
    await storage.addMedia({
      id: `m${n}`,
      instanceName: 'files',
      mimeType: 'image/jpeg',
      fileName: null,
      bytes: randomBytes(MB),
      createdAt,
    })
  await storage.close()
}

export const backup: Bench = {
  name: 'backup',
  run: ({ isQuick, log }) =>
    withFolder(async (folder) => {
      const megabytes = isQuick ? QUICK_MB : FULL_MB
      await fill(folder, megabytes)
      const evolution = await startEvolutionServer()
      const hub = await startHubProcess(folder)
      try {
        const { secretHeader: headers } = await linkInstance(hub, evolution, 'bench', {
          message_debounce_ms: 5_000,
          message_debounce_max_ms: 60_000,
        })
        let n = 0
        const body = () => {
          n += 1
          return webhookBody('bench', n, CHATS)
        }
        const slice = async (): Promise<LoadResult> => {
          const path = '/webhook/evolution/bench'
          const result = await load({ port: hub.port, path, headers, connections: CONNECTIONS, durationMs: SLICE_MS, body })
          if (result.failures > 0) throw new Error(`${result.failures} webhooks were not accepted`)
          return result
        }
        for (let round = 0; round < WARM_UP; round += 1) await slice()
        const before: LoadResult[] = []
        for (let round = 0; round < SLICES_BEFORE; round += 1) before.push(await slice())
        const memoryBefore = residentMb(hub.pid)
        const startedAt = performance.now()
        let isDone = false
        const making = backUpRunning(folder, null).finally(() => {
          isDone = true
        })
        const during: LoadResult[] = []
        let memoryMost = 0
        while (!isDone) {
          during.push(await slice())
          memoryMost = Math.max(memoryMost, residentMb(hub.pid))
        }
        const { sizeBytes } = await making
        const tookS = (performance.now() - startedAt) / 1000
        const p99 = (slices: LoadResult[], share: number) =>
          percentile(
            slices.map(({ p99Ms }) => p99Ms),
            share,
          )
        const rate = (slices: LoadResult[]) => slices.reduce((sum, { perSecond }) => sum + perSecond, 0) / slices.length
        log(
          `${(sizeBytes / MB).toFixed(0)} MB in ${tookS.toFixed(1)} s; ${rate(before).toFixed(0)}/s before, ${rate(during).toFixed(0)}/s during`,
        )
        log(`p99 of the slices before: ${before.map(({ p99Ms }) => p99Ms.toFixed(1)).join(' ')}`)
        log(`p99 of the slices during: ${during.map(({ p99Ms }) => p99Ms.toFixed(1)).join(' ')}`)
        const of = (figure: string, value: number, unit: string, bound: { atMost: number } | null = null) => ({
          bench: 'backup',
          figure,
          value,
          unit,
          bound,
        })
        return [
          of(`backup of ${megabytes} MB`, tookS, 's'),
          of('p99 of a webhook before', p99(before, 0.5), 'ms'),
          of('p99 of a webhook during', p99(during, 0.5), 'ms'),
          of('p99 during, ratio to before', p99(during, 0.5) / p99(before, 0.5), '', { atMost: 2 }),
          of('p99 in the slowest second before', p99(before, 1), 'ms'),
          of('p99 in the slowest second during', p99(during, 1), 'ms'),
          of('growth of memory', memoryMost - memoryBefore, 'MB'),
        ]
      } finally {
        await hub.stop()
        await evolution.stop()
      }
    }),
}
