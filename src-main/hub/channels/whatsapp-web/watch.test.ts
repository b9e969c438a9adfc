import { expect, test } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { Watch, type Watched } from './watch.ts'

const MINUTE = 60_000

function watched() {
  const timers = manualTimers()
  const calls: string[] = []
  let line: Watched | null = { isOpen: true, lastFrameMs: timers.now(), lastTrafficMs: timers.now(), hasTraffic: false }
  const watch = new Watch(timers, {
    current: () => line,
    woke: () => calls.push('woke'),
    died: () => calls.push('died'),
    quiet: () => calls.push('quiet'),
  })
  watch.start()
  const pass = (ms: number, isAlive = true) => {
    for (let gone = 0; gone < ms; gone += 10_000) {
      timers.advance(10_000)
      if (isAlive && line) line.lastFrameMs = timers.now()
    }
  }
  const newLine = () => {
    line = { isOpen: true, lastFrameMs: timers.now(), lastTrafficMs: timers.now(), hasTraffic: false }
    return line
  }
  return { timers, calls, watch, pass, newLine, noLine: () => (line = null) }
}

test('a line that says nothing at all for 75 seconds is dead', () => {
  const { calls, pass } = watched()
  pass(70_000, false)
  expect(calls).toEqual([])
  pass(10_000, false)
  expect(calls).toEqual(['died'])
})

test('a line that answers but delivers nothing is renewed, later each time, until something comes', () => {
  const { calls, pass, newLine } = watched()
  pass(31 * MINUTE)
  expect(calls).toEqual(['quiet'])
  newLine()
  pass(45 * MINUTE)
  expect(calls).toEqual(['quiet'])
  pass(20 * MINUTE)
  expect(calls).toEqual(['quiet', 'quiet'])
  newLine().hasTraffic = true
  pass(31 * MINUTE)
  expect(calls).toEqual(['quiet', 'quiet', 'quiet'])
})

test('a night of silence makes a handful of logins', () => {
  const { calls, pass, newLine } = watched()
  for (let hour = 0; hour < 48; hour += 1) {
    const before = calls.length
    pass(60 * MINUTE)
    if (calls.length > before) newLine()
  }
  expect(calls.filter((call) => call === 'quiet').length).toBeLessThanOrEqual(14)
})

test('sleep and a clock that is set back are noticed, and do not count as a lost connection', () => {
  const { timers, calls, pass, watch } = watched()
  const { now } = timers
  let offsetMs = 0
  timers.now = () => now() + offsetMs
  pass(10_000)
  offsetMs = 8 * 60 * MINUTE
  timers.advance(10_000)
  expect(calls).toEqual(['woke'])
  offsetMs = 0
  timers.advance(10_000)
  expect(calls).toEqual(['woke', 'woke'])
  watch.stop()
  expect(timers.pending()).toBe(0)
})

test('without a connection there is nothing to look after', () => {
  const { calls, pass, noLine } = watched()
  noLine()
  pass(60 * MINUTE)
  expect(calls).toEqual([])
})
