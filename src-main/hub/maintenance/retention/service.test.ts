import { expect, test } from 'vitest'
import { type Expiring, type Retention, retentionSchema } from '../../../../src-shared/contract/retention.ts'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import { createRetentionService, cutOffs } from './service.ts'

const NOW = Date.parse('2026-03-01T00:00:00Z')
const forEver: Retention = { payloadsDays: null, tracesDays: null, mediaDays: null, messagesDays: null, spendDays: null }
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString()

test('what is kept forever never goes', () => {
  expect(cutOffs(forEver, NOW)).toEqual({ payloads: null, traces: null, media: null, messages: null, spend: null })
})

test('by default only payloads, traces and costs go, and no message or file ever', () => {
  expect(cutOffs(retentionSchema.parse({}), NOW)).toEqual({
    payloads: daysAgo(30),
    traces: daysAgo(30),
    media: null,
    messages: null,
    spend: daysAgo(730),
  })
})

test('nothing that quotes a message outlives it', () => {
  const kept = { ...forEver, tracesDays: 365, messagesDays: 10 }
  expect(cutOffs(kept, NOW)).toMatchObject({ payloads: daysAgo(10), traces: daysAgo(10), media: daysAgo(10), messages: daysAgo(10) })
})

function serviceOf(left: Partial<Record<Expiring, number>>, options: { isBusy?: boolean; fails?: boolean; undigested?: number } = {}) {
  let undigested = options.undigested ?? 0
  const timers = manualTimers({ runsAtOnceUpTo: 1000, startAt: NOW })
  const settings = new Map<string, unknown>()
  const batches: { what: Expiring; beforeIso: string; limit: number }[] = []
  const service = createRetentionService({
    timers,
    log: silentLog,
    isBusy: () => options.isBusy === true,
    answerCache: { expire: async () => 0 },
    storage: {
      getSetting: async (key) => settings.get(key) ?? null,
      setSetting: async (key, value) => void settings.set(key, value),
      compact: async () => 4096,
      digestTurns: async (limit) => {
        const digested = Math.min(limit, undigested)
        undigested -= digested
        return digested
      },
      async expire(what, beforeIso, limit) {
        if (options.fails) throw new Error('the disk is full')
        // As the storage does it: what is not counted yet stays.
        if (undigested > 0) return { deleted: 0, isDone: true }
        batches.push({ what, beforeIso, limit })
        const deleted = Math.min(limit, left[what] ?? 0)
        left[what] = (left[what] ?? 0) - deleted
        return { deleted, isDone: deleted < limit }
      },
    },
  })
  return { timers, service, batches, settings }
}

test('goes on in small batches until nothing is left, with pauses that are longer while customers are answered', async () => {
  const { service, batches, timers } = serviceOf({ payloads: 450 }, { isBusy: true })
  expect(await service.freeSpace()).toMatchObject({ deleted: { payloads: 450, traces: 0 }, freedBytes: 4096, error: null })
  expect(batches.filter(({ what }) => what === 'payloads').length).toBe(3)
  expect(Math.max(...batches.map(({ limit }) => limit))).toBeLessThanOrEqual(200)
  expect(Math.min(...timers.delays)).toBeGreaterThanOrEqual(100)
})

test('what was chosen holds, and the last clean-up is remembered', async () => {
  const { service, batches } = serviceOf({ messages: 1 })
  await service.set({ ...forEver, messagesDays: 7 })
  await service.freeSpace()
  expect(batches.every(({ beforeIso }) => beforeIso === daysAgo(7))).toBe(true)
  expect(await service.get()).toMatchObject({ retention: { messagesDays: 7 }, lastCleanUp: { deleted: { messages: 1 } } })
})

test('counts what is not counted yet before traces go, so that none stays behind', async () => {
  const { service } = serviceOf({ traces: 450 }, { undigested: 450 })
  expect(await service.expireTraces(daysAgo(1))).toBe(450)
})

test('a full disk is reported, and ends nothing', async () => {
  const { service } = serviceOf({}, { fails: true })
  expect(await service.freeSpace()).toMatchObject({ error: 'the disk is full' })
})

test('begins automatically a while after the start, and again every hour', async () => {
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
  const { service, batches, timers } = serviceOf({})
  service.start()
  expect(batches).toEqual([])
  timers.advance(5 * 60_000)
  await settle()
  const first = batches.length
  expect(first).toBeGreaterThan(0)
  timers.advance(3_600_000)
  await settle()
  expect(batches.length).toBe(first * 2)
  await service.stop()
})
