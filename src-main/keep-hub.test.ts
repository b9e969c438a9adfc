import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Hub } from './hub/host.ts'
import { openFaultLedger } from './hub/observe/fault-ledger.ts'
import { type KeptHub, keepHub } from './keep-hub.ts'

/** The keeper's decisions, on a hub whose starts and stops end when the test says so; real ones are in headless.test.ts. */
describe('a hub that is kept going', () => {
  let folder: string
  let source: EventEmitter
  let log: string[]
  let ended: string[]
  let now: number
  let kept: KeptHub
  let hub: Hub
  let fails: { start?: Error; stop?: Error }
  let held: PromiseWithResolvers<void> | null
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'omni-kept-'))
    source = new EventEmitter()
    log = []
    ended = []
    now = 1_000_000
    fails = {}
    held = null
    const does = async (what: 'start' | 'stop') => {
      log.push(what)
      await held?.promise
      if (fails[what] !== undefined) throw fails[what]
    }
    hub = { faults: openFaultLedger(folder, () => now), start: () => does('start'), stop: () => does('stop') } as unknown as Hub
    const options = {
      report: () => undefined,
      onRestarted: () => void log.push('restarted'),
      giveUp: (line: string) => void ended.push(line),
    }
    kept = keepHub(hub, options, source, () => now)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const fault = () => source.emit('uncaughtException', new Error('nobody caught it'))
  /** All that follows from something without a timer. */
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const restart = ['stop', 'start', 'restarted']

  it('is started again after an error that nobody caught, and the panel can say so', async () => {
    await kept.start()
    fault()
    expect(await kept.running()).toBe(hub)
    expect(log).toEqual(['start', ...restart])
    expect(hub.faults.latest()?.outcome).toBe('restarted')
    expect(hub.faults.counted('uncaughtException')).toBe(1)
    expect(ended).toEqual([])
  })

  it('is not started again for a rejection that nobody awaited, which is counted', async () => {
    await kept.start()
    source.emit('unhandledRejection', 'a reason')
    await settled()
    expect(log).toEqual(['start'])
    expect([hub.faults.counted('unhandledRejection'), hub.faults.latest()]).toEqual([1, null])
  })

  it('is given up at the fourth time within a minute, and the panel can say so afterwards', async () => {
    await kept.start()
    for (let n = 0; n < 4; n += 1) {
      fault()
      await settled()
      now += 19_000
    }
    expect(log).toEqual(['start', ...restart, ...restart, ...restart])
    expect(ended).toEqual([expect.stringMatching(/^Omni ends: unexpected errors came again and again/)])
    expect(hub.faults.latest()?.outcome).toBe('ended')
  })

  it('is started again as often as it takes when there is more time between', async () => {
    await kept.start()
    for (let n = 0; n < 8; n += 1) {
      fault()
      await settled()
      now += 20_001
    }
    expect(ended).toEqual([])
    expect(log).toHaveLength(1 + 8 * 3)
  })

  it('is not started again for what it throws while it is being stopped, but for what it throws while it starts', async () => {
    await kept.start()
    held = Promise.withResolvers()
    fault()
    await settled()
    fault()
    held.resolve()
    await settled()
    expect(log).toEqual(['start', ...restart])
    held = Promise.withResolvers()
    fault()
    held.resolve()
    held = Promise.withResolvers()
    await settled()
    expect(log.at(-1)).toBe('start')
    fault()
    held.resolve()
    await settled()
    expect(log).toEqual(['start', ...restart, ...restart, ...restart])
  })

  it('is given up when it cannot be started again, with the reason in the line', async () => {
    await kept.start()
    fails.start = new Error('The port is taken.')
    fault()
    await settled()
    expect(ended).toEqual([expect.stringMatching(/could not start again\. The port is taken\.$/)])
  })

  it('is started again even if a part of it did not stop cleanly', async () => {
    await kept.start()
    fails.stop = new Error('a broken part')
    fault()
    await settled()
    expect(log).toEqual(['start', ...restart])
  })

  it('that is told to stop in the middle of a restart is stopped once it is up, and stays so', async () => {
    await kept.start()
    held = Promise.withResolvers()
    fault()
    const stopped = kept.stop()
    held.resolve()
    expect((await stopped).state).toBe('done')
    fault()
    await settled()
    expect(log).toEqual(['start', 'stop', 'stop'])
    expect(ended).toEqual([])
  })

  it('says that its first start failed as the start itself does', async () => {
    fails.start = new Error('no disk')
    await expect(kept.start()).rejects.toThrow('no disk')
    expect((await kept.stop()).state).toBe('done')
  })
})
