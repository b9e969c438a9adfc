import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ManualTimers, manualTimers } from '../../../../test/support/manual-timers.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { ResumeItem, TurnItem } from '../lanes/lane-item.ts'
import { createLanes, type Lane, type Lanes } from '../lanes/lanes.ts'
import type { Burst } from '../lanes/under-way.ts'
import { createBursts } from './gather-burst.ts'

const CHAT = 'chat'
const DENIED = 'not for us'

let timers: ManualTimers
let lanes: Lanes
let shutdown: AbortController
let seq: number
/** The bursts that were gathered, by the texts in them. */
let gathered: string[][]
/** What the trace of each one's first message says. */
let steps: string[]
/** The burst that is being gathered. */
let burst: Burst | null
/** Work that is not a turn. */
let sent: string[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  timers = manualTimers()
  shutdown = new AbortController()
  seq = 0
  gathered = []
  steps = []
  burst = null
  sent = []
})
afterEach(() => {
  vi.useRealTimers()
})

function open(gatherWindowMs: number, gatherWindowMaxMs = 10_000, admits = async (item: TurnItem) => item.message.text !== DENIED) {
  const instance = { record: { behaviour: { gatherWindowMs, gatherWindowMaxMs } } } as RunningInstance
  const bursts = createBursts({ admission: { passes: (_instance, item) => admits(item) }, shutdown: shutdown.signal })
  lanes = createLanes(
    async (lane, item) => {
      if (item.kind !== 'turn') return void sent.push(item.turn.id)
      const begun: Burst = { items: [item], arriving: [], cause: null, answering: null, asked: new Map() }
      burst = begun
      await bursts.gather(lane, instance, begun)
      gathered.push(begun.items.map(({ message }) => message.text))
      steps.push(...item.steps.map(({ stage, detail }) => `${stage}: ${detail}`))
    },
    (error) => {
      throw error
    },
    timers,
  )
  return { bursts, instance }
}

const turn = (text: string, isMissed = false): TurnItem => {
  seq += 1
  return { kind: 'turn', message: { text, seq, isMissed }, receivedTick: performance.now(), steps: [] } as unknown as TurnItem
}
const write = (text: string, isMissed = false) => lanes.push('shop', CHAT, turn(text, isMissed))
const reply = (id: string) => lanes.push('shop', CHAT, { kind: 'resume', turn: { id } } as ResumeItem)
/** Lets everything happen that does not wait for time. */
const settle = () => new Promise((resolve) => setImmediate(resolve))
async function pass(ms: number): Promise<void> {
  await settle()
  vi.advanceTimersByTime(ms)
  timers.advance(ms)
  await settle()
}

describe('a burst', () => {
  it('is one message where nothing follows in time', async () => {
    open(1000)
    write('Hi')
    await pass(999)
    expect(gathered).toEqual([])
    await pass(1)
    expect([gathered, steps]).toEqual([[['Hi']], ['gather: One message.']])
  })

  it('is all that follows in time, each waiting for the next', async () => {
    open(1000)
    write('Hi')
    await pass(900)
    write('there')
    await pass(900)
    write('you')
    await pass(999)
    expect(gathered).toEqual([])
    await pass(1)
    expect([gathered, steps]).toEqual([[['Hi', 'there', 'you']], ['gather: 3 messages were gathered into one turn.']])
  })

  it('is no longer than its cap, however much is written', async () => {
    open(1000, 2000)
    write('1')
    await pass(900)
    write('2')
    await pass(900)
    write('3')
    await pass(199)
    expect(gathered).toEqual([])
    await pass(1)
    expect(gathered).toEqual([['1', '2', '3']])
  })

  it('takes at once what waits already', async () => {
    open(1000)
    write('1')
    write('2')
    await pass(1000)
    expect(gathered).toEqual([['1', '2']])
  })

  it('is no burst where that is switched off: each is a turn', async () => {
    open(0)
    write('1')
    write('2')
    await settle()
    expect(gathered).toEqual([['1'], ['2']])
  })

  it('of what a chat brought while away is gathered also where that is switched off', async () => {
    open(0)
    write('1', true)
    write('2', true)
    await pass(1499)
    expect(gathered).toEqual([])
    await pass(1)
    expect(gathered).toEqual([['1', '2']])
  })

  it('is without what is not admitted, which makes nobody wait', async () => {
    open(1000)
    write('1')
    await pass(900)
    write(DENIED)
    await pass(100)
    expect(gathered).toEqual([['1']])
  })

  it('ends with a message of a person, which is neither overtaken nor overtakes', async () => {
    open(1000)
    write('1')
    await pass(500)
    write('2')
    reply('by hand')
    write('3')
    await settle()
    // Nothing was waited for.
    expect([gathered, sent]).toEqual([[['1', '2']], ['by hand']])
    await pass(1000)
    expect(gathered.at(-1)).toEqual(['3'])
  })

  it('ends when the hub stops, and when there is a reason not to answer it', async () => {
    open(1000)
    write('1')
    await settle()
    if (burst !== null) burst.cause = { code: 'paused', reason: 'Paused.' }
    lanes.wake()
    await settle()
    expect(gathered).toEqual([['1']])

    write('2')
    await settle()
    shutdown.abort()
    lanes.wake()
    await settle()
    expect(gathered).toEqual([['1'], ['2']])
  })

  it('that nothing leads is none', async () => {
    const { bursts, instance } = open(1000)
    const none: Burst = { items: [], arriving: [], cause: null, answering: null, asked: new Map() }
    await bursts.gather({ waiting: [], take: () => undefined } as unknown as Lane, instance, none)
    expect(none.items).toEqual([])
  })
})

describe('a message on its way into a burst', () => {
  it('is known to be on its way while it is looked at, and not any more once it is in', async () => {
    const looked = Promise.withResolvers<boolean>()
    open(1000, 10_000, () => looked.promise)
    write('1')
    await settle()
    write('2')
    await pass(1000)
    expect(burst?.arriving.map(({ message }) => message.text)).toEqual(['2'])
    expect(burst?.items.map(({ message }) => message.text)).toEqual(['1'])
    looked.resolve(true)
    await settle()
    expect([burst?.arriving, burst?.items.map(({ message }) => message.text)]).toEqual([[], ['1', '2']])
    await pass(1000)
    expect(gathered).toEqual([['1', '2']])
  })

  it('waits, as long as there are turns in the lane and they are gathered', () => {
    const { bursts, instance } = open(1000)
    const lane = (...waiting: Lane['waiting']) => ({ waiting }) as Lane
    const person = { kind: 'resume' } as ResumeItem
    expect(bursts.isNewerWaiting(lane(turn('1')), instance)).toBe(true)
    expect(bursts.isNewerWaiting(lane(), instance)).toBe(false)
    expect(bursts.isNewerWaiting(lane(person, turn('1')), instance)).toBe(false)
    expect(bursts.isNewerWaiting(lane(turn('1')), instance, { gatherWindowMs: 0, gatherWindowMaxMs: 0 })).toBe(false)
  })
})
