import { expect, test, vi } from 'vitest'
import { type ConnectionPhase, HubConnection } from './connection.ts'
import { SessionLostError, type Wire } from './wire.ts'

function fakeWire(answer: string): Wire & { drop: () => void } {
  let drop: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    drop = resolve
  })
  return { link: { call: async () => answer }, closed, close: drop, drop: () => drop() }
}

const call = (connection: HubConnection) => connection.link.call(['x'], undefined, { context: {} })

test('a call made before the wire is open waits for it', async () => {
  const connection = new HubConnection(
    async () => fakeWire('hello'),
    () => undefined,
  )
  const answer = call(connection)
  void connection.run(() => undefined)
  expect(await answer).toBe('hello')
})

test('a broken wire is replaced automatically and the signal of the old one ends', async () => {
  vi.useFakeTimers()
  const wires = [fakeWire('first'), fakeWire('second')]
  const phases: ConnectionPhase[] = []
  const signals: AbortSignal[] = []
  let opened = 0
  const connection = new HubConnection(
    async () => wires[opened++] as Wire,
    (phase) => phases.push(phase),
  )
  void connection.run((signal) => signals.push(signal))
  await vi.advanceTimersByTimeAsync(0)
  wires[0]?.drop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(phases).toEqual(['open', 'reconnecting', 'open'])
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
  expect(await call(connection)).toBe('second')
  vi.useRealTimers()
})

test('a call fails in plain words when no wire comes in time', async () => {
  vi.useFakeTimers()
  const connection = new HubConnection(
    () => new Promise(() => undefined),
    () => undefined,
  )
  const failure = call(connection).catch((error: Error) => error.name)
  await vi.advanceTimersByTimeAsync(8000)
  expect(await failure).toBe('HubUnavailableError')
  vi.useRealTimers()
})

test('a lost session ends the attempts, because only a new link helps', async () => {
  let attempts = 0
  const phases: ConnectionPhase[] = []
  const connection = new HubConnection(
    async () => {
      attempts++
      throw new SessionLostError()
    },
    (phase) => phases.push(phase),
  )
  await connection.run(() => undefined)
  expect(attempts).toBe(1)
  expect(phases).toEqual(['session-lost'])
})
