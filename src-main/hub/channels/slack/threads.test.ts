import { expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import type { ChannelKeys } from '../port.ts'
import { Threads } from './threads.ts'

const DAY_MS = 24 * 60 * 60 * 1000

function keysOf(rows: Map<string, string>, before: () => Promise<void> = async () => undefined): ChannelKeys {
  return {
    async get(_category, ids) {
      const values = Object.fromEntries([...rows].filter(([id]) => ids === null || ids.includes(id)))
      await before()
      return { values, unreadable: [] }
    },
    async set(entries) {
      for (const { id, value } of entries)
        if (value === null) rows.delete(id)
        else rows.set(id, value)
    },
    async clear() {},
  }
}

it('takes part in a thread that it has written in while that was looked up', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const threads = new Threads(
    keysOf(new Map(), () => promise),
    manualTimers(),
    silentLog,
  )
  const learning = threads.learn('C1', '1.1')
  await threads.joined('C1', '1.1')
  resolve()
  await learning
  expect(threads.takesPart('C1', '1.1')).toBe(true)
})

it('looks again where it could not be looked up', async () => {
  const rows = new Map([['C1:1.1', '1']])
  let isBroken = true
  const keys = keysOf(rows, async () => {
    if (isBroken) throw new Error('the disk is full')
  })
  const threads = new Threads(keys, manualTimers(), silentLog)
  await threads.learn('C1', '1.1')
  expect(threads.takesPart('C1', '1.1')).toBe(false)
  isBroken = false
  await threads.learn('C1', '1.1')
  expect(threads.takesPart('C1', '1.1')).toBe(true)
})

it('forgets threads in which nobody has written for three months, and no others', async () => {
  const rows = new Map<string, string>()
  const timers = manualTimers()
  const threads = new Threads(keysOf(rows), timers, silentLog)
  await threads.joined('C1', '1.1')
  await threads.joined('C1', '2.2')
  timers.advance(60 * DAY_MS)
  await threads.learn('C1', '2.2')
  timers.advance(60 * DAY_MS)
  expect((await threads.all()).map(({ threadTs }) => threadTs)).toEqual(['2.2'])
  expect([...rows.keys()]).toEqual(['C1:2.2'])
})
