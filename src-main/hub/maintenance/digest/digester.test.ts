import { expect, test } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import { startDigester } from './digester.ts'

/** Lets what is due at the present turn of the event loop happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function digesterOf(results: (number | Error)[], { isBusy = false, isRush = false } = {}) {
  const timers = manualTimers()
  let calls = 0
  const digestTurns = async () => {
    const result = results[calls] ?? 0
    calls += 1
    if (result instanceof Error) throw result
    return result
  }
  const stop = startDigester({ storage: { digestTurns }, log: silentLog, timers, isBusy: () => isBusy, isRush: () => isRush })
  return { timers, stop, calls: () => calls }
}

test('goes on at once while there are turns to digest, and looks now and then when there is none', async () => {
  const { timers, stop, calls } = digesterOf([200, 200, 3])
  for (let n = 0; n < 3; n += 1) {
    await settle()
    timers.advance(20)
  }
  await settle()
  expect(calls()).toBe(3)
  expect(timers.nextInMs()).toBeGreaterThan(1000)
  await stop()
})

test('leaves longer pauses while customers are being answered', async () => {
  const { timers, stop } = digesterOf([200], { isBusy: true })
  await settle()
  expect(timers.nextInMs()).toBe(200)
  await stop()
})

test('waits as if there were nothing to do while calls wait in the journal', async () => {
  const { timers, stop } = digesterOf([200], { isBusy: true, isRush: true })
  await settle()
  expect(timers.nextInMs()).toBeGreaterThan(1000)
  await stop()
})

test('a failure ends nothing', async () => {
  const { timers, stop, calls } = digesterOf([new Error('disk full'), 1])
  await settle()
  timers.advance(2000)
  await settle()
  expect(calls()).toBe(2)
  await stop()
})
