import { beforeEach, expect, it } from 'vitest'
import { type ManualTimers, manualTimers } from '../../../test/support/manual-timers.ts'
import { type TrayWatch, watchTray } from './watch-tray.ts'

let timers: ManualTimers
let lost: number
let seen: boolean
let looks: number
let watch: TrayWatch
/** Ends the look under way later. */
let hold: Promise<void> | null

beforeEach(() => {
  timers = manualTimers()
  lost = 0
  seen = true
  looks = 0
  hold = null
  watch = watchTray({
    timers,
    onLost: () => {
      lost += 1
    },
    async isSeen() {
      looks += 1
      await hold
      return seen
    },
  })
})

async function aMinutePasses(): Promise<void> {
  timers.advance(60_000)
  // The look and what follows from it.
  for (let n = 0; n < 5; n += 1) await Promise.resolve()
}

it('tells once that the icon has vanished, and again when it had come back', async () => {
  watch.begin(true)
  await aMinutePasses()
  expect(lost).toBe(0)
  seen = false
  await aMinutePasses()
  await aMinutePasses()
  expect(lost).toBe(1)
  seen = true
  await aMinutePasses()
  seen = false
  await aMinutePasses()
  expect(lost).toBe(2)
})

it('says nothing of an icon that never was there', async () => {
  seen = false
  watch.begin(false)
  await aMinutePasses()
  expect(lost).toBe(0)
})

it('is over when a window opens, also while it looks', async () => {
  watch.begin(true)
  seen = false
  const held = Promise.withResolvers<void>()
  hold = held.promise
  await aMinutePasses()
  watch.end()
  held.resolve()
  await aMinutePasses()
  await aMinutePasses()
  expect({ lost, looks }).toEqual({ lost: 0, looks: 1 })
})
