import { expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { createPace } from './pace.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets a few messages of a channel leave at once, then one a second, and other channels meanwhile', async () => {
  const timers = manualTimers()
  const pace = createPace(timers)
  const { signal } = new AbortController()
  const left: string[] = []
  for (let n = 0; n < 6; n += 1) void pace.turn('C1', signal).then(() => left.push('C1'))
  void pace.turn('C2', signal).then(() => left.push('C2'))
  await settled()
  expect(left).toEqual(['C1', 'C1', 'C1', 'C2'])
  timers.advance(1000)
  await settled()
  expect(left).toHaveLength(5)
  timers.advance(2000)
  await settled()
  expect(left).toHaveLength(7)
})

it('sends away who would wait for long, and whoever writes where Slack asked to wait', async () => {
  const timers = manualTimers()
  const pace = createPace(timers)
  const { signal } = new AbortController()
  pace.pause('C1', 30_000)
  expect(await pace.turn('C1', signal)).toBe(30_000)
  expect(await pace.turn('C2', signal)).toBe(0)
  timers.advance(30_000)
  expect(await pace.turn('C1', signal)).toBe(0)
})
