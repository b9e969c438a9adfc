import { expect, it } from 'vitest'
import { manualTimers } from '../../../test/support/manual-timers.ts'
import { type OpenTunnel, TunnelError } from './port.ts'
import type { ProofFinding } from './proof.ts'
import { type LineState, superviseTunnel } from './supervise.ts'

const MINUTE = 60_000

/** A tunnel that opens and is proved as the test says. */
function setUp({ isProvenFromHere = true } = {}) {
  const timers = manualTimers()
  const told: LineState[] = []
  const opened: { cut(error?: TunnelError): void; isClosed: boolean }[] = []
  const world = {
    openError: null as TunnelError | null,
    finding: { result: 'ok' } as ProofFinding,
    proofs: 0,
    publicUrl: 'https://hooks.test',
  }
  const line = superviseTunnel({
    timers,
    tell: (state) => told.push(state),
    async open(): Promise<OpenTunnel> {
      if (world.openError !== null) throw world.openError
      const closed = Promise.withResolvers<TunnelError | null>()
      const one = {
        isClosed: false,
        cut: (error = new TunnelError('lost', 'It was cut.')) => closed.resolve(error),
      }
      opened.push(one)
      return {
        publicUrl: world.publicUrl,
        isProvenFromHere,
        closed: closed.promise,
        async close() {
          one.isClosed = true
          closed.resolve(null)
        },
      }
    },
    async prove() {
      world.proofs += 1
      return world.finding
    },
  })
  /** Everything that can happen without time has happened. */
  const settle = async () => {
    for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  const pass = async (ms: number) => {
    timers.advance(ms)
    await settle()
  }
  return { timers, told, opened, world, line, settle, pass, state: () => told.at(-1)?.state }
}

it('opens again at once when the line is cut, then after ever longer pauses up to a minute', async () => {
  const { opened, world, settle, told, timers, line, pass } = setUp()
  await settle()
  await pass(MINUTE)
  world.openError = new TunnelError('unreachable', 'Nobody there.')
  opened[0]?.cut()
  await settle()
  const pauses: number[] = []
  for (let n = 0; n < 9; n += 1) {
    const last = told.at(-1)
    if (last?.state === 'retrying') pauses.push(last.retryAtMs - timers.now())
    await pass(pauses.at(-1) ?? 0)
  }
  expect(told.filter(({ state }) => state === 'retrying')[0]).toMatchObject({ error: { message: 'It was cut.' } })
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
  world.openError = null
  await pass(MINUTE)
  expect(told.at(-1)?.state).toBe('up')
  await line.stop()
  expect(opened.every(({ isClosed }) => isClosed)).toBe(true)
  expect(timers.pending()).toBe(0)
})

it('waits as long as the provider says', async () => {
  const { world, opened, settle, told, timers, line } = setUp()
  await settle()
  world.openError = new TunnelError('quota', 'The plan is used up.', { retryAfterMs: 3_600_000 })
  opened[0]?.cut()
  await settle()
  const last = told.at(-1)
  expect(last?.state === 'retrying' && last.retryAtMs - timers.now()).toBe(3_600_000)
  await line.stop()
})

it('tries nothing again where only a person can help', async () => {
  const { world, opened, settle, state, timers, line } = setUp()
  await settle()
  world.openError = new TunnelError('credentials', 'The token is wrong.')
  opened[0]?.cut()
  await settle()
  expect(state()).toBe('failed')
  expect(timers.pending()).toBe(0)
  line.hurry()
  await line.prove()
  expect(state()).toBe('failed')
})

it('is proved at the start, on waking, and after half an hour without a genuine call, and not each minute', async () => {
  const { world, settle, pass, line, state } = setUp()
  await settle()
  expect([state(), world.proofs]).toEqual(['up', 1])
  for (let n = 0; n < 29; n += 1) await pass(MINUTE)
  expect(world.proofs).toBe(1)
  line.called()
  for (let n = 0; n < 29; n += 1) await pass(MINUTE)
  expect(world.proofs).toBe(1)
  await pass(MINUTE)
  expect(world.proofs).toBe(2)
  line.hurry()
  await settle()
  expect(world.proofs).toBe(3)
  await line.prove()
  expect(world.proofs).toBe(4)
  await line.stop()
})

it('closes one that says it is up and is not, and opens it again less and less often', async () => {
  const { world, settle, told, opened, timers, pass, line } = setUp()
  world.finding = { result: 'nobody', statusCode: 502 }
  await settle()
  let longest = 0
  for (let n = 0; n < 20; n += 1) {
    const last = told.at(-1)
    if (last?.state === 'retrying') longest = last.retryAtMs - timers.now()
    await pass(longest)
  }
  expect(longest).toBe(10 * MINUTE)
  expect(opened.slice(0, -1).every(({ isClosed }) => isClosed)).toBe(true)
  expect(told.some(({ state }) => state === 'up')).toBe(false)
  expect(told.findLast(({ state }) => state === 'retrying')).toMatchObject({ proof: { result: 'failed' } })
  await line.stop()
})

it('leaves open what it did not open itself, and believes a genuine call more than its own proof', async () => {
  const { world, settle, opened, state, line, pass, told } = setUp({ isProvenFromHere: false })
  world.finding = { result: 'somebody_else' }
  await settle()
  expect([state(), opened[0]?.isClosed]).toEqual(['proving', false])
  line.called()
  expect(told.at(-1)).toMatchObject({ state: 'up', proof: { result: 'ok' } })
  line.hurry()
  await settle()
  expect(state()).toBe('up')
  await pass(31 * MINUTE)
  expect(state()).toBe('proving')
  await line.stop()
})

it('is up, if unproved, where a router may refuse just this computer', async () => {
  const { told, line, settle, world } = setUp({ isProvenFromHere: false })
  world.finding = { result: 'no_answer', why: 'timeout' }
  await settle()
  expect(told.at(-1)).toMatchObject({ state: 'up', proof: { result: 'not_from_here' } })
  await line.stop()
})

it('closes what has opened by the time it is stopped', async () => {
  const { line, opened, settle, timers } = setUp()
  await line.stop()
  await settle()
  expect(opened.every(({ isClosed }) => isClosed)).toBe(true)
  expect(timers.pending()).toBe(0)
})

it('gives up a provider that neither opens nor fails', async () => {
  const timers = manualTimers()
  const told: LineState[] = []
  const line = superviseTunnel({
    timers,
    tell: (state) => told.push(state),
    open: (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    prove: async () => ({ result: 'ok' }),
  })
  timers.advance(MINUTE)
  await new Promise((resolve) => setImmediate(resolve))
  expect(told.some((state) => state.state === 'retrying' && state.error.message === 'It took too long to open the tunnel.')).toBe(true)
  await line.stop()
})
