import { afterEach, expect, test, vi } from 'vitest'
import { hubNow, noteHubTime, onHubClock } from './hub-clock.ts'

const MINUTE_MS = 60_000
const iso = (ms: number) => new Date(ms).toISOString()
/** How far the hub seems to be ahead, to the second. */
const ahead = () => Math.round((hubNow() - Date.now()) / 1000)
afterEach(() => noteHubTime(iso(Date.now()), true))

test('follows a hub whose clock is ahead or behind', () => {
  noteHubTime(iso(Date.now() + 7 * MINUTE_MS), true)
  expect(ahead()).toBe(420)
  noteHubTime(iso(Date.now() - 3 * MINUTE_MS), true)
  expect(ahead()).toBe(-180)
})

test('does not take the delay of an event for a difference', () => {
  noteHubTime(iso(Date.now() - 800), true)
  expect(ahead()).toBe(0)
})

test('believes the event that came quickest, until the next connection', () => {
  const now = Date.now()
  noteHubTime(iso(now + 60_000 - 9000), true, now)
  noteHubTime(iso(now + 60_000 - 50), false, now)
  // Held up on its way, as in a window that nobody looks at.
  noteHubTime(iso(now + 60_000 - 20_000), false, now)
  expect(ahead()).toBe(60)
  noteHubTime(iso(now + 10_000), true, now)
  expect(ahead()).toBe(10)
})

test('says when it finds out that the clocks differ, and not with every event', () => {
  const told = vi.fn()
  const stop = onHubClock(told)
  const now = Date.now()
  noteHubTime(iso(now + 60_000), true, now)
  noteHubTime(iso(now + 60_100), false, now)
  expect(told).toHaveBeenCalledTimes(1)
  stop()
})
