import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepHeartbeat } from './heartbeat.ts'
import type { Wire } from './wire.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function wireWhoseHub(call: () => Promise<unknown>) {
  let end: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  const close = vi.fn(() => end())
  const link = { call: vi.fn(call) }
  return { wire: { link, closed, close } satisfies Wire, close, link }
}

test('a wire whose hub answers stays open', async () => {
  const { wire, close, link } = wireWhoseHub(async () => 'fine')
  keepHeartbeat(wire)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(link.call).toHaveBeenCalledTimes(3)
  expect(close).not.toHaveBeenCalled()
})

test('an error is an answer', async () => {
  const { wire, close } = wireWhoseHub(async () => {
    throw new Error('forbidden')
  })
  keepHeartbeat(wire)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(close).not.toHaveBeenCalled()
})

test('a wire whose hub is silent is closed, and is asked no more', async () => {
  const { wire, close, link } = wireWhoseHub(() => new Promise(() => undefined))
  keepHeartbeat(wire)
  await vi.advanceTimersByTimeAsync(27_999)
  expect(close).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(close).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(link.call).toHaveBeenCalledTimes(1)
})

test('it can be asked before its time, as after a sleep', async () => {
  const { wire, close } = wireWhoseHub(() => new Promise(() => undefined))
  const askNow = keepHeartbeat(wire)
  askNow()
  await vi.advanceTimersByTimeAsync(8000)
  expect(close).toHaveBeenCalledTimes(1)
})
