import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunningInstance } from '../../src-main/hub/accounts/instances/running-instance.ts'
import type { WebhookCall } from '../../src-main/hub/channels/port.ts'
import { silentLog } from '../../src-main/hub/observe/log.ts'
import { type CallIntake, createCallIntake } from '../../src-main/hub/pipeline/receive/call-intake.ts'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { type ManualTimers, manualTimers } from '../support/manual-timers.ts'
import { storageWorker } from '../support/storage-worker.ts'

const LEFT = 24
const FEW = 4
/** Waiting at once, it is a rush. */
const MANY_WAITING = 19

let folder: string
let storage: Storage
let timers: ManualTimers
let intake: CallIntake
/** The texts of the calls that the channel was given, in their order. */
let handled: string[]
/** How many were handled in one go, each time. */
let goes: number[]
let isUnderWay = false
/** Handling waits for this, once it has begun. */
let hold: Promise<void> | null = null
/** Writes that are asked for wait for this, as they would for a slow disk. */
let disk: Promise<void>
let releaseDisk: () => void

const shop = {
  record: { id: 1, name: 'shop' },
  hideSecrets: (text: string) => text,
  channel: {
    handleWebhook: async ({ body }: WebhookCall) => {
      // The rest is a multiple of the time that the work took: some time it must take.
      const until = performance.now() + 1
      while (performance.now() < until);
      if (!isUnderWay) {
        isUnderWay = true
        goes.push(0)
        queueMicrotask(() => {
          isUnderWay = false
        })
      }
      goes.push((goes.pop() ?? 0) + 1)
      handled.push((body as { n: string }).n)
      if (hold !== null) await hold
      return { status: 'success', turnId: null }
    },
    callForJournal: (_call: WebhookCall, text: string) => ({ text, message: null }),
  },
} as unknown as RunningInstance

const call = (n: string) => ({ instanceId: 1, arrivedAtMs: 0, text: JSON.stringify({ n }) })
const many = () => Promise.all(Array.from({ length: MANY_WAITING }, (_, n) => receive(`new-${n}`)))
const receive = (n: string) => intake.handle(shop, { headers: {}, body: { n } }, JSON.stringify({ n }))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-call-intake-'))
  storage = await openSqliteStorage({ file: join(folder, 'omni.db'), worker: storageWorker })
  timers = manualTimers()
  handled = []
  goes = []
  hold = null
  disk = new Promise((resolve) => {
    releaseDisk = resolve
  })
  await Promise.all(Array.from({ length: LEFT }, (_, n) => storage.journalCall(call(`left-${n}`))))
  intake = createCallIntake({
    storage: { ...storage, journalCall: async (each) => disk.then(() => storage.journalCall(each)) },
    instances: { list: () => [shop] },
    log: silentLog,
    now: timers.now,
    timers,
  })
  await intake.load()
})
afterEach(async () => {
  releaseDisk()
  await intake.stop()
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

it('takes twice as many at a time while nobody waits to be acknowledged', async () => {
  intake.start()
  await expect.poll(() => intake.depth).toBe(0)
  expect(goes).toEqual([FEW, 2 * FEW, LEFT - 3 * FEW])
})

it('handles what is written down at the very moment in which nothing else was found', async () => {
  releaseDisk()
  let isLate = false
  const late: CallIntake = createCallIntake({
    storage: {
      ...storage,
      // One more than there are: a call that was set aside, or spoiled.
      journalDepth: async () => LEFT + 1,
      oldestJournaled: async () => {
        const batch = await storage.oldestJournaled()
        if (batch === null && !isLate) {
          isLate = true
          await late.handle(shop, { headers: {}, body: { n: 'late' } }, JSON.stringify({ n: 'late' }))
        }
        return batch
      },
    },
    instances: { list: () => [shop] },
    log: silentLog,
    now: timers.now,
    timers,
  })
  await late.load()
  late.start()
  await expect.poll(() => handled.at(-1)).toBe('late')
  await late.stop()
  expect(await storage.oldestJournaled()).toBeNull()
})

it('writes down what comes while four calls are being handled, and handles at once what comes with fewer', async () => {
  releaseDisk()
  intake.start()
  await expect.poll(() => intake.depth).toBe(0)
  const { promise: heldUp, resolve: goOn } = Promise.withResolvers<void>()
  hold = heldUp
  const few = ['a', 'b', 'c', 'd'].map(receive)
  const next = receive('next')
  await expect(next).resolves.toEqual({ status: 'success', turnId: null })
  expect(handled.slice(LEFT)).toEqual(['a', 'b', 'c', 'd'])
  goOn()
  await Promise.all(few)
  await expect.poll(() => handled.slice(LEFT)).toEqual(['a', 'b', 'c', 'd', 'next'])
})

describe('while many wait to be acknowledged', () => {
  it('handles a few calls at a time and rests long after them, so that a rush is not held up', async () => {
    const acknowledged = many()
    intake.start()
    for (let so = FEW; so <= LEFT; so += FEW) {
      await expect.poll(() => timers.pending()).toBe(1)
      expect(handled.length).toBe(so)
      // At least a millisecond for each.
      expect(timers.nextInMs()).toBeGreaterThanOrEqual(MANY_WAITING * FEW)
      timers.advance(timers.nextInMs() ?? 0)
    }
    releaseDisk()
    await acknowledged
  })
})

describe('while somebody waits to be acknowledged', () => {
  it('handles more at a time the fewer they are', async () => {
    const acknowledged = receive('new')
    intake.start()
    for (const so of [FEW, 3 * FEW, LEFT]) {
      await expect.poll(() => timers.pending()).toBe(1)
      expect(handled.length).toBe(so)
      timers.advance(timers.nextInMs() ?? 0)
    }
    releaseDisk()
    await acknowledged
  })

  it('goes on at once when nobody waits any more, and handles all in their order', async () => {
    const acknowledged = many()
    intake.start()
    await expect.poll(() => handled.length).toBe(FEW)
    releaseDisk()
    await acknowledged
    // One for the rest, one for the look whether it is quiet.
    await expect.poll(() => timers.pending()).toBe(2)
    timers.advance(1)
    await expect.poll(() => intake.depth).toBe(0)
    expect(handled).toEqual([
      ...Array.from({ length: LEFT }, (_, n) => `left-${n}`),
      ...Array.from({ length: MANY_WAITING }, (_, n) => `new-${n}`),
    ])
  })

  it('rests on when somebody came in the very moment when it seemed quiet', async () => {
    const first = receive('first')
    intake.start()
    await expect.poll(() => handled.length).toBe(FEW)
    releaseDisk()
    await first
    await expect.poll(() => timers.pending()).toBe(2)
    disk = new Promise((resolve) => {
      releaseDisk = resolve
    })
    timers.advance(1)
    const second = receive('second')
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    expect(handled.length).toBe(FEW)
    releaseDisk()
    await second
  })

  it('can be stopped while it rests: it finishes what it began and leaves the others for the next start', async () => {
    const acknowledged = receive('new')
    intake.start()
    await expect.poll(() => timers.pending()).toBe(1)
    await intake.stop()
    releaseDisk()
    await acknowledged
    expect(handled.length).toBe(LEFT)
    expect(await storage.journalDepth()).toBe(1)
  })
})
